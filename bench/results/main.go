// Results trains autoencoders on Fashion-MNIST with fixed seeds, and writes what came
// of it as docs/results.md. Every figure in that file is from one run of
//
//	make results
//
// The page does not depend on the machine.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"

	"github.com/lamina-go/lamina/tensorio"
)

// A section is one table of the page.
type section struct {
	name string
	run  func(r *run) (report, error)
}

var sections = []section{{"sizes", sizes}, {"probes", probes}, {"contraction", contraction}, {"deep", deep}}

// A run is what all sections share.
type run struct {
	context.Context
	data
	seed   uint64
	epochs float64 // factor of every number of epochs
	log    io.Writer
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := command(ctx, os.Args[1:], os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "results:", err)
		os.Exit(1)
	}
}

func command(ctx context.Context, args []string, log io.Writer) error {
	f := flag.NewFlagSet("results", flag.ContinueOnError)
	f.SetOutput(log)
	dir := f.String("data", "/usr/share/datasets/fashion-mnist", "`folder` of Fashion-MNIST's four IDX files")
	out := f.String("out", "../docs/results.md", "`file` to write")
	only := f.String("only", "", "comma-separated `names` of sections, for a look at some: "+sectionNames())
	seed := f.Uint64("seed", 1, "decides parameters, held-out rows, order and noise")
	rows := f.Int("rows", 0, "use only so many training rows, for a rough look; 0 is all")
	epochs := f.Float64("epochs", 1, "`factor` of the numbers of epochs, for a rough look")
	if err := f.Parse(args); err != nil {
		return err
	}
	r := &run{Context: ctx, seed: *seed, epochs: *epochs, log: log}
	chosen, err := choose(*only)
	if err != nil {
		return err
	}
	if r.data, err = open(*dir, *rows); err != nil {
		return err
	}
	var reports []report
	for _, s := range chosen {
		fmt.Fprintf(log, "== %s\n", s.name)
		page, err := s.run(r)
		if err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		page.name = s.name
		reports = append(reports, page)
	}
	return tensorio.WriteFileAtomic(*out, func(w io.Writer) error {
		return writePage(w, r, reports, strings.Join(append([]string{"go run ./results"}, args...), " "))
	})
}

func sectionNames() string {
	var names []string
	for _, s := range sections {
		names = append(names, s.name)
	}
	return strings.Join(names, ", ")
}

func choose(only string) ([]section, error) {
	if only == "" {
		return sections, nil
	}
	var chosen []section
	for _, name := range strings.Split(only, ",") {
		found := false
		for _, s := range sections {
			if s.name == name {
				chosen, found = append(chosen, s), true
			}
		}
		if !found {
			return nil, fmt.Errorf("-only %s: unknown section %q: choose from %s", only, name, sectionNames())
		}
	}
	return chosen, nil
}
