package psd

import (
	"math"

	"github.com/lamina-go/lamina/kernels"
)

// statistics are HᵀH and HᵀZ over the rows so far, of which the older count less and
// less: all that the best dictionary for these codes depends on (Mairal, Bach, Ponce and
// Sapiro 2010, algorithm 2).
type statistics[T kernels.Float] struct {
	a, b kernels.Matrix[T] // k×k and k×m
	v    kernels.Matrix[T] // atomBlock×m
	old  []T               // m
}

func newStatistics[T kernels.Float](k, m int) *statistics[T] {
	return &statistics[T]{kernels.NewMatrix[T](k, k), kernels.NewMatrix[T](k, m), kernels.NewMatrix[T](atomBlock, m), make([]T, m)}
}

// add takes a batch of codes and rows in. keep is what the older rows count now.
func (s *statistics[T]) add(h, z kernels.Matrix[T], keep T) {
	kernels.Gemm(true, false, 1, h, h, keep, s.a)
	kernels.Gemm(true, false, 1, h, z, keep, s.b)
}

// atomBlock is how many atoms share a product in update.
const atomBlock = 16

// update minimises the statistics' ‖Z − HD‖² over one unit atom after another, which
// is exact: with the others fixed, the best atom j is v/‖v‖, v = B_j − Σ_{i≠j} A_ji d_i.
// The statistics' error never rises. Atoms that no code uses are left alone and listed.
func (s *statistics[T]) update(d kernels.Matrix[T]) (unused []int) {
	for lo := 0; lo < d.Rows; lo += atomBlock {
		hi := min(lo+atomBlock, d.Rows)
		v := s.v.RowRange(0, hi-lo)
		for i := range v.Rows {
			copy(v.Row(i), s.b.Row(lo+i))
		}
		kernels.Gemm(false, false, -1, s.a.RowRange(lo, hi), d, 1, v)
		for j := lo; j < hi; j++ {
			atom, best, uses := d.Row(j), v.Row(j-lo), s.a.Row(j)[j]
			kernels.Axpy(uses, atom, best)
			norm := kernels.Nrm2(best)
			if !(uses > 0) || !(norm > 0) {
				unused = append(unused, j)
				continue
			}
			copy(s.old, atom)
			kernels.Scale(atom, 1/norm, best)
			kernels.Sub(s.old, atom, s.old) // its change
			for l := j + 1; l < hi; l++ {
				kernels.Axpy(-s.a.Row(l)[j], s.old, v.Row(l-lo))
			}
		}
	}
	return unused
}

// normalise projects atoms to unit length. Those whose square is beyond the range of
// T are not finite, and training ends.
func normalise[T kernels.Float](d kernels.Matrix[T]) { kernels.NormalizeRows(d, d) }

// replace gives unused atoms the directions of the rows that are reconstructed worst,
// and returns how many got one.
func replace[T kernels.Float](d kernels.Matrix[T], unused []int, b *batch[T]) int {
	taken := make([]bool, b.r.Rows)
	errors := make([]float64, b.r.Rows)
	for i := range errors {
		errors[i] = float64(kernels.Dot(b.r.Row(i), b.r.Row(i)))
	}
	for n, j := range unused {
		worst := -1
		for i, e := range errors {
			if !taken[i] && e > 0 && (worst < 0 || e > errors[worst]) {
				worst = i
			}
		}
		if worst < 0 {
			return n
		}
		taken[worst] = true
		row := b.r.Row(worst)
		kernels.Scale(d.Row(j), T(1/math.Sqrt(errors[worst])), row)
	}
	return len(unused)
}
