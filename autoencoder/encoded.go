package autoencoder

import (
	"fmt"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/tensorio"
)

// Encoded shows the codes of a data set's rows as a data set, with the same labels:
// what the next layer of a stack, or a probe, is trained on. Codes are f(x) of clean
// rows; they are computed when rows are read. The error tells that the data do not suit
// the model.
func (m *Model[T]) Encoded(data tensorio.Dataset[T]) (tensorio.Dataset[T], error) {
	if err := m.ready("columns", data.Width(), m.Inputs()); err != nil {
		return nil, err
	}
	if err := m.CheckColumns(data.Columns()); err != nil {
		return nil, err
	}
	return encoded[T]{data, m}, nil
}

type encoded[T kernels.Float] struct {
	tensorio.Dataset[T] // of the rows
	model               *Model[T]
}

func (e encoded[T]) Width() int            { return e.model.CodeSize() }
func (e encoded[T]) Columns() []string     { return nil }
func (e encoded[T]) Image() tensorio.Image { return tensorio.Image{} }

// ReadRows implements tensorio.Dataset.
func (e encoded[T]) ReadRows(dst kernels.Matrix[T], start int) error {
	if dst.Cols != e.Width() {
		return fmt.Errorf("ReadRows: the matrix has %d columns, the codes %d", dst.Cols, e.Width())
	}
	if start < 0 || start > e.Len()-dst.Rows {
		return fmt.Errorf("ReadRows: %d rows from index %d, the data has %d", dst.Rows, start, e.Len())
	}
	x := kernels.NewMatrix[T](min(blockRows, dst.Rows), e.model.Inputs())
	for lo := 0; lo < dst.Rows; lo += blockRows {
		hi := min(lo+blockRows, dst.Rows)
		x := x.RowRange(0, hi-lo)
		if err := e.Dataset.ReadRows(x, start+lo); err != nil {
			return err
		}
		for i := range x.Rows {
			if err := checkFinite(e.Dataset, start+lo+i, x.Row(i)); err != nil {
				return err
			}
		}
		h, err := e.model.Encode(x)
		if err != nil {
			return err
		}
		copyRows(dst.RowRange(lo, hi), h)
	}
	return nil
}
