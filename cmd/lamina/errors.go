package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

const (
	exitError     = 1
	exitUsage     = 2
	exitInterrupt = 130 // as a shell reports SIGINT
)

// A usageError is a mistake in the arguments, not in what they name.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// errInterrupted is what is left to say when ctx has ended.
var errInterrupted = errors.New("interrupted")

func exitCode(ctx context.Context, err error) int {
	var usage usageError
	switch {
	case err == nil:
		return 0
	case errors.Is(err, errInterrupted), ctx.Err() != nil && errors.Is(err, ctx.Err()):
		return exitInterrupt
	case errors.As(err, &usage):
		return exitUsage
	}
	return exitError
}

// oneLine is the message of err on one line, without the name of the package that
// it comes from.
func oneLine(err error) string {
	if errors.Is(err, context.Canceled) {
		err = errInterrupted
	}
	s := strings.TrimPrefix(err.Error(), "autoencoder: ")
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == '\n' || r == '\r' }), " ")
}
