package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/lamina-go/lamina/kernels"
)

func main() {
	err := run(os.Args[1:], os.Stdout, os.Stderr)
	var usage usageError
	switch {
	case err == nil || errors.Is(err, flag.ErrHelp):
	case errors.As(err, &usage):
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(2)
	default:
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// run is the command, with its arguments and outputs.
func run(args []string, stdout, stderr io.Writer) error {
	f, err := parseFlags(args, stderr)
	if err != nil {
		return err
	}
	if err := kernels.EnvError(); err != nil {
		return err
	}
	defer func() {
		for _, w := range f.python {
			w.Close()
		}
	}()
	rep := report{Machine: thisMachine()}
	if !f.json {
		writeMachine(stdout, rep.Machine)
	}
	for _, level := range f.levels {
		l, err := measure(level, f, stderr)
		if err != nil {
			return fmt.Errorf("%s: %w", level, err)
		}
		rep.Levels = append(rep.Levels, l)
		if !f.json {
			writeLevel(stdout, l)
		}
	}
	if f.json {
		enc := json.NewEncoder(stdout)
		enc.SetIndent("", "\t")
		return enc.Encode(rep)
	}
	return nil
}
