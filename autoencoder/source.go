package autoencoder

import (
	"context"
	"fmt"
	"math"
	"unsafe"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/tensorio"
)

// inMemory is how many bytes of data are kept in memory, scaled. Larger data sets
// are read again, row by row, whenever a batch needs them.
var inMemory uint64 = min(2<<30, math.MaxInt/4)

// blockRows is how many rows are read or computed at a time outside training. No
// result depends on it.
const blockRows = 256

// A source hands out the rows of a data set in any order, scaled.
type source[T kernels.Float] struct {
	data    tensorio.Dataset[T]
	rows    kernels.Matrix[T] // all rows if they fit in memory, else none
	scaling *Scaling[T]

	classes   []int     // per row, for a classifier; else nil
	constants []float64 // per row, what −log p has of it alone, after support; nil for none
}

// newSource reads the data once, refusing NaN and Inf, and a second time if the
// statistics need it. stats sees the rows of train, which are ascending.
func newSource[T kernels.Float](ctx context.Context, data tensorio.Dataset[T], train []int, kind string, known *Scaling[T]) (*source[T], *columnStats[T], error) {
	s := &source[T]{data: data}
	n, d := data.Len(), data.Width()
	var zero T
	if uint64(n) <= inMemory/uint64(unsafe.Sizeof(zero))/uint64(d) {
		s.rows = kernels.NewMatrix[T](n, d)
	}
	stats := newColumnStats[T](d)
	next := train
	each := func(f func([]T)) func(int, []T) error {
		next = train
		return func(i int, row []T) error {
			if len(next) > 0 && next[0] == i {
				next = next[1:]
				f(row)
			}
			return nil
		}
	}
	add := each(stats.add)
	err := s.scan(ctx, true, func(i int, row []T) error {
		if err := checkFinite(data, i, row); err != nil {
			return err
		}
		return add(i, row)
	})
	if err == nil && known == nil && kind == "standard" {
		err = s.scan(ctx, false, each(stats.addSquares))
	}
	if err != nil {
		return nil, nil, err
	}
	s.scaling = known
	if known == nil {
		if s.scaling, err = stats.scaling(kind); err != nil {
			return nil, nil, err
		}
	}
	for i := range s.rows.Rows {
		s.scaling.apply(s.rows.Row(i), s.rows.Row(i))
	}
	s.scaling.apply(stats.low, stats.low)
	s.scaling.apply(stats.high, stats.high)
	return s, stats, nil
}

// scan calls f for every row in order, in the data's units. The first scan fills
// the memory, if there is any; later ones read from it.
func (s *source[T]) scan(ctx context.Context, first bool, f func(i int, row []T) error) error {
	rows := func(lo int, tile kernels.Matrix[T]) error {
		for i := range tile.Rows {
			if err := f(lo+i, tile.Row(i)); err != nil {
				return err
			}
		}
		return nil
	}
	switch {
	case s.rows.Rows == 0:
		return eachRead(ctx, s.data, kernels.NewMatrix[T](blockRows, s.data.Width()), rows)
	case first:
		return eachRead(ctx, s.data, s.rows, rows)
	}
	return rows(0, s.rows)
}

// eachRead reads the data set block by block and calls f with each. buf is either
// one block, which is used again and again, or has a place for every row.
func eachRead[T kernels.Float](ctx context.Context, data tensorio.Dataset[T], buf kernels.Matrix[T], f func(lo int, x kernels.Matrix[T]) error) error {
	n := data.Len()
	for lo := 0; lo < n; lo += blockRows {
		if err := ctx.Err(); err != nil {
			return err
		}
		hi, at := min(lo+blockRows, n), 0
		if buf.Rows == n {
			at = lo
		}
		tile := buf.RowRange(at, at+hi-lo)
		if err := data.ReadRows(tile, lo); err != nil {
			return err
		}
		if err := f(lo, tile); err != nil {
			return err
		}
	}
	return nil
}

// gather fills dst with the scaled rows of those indices.
func (s *source[T]) gather(dst kernels.Matrix[T], rows []int) error {
	for i, r := range rows {
		if s.rows.Rows > 0 {
			copy(dst.Row(i), s.rows.Row(r))
			continue
		}
		if err := s.data.ReadRows(dst.RowRange(i, i+1), r); err != nil {
			return err
		}
		s.scaling.apply(dst.Row(i), dst.Row(i))
	}
	return nil
}

// constant is the sum of the rows' constants.
func (s *source[T]) constant(rows []int) float64 {
	sum := 0.0
	if s.constants != nil {
		for _, r := range rows {
			sum += s.constants[r]
		}
	}
	return sum
}

// checkFinite refuses NaN and Inf, naming the place as people count, from 1.
func checkFinite[T kernels.Float](data tensorio.Dataset[T], i int, row []T) error {
	for j, v := range row {
		if !finite(v) {
			return fmt.Errorf("row %d, %s is %v: expected a finite number", i+1, columnName(data.Columns(), j), v)
		}
	}
	return nil
}

func columnName(names []string, j int) string {
	if j < len(names) {
		return fmt.Sprintf("column %d (%s)", j+1, names[j])
	}
	return fmt.Sprintf("column %d", j+1)
}
