package tensorio

import (
	"fmt"

	"github.com/lamina-go/lamina/kernels"
)

// Dense is a data set in memory.
type Dense[T kernels.Float] struct {
	base
	m kernels.Matrix[T]
}

// NewDense returns m's rows as a data set that shares m's memory. It is an
// error if info does not fit m; the values are not looked at (see CheckFinite).
func NewDense[T kernels.Float](m kernels.Matrix[T], info Info) (*Dense[T], error) {
	if err := info.check(m.Rows, m.Cols); err != nil {
		return nil, fmt.Errorf("NewDense: %w", err)
	}
	return &Dense[T]{base{m.Rows, m.Cols, info}, m}, nil
}

// FromMatrix returns m's rows as a data set without labels or names. It shares
// m's memory.
func FromMatrix[T kernels.Float](m kernels.Matrix[T]) *Dense[T] {
	return &Dense[T]{base{rows: m.Rows, width: m.Cols}, m}
}

// ReadRows implements Dataset.
func (d *Dense[T]) ReadRows(dst kernels.Matrix[T], start int) error {
	if err := checkRead(&d.base, dst, start); err != nil {
		return err
	}
	for i := range dst.Rows {
		copy(dst.Row(i), d.m.Row(start+i))
	}
	return nil
}
