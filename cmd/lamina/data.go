package main

import (
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

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
	f.StringVar(&d.path, "data", tensorio.DigitsName, "IDX, NPY or CSV `FILE`, folder or tar archive of pictures, or the embedded digits")
	f.StringVar(&d.options.Label, "label", "", "CSV `COLUMN` (name or number from 1) that holds labels, not data")
	f.StringVar(&d.header, "header", "auto", "`WHETHER` the first CSV row holds names: auto, yes, no")
	f.BoolVar(&d.options.Impute, "impute", false, "fill missing CSV values in with their column's mean")
	f.IntVar(&d.options.Patch, "patch", 0, "`SIDE` of the square patches to draw from pictures (default 0: whole pictures)")
	f.IntVar(&d.options.Patches, "patches", 0, "`NUMBER` of patches (default 100,000)")
	f.Uint64Var(&d.options.PatchSeed, "patch-seed", 0, "`NUMBER` that decides which patches (default 0)")
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

// copy takes the values that a command's flags have.
func (d *dataFlags) copy(f *pflag.FlagSet) {
	text := func(name string) string { return f.Lookup(name).Value.String() }
	d.path, d.header, d.options.Label = text("data"), text("header"), text("label")
	d.options.Impute, _ = f.GetBool("impute")
	d.options.OneHot, _ = f.GetBool("one-hot")
	d.options.Patch, _ = f.GetInt("patch")
	d.options.Patches, _ = f.GetInt("patches")
	d.options.PatchSeed, _ = f.GetUint64("patch-seed")
}
