package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
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
	Model      string `json:"model"`
	Data       string `json:"data"`
	Rows       int    `json:"rows"`
	Columns    int    `json:"columns"`     // of the data
	OutColumns int    `json:"out_columns"` // of the result, labels not counted
	Out        string `json:"out"`
	// Accuracy is the share of rows whose class classify tells rightly, if the data has
	// labels.
	Accuracy       *float64 `json:"accuracy,omitempty"`
	Implementation string   `json:"implementation"`
	RowsPerSecond  float64  `json:"rows_per_second"`
	Seconds        float64  `json:"seconds"` // reading and writing excluded
}

// applied is what such a command makes of a data set.
type applied[T kernels.Float] struct {
	rows     kernels.Matrix[T]
	info     tensorio.Info // of the rows; the labels are the data's unless it has others
	accuracy *float64      // of a classifier, if the data has labels
}

// A fitted model, autoencoder or classifier, is for data of certain columns.
type fitted interface {
	Inputs() int
	CheckColumns(names []string) error
}

// newApply makes a command that turns the rows of a data set into the rows of
// another, with a model of the kind that load reads.
func newApply[T kernels.Float, M fitted](c *cobra.Command, load func(path string) (M, error),
	apply func(context.Context, M, tensorio.Dataset[float32]) (applied[T], error)) *cobra.Command {
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
		model, err := load(a.model)
		if err != nil {
			return err
		}
		data, err := a.open(model)
		if err != nil {
			return err
		}
		start := time.Now()
		result, err := apply(c.Context(), model, data)
		if err != nil && c.Context().Err() == nil {
			err = fmt.Errorf("%s: %s", a.data.path, oneLine(err)) // it is the data that do not suit
		}
		if err != nil {
			return err
		}
		seconds := time.Since(start).Seconds()
		if result.info.Labels == nil {
			result.info.Labels = data.Labels()
		}
		out, err := tensorio.NewDense(result.rows, result.info)
		if err != nil {
			return err
		}
		if err := write[T](a.out, c.OutOrStdout(), out); err != nil || a.out == "-" {
			return err
		}
		if a.json {
			return printJSON(c.OutOrStdout(), applyReport{
				Model: a.model, Data: a.data.path, Rows: data.Len(), Columns: data.Width(), OutColumns: result.rows.Cols, Accuracy: result.accuracy,
				Out: a.out, Implementation: kernels.Active(), RowsPerSecond: float64(data.Len()) / max(seconds, 1e-9), Seconds: seconds,
			})
		}
		told := ""
		if result.accuracy != nil {
			told = fmt.Sprintf(", accuracy %.4f", *result.accuracy)
		}
		_, err = fmt.Fprintf(c.OutOrStdout(), "%s: %s rows × %s columns%s\n", a.out, thousands(result.rows.Rows), thousands(result.rows.Cols), told)
		return err
	}
	return c
}

// check finds mistakes in the flags, and whether the result can be written.
func (a *applyFlags) check(c *cobra.Command) error {
	return checkOut(c, a.model, a.out, a.json, ".npy", ".csv")
}

// checkOut checks the flags --model, --out and --json of a command that writes a file
// with one of those extensions.
func checkOut(c *cobra.Command, model, out string, asJSON bool, extensions ...string) error {
	switch {
	case model == "":
		return usagef("--model FILE is missing: train writes run/%s (see %s --help)", modelFile, c.CommandPath())
	case out == "-" && asJSON:
		return usagef("--json needs --out FILE: without it the result goes to the standard output")
	case out == "-":
		return nil
	case !slices.Contains(extensions, extension(out)):
		last := len(extensions) - 1
		return usagef("--out %s: expected a name that ends in %s or %s", out, strings.Join(extensions[:last], ", "), extensions[last])
	}
	probe, err := tensorio.CreateAtomic(out)
	if err != nil {
		return fmt.Errorf("--out: %w", err)
	}
	probe.Abort()
	return nil
}

// loadAutoencoder is Load, with the command that a classifier is for.
func loadAutoencoder(path string) (*autoencoder.Model[float32], error) {
	m, err := autoencoder.Load[float32](path)
	if errors.Is(err, autoencoder.ErrClassifier) {
		err = fmt.Errorf("%s: the model is a classifier, which has no decoder: use lamina classify or lamina encode", path)
	}
	return m, err
}

// open opens the data, which must suit the model.
func (a *applyFlags) open(model fitted) (tensorio.Dataset[float32], error) {
	data, err := a.data.open()
	if err != nil {
		return nil, err
	}
	if model.Inputs() != data.Width() {
		return nil, fmt.Errorf("%s: model for %s columns given %s with %s", a.model, thousands(model.Inputs()), a.data.path, thousands(data.Width()))
	}
	if err := model.CheckColumns(data.Columns()); err != nil {
		return nil, fmt.Errorf("%s given %s: %s", a.model, a.data.path, oneLine(err))
	}
	return data, nil
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
