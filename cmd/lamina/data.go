package main

import (
	"slices"

	"github.com/spf13/cobra"

	"github.com/lamina-go/lamina/tensorio"
)

// dataFlags say what to read and how.
type dataFlags struct {
	path    string
	options tensorio.Options
	header  string
}

var headers = []string{"auto", "yes", "no"} // by tensorio.Header

func (d *dataFlags) add(c *cobra.Command) {
	f := c.Flags()
	f.StringVar(&d.path, "data", tensorio.DigitsName, "IDX, NPY or CSV `FILE`, or the embedded digits")
	f.StringVar(&d.options.Label, "label", "", "CSV `COLUMN` (name or number from 1) that holds labels, not data")
	f.StringVar(&d.header, "header", "auto", "`WHETHER` the first CSV row holds names: auto, yes, no")
	f.BoolVar(&d.options.Impute, "impute", false, "fill missing CSV values in with their column's mean")
	f.BoolVar(&d.options.OneHot, "one-hot", false, "turn CSV columns of text into one column per category")
}

func (d *dataFlags) open() (tensorio.Dataset[float32], error) {
	i := slices.Index(headers, d.header)
	if i < 0 {
		return nil, usagef("--header %q: choose one of auto, yes, no", d.header)
	}
	d.options.Header = tensorio.Header(i)
	return tensorio.Open[float32](d.path, d.options)
}
