package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/lamina-go/lamina/autoencoder"
	"github.com/lamina-go/lamina/cmd/lamina/internal/picture"
	"github.com/lamina-go/lamina/tensorio"
)

// sweepReport is what sweep prints with --json.
type sweepReport struct {
	Data    string                 `json:"data"`
	Columns int                    `json:"columns"`
	Variant string                 `json:"variant"`
	Codes   []autoencoder.Capacity `json:"codes"`
	Files   []string               `json:"files"`
	// Interrupted tells that there are not all sizes.
	Interrupted bool `json:"interrupted"`
}

func newSweep() *cobra.Command {
	var data dataFlags
	var model modelFlags
	var train trainFlags
	codes := widths{}
	var out string
	var asJSON bool
	c := &cobra.Command{
		Use:   "sweep [flags]",
		Short: "Train with one code size after another, and show where the code copies",
		Long: `Sweep trains the configuration that the flags tell once for every size of the code
and compares, on rows that were held out, the share of the squared error about the
mean that is left

  rows       of the rows by the model
  pca        of the rows by as many principal components
  scrambled  of the rows by the model, each column shuffled on its own beforehand: such
             rows have nothing left of what ties the columns of the data

A code that has learned the data tells rows well and scrambled rows badly. A code that
is too large copies: it tells both. Noise and penalties keep a large code from that.

It writes capacity.csv and capacity.png to --out DIR; after Ctrl-C they have the sizes
that were finished. With --json the standard output is one object with the fields
` + wrap(jsonFields[sweepReport](), 80, 0) + `.`,
		Example: `  lamina sweep --variant linear --init pca
  lamina sweep --codes 2,8,32,128 --layers 256,8
  lamina sweep --variant denoising --noise-level 0.5 --layers 128`,
	}
	f := c.Flags()
	f.Var(&codes, "codes", "sizes of the code (default 1, 2, 4, … beyond the number of columns)")
	data.add(c)
	model.add(c)
	train.add(c)
	f.StringVar(&out, "out", "sweep", "`DIR` to write to")
	f.BoolVar(&asJSON, "json", false, "print the result as one JSON object")
	c.RunE = func(c *cobra.Command, _ []string) error {
		config, err := model.config(f.Changed)
		if err != nil {
			return err
		}
		if err := train.check(f.Changed); err != nil {
			return err
		}
		if train.config.HeldOut == 0 {
			return usagef("--held-out 0: a sweep is measured on held-out rows")
		}
		rows, err := data.open()
		if err != nil {
			return err
		}
		config.Inputs, config.Seed = rows.Width(), train.config.Seed
		if len(codes) == 0 {
			for k := 1; k < 2*rows.Width(); k *= 2 {
				codes = append(codes, k)
			}
			codes = append(codes, 2*rows.Width())
		}
		for _, k := range codes {
			config.Layers[len(config.Layers)-1] = k
			if _, err := autoencoder.New[float32](config); err != nil {
				return usagef("--codes %d: %s", k, byFlag(err))
			}
		}
		dir, err := openDir(out, capacityCSV, capacityPicture)
		if err != nil {
			return err
		}
		defer dir.removeIfEmpty()
		w := c.OutOrStdout()
		if asJSON {
			w = io.Discard
		}
		line(w, "data", "%s: %s rows × %s columns", data.path, thousands(rows.Len()), thousands(rows.Width()))
		fmt.Fprintf(w, "\n%8s %8s %10s %10s %10s\n", "code", "epoch", "rows", "pca", "scrambled")
		list, err := autoencoder.CapacitySweep(c.Context(), rows, config, train.config, codes, func(p autoencoder.Capacity) error {
			fmt.Fprintf(w, "%8d %8d %10.4f %10.4f %10.4f\n", p.Code, p.Epoch, p.Rows, p.PCA, p.Scrambled)
			return nil
		})
		switch {
		case err == nil:
		case c.Context().Err() != nil:
			err = fmt.Errorf("%w after %d of %s", errInterrupted, len(list), plural(len(codes), "code size"))
		default:
			err = fmt.Errorf("%s: %s", data.path, byFlag(err))
		}
		if len(list) == 0 {
			return err
		}
		r := sweepReport{Data: data.path, Columns: rows.Width(), Variant: config.Variant, Codes: list, Interrupted: c.Context().Err() != nil}
		return errors.Join(err, r.write(c, out, asJSON))
	}
	return c
}

// write writes the files, and says so.
func (r *sweepReport) write(c *cobra.Command, out string, asJSON bool) error {
	for _, p := range []struct {
		name  string
		write func(io.Writer) error
	}{
		{capacityCSV, func(w io.Writer) error { return writeCapacity(w, r.Codes) }},
		{capacityPicture, func(w io.Writer) error { return picture.Capacity(w, r.Codes, r.Columns) }},
	} {
		path := filepath.Join(out, p.name)
		if err := tensorio.WriteFileAtomic(path, p.write); err != nil {
			return err
		}
		r.Files = append(r.Files, path)
	}
	w := c.OutOrStdout()
	if asJSON {
		return printJSON(w, r)
	}
	fmt.Fprintln(w)
	for i, path := range r.Files {
		line(w, []string{"written", ""}[i], "%s", path)
	}
	return nil
}

// The files of a sweep.
const (
	capacityCSV     = "capacity.csv"
	capacityPicture = "capacity.png"
)

func writeCapacity(w io.Writer, list []autoencoder.Capacity) error {
	out := csv.NewWriter(w)
	out.Write([]string{"code", "epoch", "rows", "pca", "scrambled"})
	number := func(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }
	for _, p := range list {
		out.Write([]string{strconv.Itoa(p.Code), strconv.Itoa(p.Epoch), number(p.Rows), number(p.PCA), number(p.Scrambled)})
	}
	out.Flush()
	return out.Error()
}
