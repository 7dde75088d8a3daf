package main

import (
	"errors"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
)

// flagError is the error for a flag that cannot be parsed. What strconv says about a
// number is for programmers, so it is said anew.
func flagError(c *cobra.Command, err error) error {
	text := err.Error()
	var number *strconv.NumError
	if errors.As(err, &number) {
		text = strings.TrimSuffix(text, number.Error()) + expected(number)
	}
	return usagef("%s (see %s --help)", text, c.CommandPath())
}

// expected tells what strconv's function would have taken.
func expected(e *strconv.NumError) string {
	switch {
	case e.Func == "ParseBool":
		return "expected true or false"
	case e.Func == "ParseUint":
		return "expected a whole number from 0 to 18446744073709551615"
	case errors.Is(e, strconv.ErrRange):
		return "the number is too large"
	case e.Func == "ParseFloat":
		return "expected a number"
	}
	return "expected a whole number"
}

// flagsOf maps how the library begins an error about a field to how it is said about
// the flag that sets it. TestRefusals goes through them.
var flagsOf = []struct{ field, flag string }{
	{"epochs ", "--epochs "},
	{"batch ", "--batch "},
	{"lr ", "--lr "},
	{"patience ", "--patience "},
	{"held-out fraction ", "--held-out "},
	{"unknown optimizer ", "--optimiser: unknown optimiser "},
	{"optimizer: momentum ", "--momentum "},
	{"optimizer: decay ", "--weight-decay "},
	{"clip norm ", "--clip-norm "},
	{"unknown schedule ", "--schedule: unknown schedule "},
	{"schedule: warm-up ", "--warm-up "},
	{"schedule: every ", "--schedule-every "},
	{"schedule: factor ", "--schedule-factor "},
	{"schedule: patience ", "--schedule-patience "},
	{"schedule: floor ", "--schedule-floor "},

	{"frozen ", "--freeze "},

	{"unknown variant ", "--variant: unknown variant "},
	{"layers", "--layers"},
	{"hidden: ", "--activation: "},
	{"code: ", "--code-activation: "},
	{"output: ", "--output-activation: "},
	{"output activation ", "--output-activation "},
	{"unknown likelihood ", "--likelihood: unknown likelihood "},
	{"likelihood: variance ", "--variance "},
	{"unknown scaling ", "--scale: unknown scaling "},
	{"standard scaling ", "--scale standard "},
	{"min-max scaling ", "--scale min-max "},
	{"unknown corruption ", "--noise: unknown corruption "},
	{"corruption: rate ", "--noise-level "},
	{"corruption: deviation ", "--noise-level "},
	{"emphasis", "--emphasis"},
	{"unknown penalty ", "--penalty: unknown penalty "},
	{"penalty kl-prior: weight ", "--beta "},
	{"penalty kl-sparsity: target ", "--sparsity "},
	{"penalty contractive: unknown jacobian ", "--jacobian "},
	{"penalty higher-order: unknown jacobian ", "--jacobian "},
	{"penalty contractive: probes ", "--probes "},
	{"penalty higher-order: probes ", "--probes "},
	{"penalty higher-order: weight ", "--higher-order "},
	{"penalty higher-order: deviation ", "--neighbour-noise "},
	{"penalty higher-order: draws ", "--neighbours "},
	{"higher-order penalty ", "--higher-order: higher-order penalty "},
	{"unit norm ", "--unit-norm "},
	{"kl-prior penalty ", "--beta: kl-prior penalty "},
	{"likelihood: floor ", "--floor "},
	{"likelihood: scale ", "--laplace-scale "},
	{"likelihood: groups ", "--groups "},
	{"unknown encoder ", "--encoder: unknown encoder "},
	{"encoder: deviation ", "--code-noise "},
	{"encoder: samples ", "--samples "},
	{"top-k ", "--top-k "},
	{"anneal ", "--anneal "},
	{"unknown init ", "--init: unknown init "},
	{"init pca ", "--init pca "},
}

// byFlag is the message of an error of the library, the flag named in the place of
// the field.
func byFlag(err error) string {
	text := oneLine(err)
	for _, f := range flagsOf {
		if rest, ok := strings.CutPrefix(text, f.field); ok {
			return f.flag + rest
		}
	}
	return text
}
