package cases

import (
	"math/rand/v2"

	"github.com/lamina-go/lamina/kernels"
)

// uniform returns n values in [lo, hi), the same in every run.
func uniform[T kernels.Float](n int, lo, hi float64) []T {
	r := rand.New(rand.NewPCG(1, uint64(n)))
	x := make([]T, n)
	for i := range x {
		x[i] = T(lo + (hi-lo)*r.Float64())
	}
	return x
}

func uniformMatrix[T kernels.Float](rows, cols int) kernels.Matrix[T] {
	return kernels.Matrix[T]{Rows: rows, Cols: cols, Stride: cols, Data: uniform[T](rows*cols, -1, 1)}
}
