package tensorio

import (
	"fmt"
	"slices"

	"github.com/lamina-go/lamina/kernels"
)

// subset shows some rows of another data set.
type subset[T kernels.Float] struct {
	base
	from    Dataset[T]
	indices []int
}

// Subset returns the rows of ds at indices (from 0), in that order, as a data
// set; an index may occur more than once. Nothing is copied but indices and
// labels, so it is how a held-out part is split off. It panics if an index is
// outside ds.
func Subset[T kernels.Float](ds Dataset[T], indices []int) Dataset[T] {
	for _, i := range indices {
		if i < 0 || i >= ds.Len() {
			panic(fmt.Sprintf("tensorio: Subset: index %d of %d rows", i, ds.Len()))
		}
	}
	info := Info{Columns: ds.Columns(), Image: ds.Image()}
	if all := ds.Labels(); all != nil {
		info.Labels = &Labels{Class: make([]int, len(indices)), Names: all.Names}
		for j, i := range indices {
			info.Labels.Class[j] = all.Class[i]
		}
	}
	return &subset[T]{base{len(indices), ds.Width(), info}, ds, slices.Clone(indices)}
}

// ReadRows implements Dataset. Consecutive indices are read as one range.
func (s *subset[T]) ReadRows(dst kernels.Matrix[T], start int) error {
	if err := checkRead(&s.base, dst, start); err != nil {
		return err
	}
	want := s.indices[start : start+dst.Rows]
	for lo := 0; lo < len(want); {
		hi := lo + 1
		for hi < len(want) && want[hi] == want[hi-1]+1 {
			hi++
		}
		if err := s.from.ReadRows(dst.RowRange(lo, hi), want[lo]); err != nil {
			return err
		}
		lo = hi
	}
	return nil
}
