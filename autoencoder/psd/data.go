package psd

import (
	"context"
	"fmt"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/tensorio"
)

// ConfigFor returns the configuration to start from for a data set: for patches of
// pictures contrast normalisation and ZCA, for whole pictures contrast normalisation and
// PCA, and for other tables standardised columns.
func ConfigFor[T kernels.Float](data tensorio.Dataset[T]) Config {
	c := DefaultConfig()
	switch p, drawn := tensorio.PicturesOf(data); {
	case drawn && p.Patches:
		c = PictureConfig()
	case data.Image() != tensorio.Image{}:
		c = PictureConfig()
		c.Preprocess.Whitening = "pca"
	}
	c.Inputs = data.Width()
	return c
}

// CheckColumns refuses column names that are not those of the training data; names that
// are not known on either side are no reason to.
func (m *Model[T]) CheckColumns(names []string) error {
	if names == nil || m.columns == nil {
		return nil
	}
	for j, want := range m.columns {
		if j < len(names) && names[j] != want {
			return fmt.Errorf("psd: column %d is %q, the model was trained on %q there", j+1, names[j], want)
		}
	}
	return nil
}

// EachRows reads a data set block by block and calls f with each block's first row and
// its rows, which are f's until it returns. NaN and Inf are refused with their row and
// column, and so are other columns than the model was trained on.
func (m *Model[T]) EachRows(ctx context.Context, data tensorio.Dataset[T], f func(first int, x kernels.Matrix[T]) error) error {
	if err := m.checkRows("columns", data.Width(), m.config.Inputs); err != nil {
		return err
	}
	if err := m.CheckColumns(data.Columns()); err != nil {
		return err
	}
	block := kernels.NewMatrix[T](min(blockRows, data.Len()), data.Width())
	return eachRows(ctx, data, func(lo, hi int) kernels.Matrix[T] { return block.RowRange(0, hi-lo) }, f)
}

// eachRows reads a data set block by block into where into says, refuses NaN and Inf, and
// calls f, if it is not nil.
func eachRows[T kernels.Float](ctx context.Context, data tensorio.Dataset[T], into func(lo, hi int) kernels.Matrix[T], f func(first int, x kernels.Matrix[T]) error) error {
	for lo := 0; lo < data.Len(); lo += blockRows {
		if err := ctx.Err(); err != nil {
			return err
		}
		x := into(lo, min(lo+blockRows, data.Len()))
		if err := data.ReadRows(x, lo); err != nil {
			return err
		}
		for i := range x.Rows {
			for j, v := range x.Row(i) {
				if !finite(float64(v)) {
					return fmt.Errorf("row %d, column %d is %v: expected a finite number", lo+i+1, j+1, v)
				}
			}
		}
		if f == nil {
			continue
		}
		if err := f(lo, x); err != nil {
			return err
		}
	}
	return nil
}

// Views returns the atoms and the encoder's filters for pictures, each k×d with one a
// row. Where the preprocessed rows have the data's columns they are as the rows are, so
// whitened; else they are turned back to the data's columns: what a unit adds to a row,
// and what it takes the product with.
func (m *Model[T]) Views() (atoms, filters kernels.Matrix[T], err error) {
	if err := m.fitted(); err != nil {
		return atoms, filters, err
	}
	w := m.Weights()
	atoms, weight := w["dictionary"], w["encoder.weight"]
	filters = kernels.NewMatrix[T](weight.Cols, weight.Rows)
	kernels.Transpose(filters, weight)
	if m.ready.Outputs() != m.ready.Inputs() {
		a, f := kernels.NewMatrix[T](atoms.Rows, m.config.Inputs), kernels.NewMatrix[T](atoms.Rows, m.config.Inputs)
		m.ready.Colour(a, atoms)
		m.ready.Filter(f, filters)
		atoms, filters = a, f
	}
	return atoms, filters, nil
}
