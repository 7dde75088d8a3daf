package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/lamina-go/lamina/bench/cases"
	"github.com/lamina-go/lamina/bench/harness"
	"github.com/lamina-go/lamina/bench/python"
	"github.com/lamina-go/lamina/kernels"
)

// flags are the command's arguments.
type flags struct {
	run     string
	levels  []string
	rounds  int
	quick   bool
	json    bool
	pythons string

	python []*python.Worker
	cases  []harness.Case // those that run selects
}

// usageError is a mistake in the arguments.
type usageError struct{ error }

func parseFlags(args []string, stderr io.Writer) (flags, error) {
	var f flags
	var isa string
	set := flag.NewFlagSet("bench", flag.ContinueOnError)
	set.SetOutput(io.Discard) // main prints the error; the whole usage would bury it
	set.StringVar(&f.run, "run", "", "measure only the cases whose name matches the `regexp`")
	set.StringVar(&isa, "isa", os.Getenv("LAMINA_ISA"), "implementations to measure, a comma-separated `list` (default all)")
	set.IntVar(&f.rounds, "rounds", 0, "rounds of each case (default 15, with -quick 3)")
	set.BoolVar(&f.quick, "quick", false, "short turns: rough figures")
	set.StringVar(&f.pythons, "python", pythonDefault(), "Python interpreters whose PyTorch and scikit-learn take part, a comma-separated `list`; empty for none")
	set.BoolVar(&f.json, "json", false, "print JSON")
	if err := set.Parse(args); err == flag.ErrHelp {
		set.SetOutput(stderr)
		set.Usage()
		return f, err
	} else if err != nil {
		return f, usageError{err}
	}
	if set.NArg() > 0 {
		return f, usageError{fmt.Errorf("unexpected argument %q", set.Arg(0))}
	}
	if f.rounds < 0 {
		return f, usageError{fmt.Errorf("-rounds %d: must not be negative", f.rounds)}
	}
	available := kernels.Implementations()
	f.levels = available
	if isa != "" {
		f.levels = strings.Split(isa, ",")
	}
	for _, l := range f.levels {
		if !slices.Contains(available, l) {
			return f, usageError{fmt.Errorf("no implementation %q here; choose from: %s", l, strings.Join(available, ", "))}
		}
	}
	re, err := regexp.Compile(f.run)
	if err != nil {
		return f, usageError{fmt.Errorf("-run: %w", err)}
	}
	for _, path := range strings.FieldsFunc(f.pythons, func(r rune) bool { return r == ',' }) {
		f.python = append(f.python, python.New(path))
	}
	for _, c := range cases.All(f.python...) {
		if re.MatchString(c.Name) {
			f.cases = append(f.cases, c)
		}
	}
	if f.cases == nil {
		return f, usageError{fmt.Errorf("-run %s: no such case", f.run)}
	}
	return f, nil
}

// pythonDefault is what the environment says, for tests too, or the name that
// most systems have.
func pythonDefault() string {
	if p, ok := os.LookupEnv("LAMINA_BENCH_PYTHON"); ok {
		return p
	}
	return "python3"
}

// args are the arguments that measure one level alone, as JSON.
func (f flags) args(level string) []string {
	args := []string{"-json", "-isa", level, "-run", f.run, "-rounds", strconv.Itoa(f.rounds), "-python", f.pythons}
	if f.quick {
		args = append(args, "-quick")
	}
	return args
}

func (f flags) options() harness.Options {
	o := harness.Options{Rounds: f.rounds}
	if f.quick {
		o.Turn, o.Limit = 5*time.Millisecond, 2*time.Second
		if f.rounds == 0 {
			o.Rounds = 3
		}
	}
	return o
}
