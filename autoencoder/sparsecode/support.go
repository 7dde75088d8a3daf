package sparsecode

import (
	"math/bits"

	"github.com/lamina-go/lamina/kernels"
)

// marks finds places in a code.
type marks[T kernels.Float] struct {
	a, b  []T // k
	words []uint64
}

func newMarks[T kernels.Float](k int) marks[T] {
	return marks[T]{make([]T, k), make([]T, k), make([]uint64, (k+63)/64)}
}

// support appends the places where h is not 0 to list, in ascending order.
func (m *marks[T]) support(list []int, h []T) []int {
	kernels.Abs(m.a, h)
	return m.places(list)
}

// active appends the places where h is not 0 or, with |q| > half, will not be.
func (m *marks[T]) active(list []int, h, q []T, half T) []int {
	kernels.SoftThreshold(half, m.a, q)
	kernels.Abs(m.a, m.a)
	kernels.Abs(m.b, h)
	kernels.Add(m.a, m.a, m.b)
	return m.places(list)
}

// places appends the places where a > 0.
func (m *marks[T]) places(list []int) []int {
	kernels.PackSigns(m.words, m.a)
	for i, w := range m.words {
		for ; w != 0; w &= w - 1 {
			list = append(list, 64*i+bits.TrailingZeros64(w))
		}
	}
	return list
}
