package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/lamina-go/lamina/autoencoder"
	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/tensorio"
)

// applyFlags are those of the commands that use a trained model.
type applyFlags struct {
	model string
	data  dataFlags
	out   string
	json  bool
}

// applyReport is what such a command prints with --json.
type applyReport struct {
	Model          string  `json:"model"`
	Data           string  `json:"data"`
	Rows           int     `json:"rows"`
	Columns        int     `json:"columns"`     // of the data
	OutColumns     int     `json:"out_columns"` // of the result, labels not counted
	Out            string  `json:"out"`
	Implementation string  `json:"implementation"`
	RowsPerSecond  float64 `json:"rows_per_second"`
	Seconds        float64 `json:"seconds"` // reading and writing excluded
}

// newApply makes a command that turns the rows of a data set into the rows of
// another. apply returns them and the names of their columns.
func newApply[T kernels.Float](c *cobra.Command, apply func(context.Context, *autoencoder.Model[float32], tensorio.Dataset[float32]) (kernels.Matrix[T], []string, error)) *cobra.Command {
	var a applyFlags
	f := c.Flags()
	f.StringVar(&a.model, "model", "", "model `FILE` that train wrote (required)")
	a.data.add(c)
	f.StringVar(&a.out, "out", "-", "`FILE` to write, .npy or .csv; - is CSV to the standard output")
	f.BoolVar(&a.json, "json", false, "print one JSON object about the work; needs --out FILE")
	c.RunE = func(c *cobra.Command, _ []string) error {
		if err := a.check(c); err != nil {
			return err
		}
		model, data, err := a.open()
		if err != nil {
			return err
		}
		start := time.Now()
		result, names, err := apply(c.Context(), model, data)
		if err != nil && c.Context().Err() == nil {
			err = fmt.Errorf("%s: %s", a.data.path, oneLine(err)) // it is the data that do not suit
		}
		if err != nil {
			return err
		}
		seconds := time.Since(start).Seconds()
		out, err := tensorio.NewDense(result, tensorio.Info{Labels: data.Labels(), Columns: names})
		if err != nil {
			return err
		}
		if err := write[T](a.out, c.OutOrStdout(), out); err != nil || a.out == "-" {
			return err
		}
		if a.json {
			return printJSON(c.OutOrStdout(), applyReport{
				Model: a.model, Data: a.data.path, Rows: data.Len(), Columns: data.Width(), OutColumns: result.Cols,
				Out: a.out, Implementation: kernels.Active(), RowsPerSecond: float64(data.Len()) / max(seconds, 1e-9), Seconds: seconds,
			})
		}
		_, err = fmt.Fprintf(c.OutOrStdout(), "%s: %s rows × %s columns\n", a.out, thousands(result.Rows), thousands(result.Cols))
		return err
	}
	return c
}

// check finds mistakes in the flags, and whether the result can be written.
func (a *applyFlags) check(c *cobra.Command) error {
	switch ext := extension(a.out); {
	case a.model == "":
		return usagef("--model FILE is missing: train writes run/%s (see %s --help)", modelFile, c.CommandPath())
	case a.out == "-" && a.json:
		return usagef("--json needs --out FILE: without it the result goes to the standard output")
	case a.out == "-":
		return nil
	case ext != ".npy" && ext != ".csv":
		return usagef("--out %s: expected a name that ends in .npy or .csv", a.out)
	}
	probe, err := tensorio.CreateAtomic(a.out)
	if err != nil {
		return fmt.Errorf("--out: %w", err)
	}
	probe.Abort()
	return nil
}

func (a *applyFlags) open() (*autoencoder.Model[float32], tensorio.Dataset[float32], error) {
	model, err := autoencoder.Load[float32](a.model)
	if err != nil {
		return nil, nil, err
	}
	data, err := a.data.open()
	if err != nil {
		return nil, nil, err
	}
	if model.Inputs() != data.Width() {
		return nil, nil, fmt.Errorf("%s: model for %s columns given %s with %s", a.model, thousands(model.Inputs()), a.data.path, thousands(data.Width()))
	}
	if err := model.CheckColumns(data.Columns()); err != nil {
		return nil, nil, fmt.Errorf("%s given %s: %s", a.model, a.data.path, oneLine(err))
	}
	return model, data, nil
}

func extension(path string) string { return strings.ToLower(filepath.Ext(path)) }

// write writes a result to a file of the kind that its name tells, or as CSV to
// stdout.
func write[T kernels.Float](path string, stdout io.Writer, data tensorio.Dataset[T]) error {
	switch {
	case path == "-":
		return tensorio.EncodeCSV(stdout, data)
	case extension(path) == ".npy":
		return tensorio.WriteNPY(path, data)
	}
	return tensorio.WriteCSV(path, data)
}

// copyInto returns a callback that keeps blocks of rows in m.
func copyInto(m kernels.Matrix[float32]) func(int, kernels.Matrix[float32]) error {
	return func(first int, block kernels.Matrix[float32]) error {
		for i := range block.Rows {
			copy(m.Row(first+i), block.Row(i))
		}
		return nil
	}
}
