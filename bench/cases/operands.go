package cases

import "github.com/lamina-go/lamina/kernels"

// operands returns A and B, as they are stored, and a C for their product.
func operands[T kernels.Float](s shape) (a, b, c kernels.Matrix[T]) {
	a, b = uniformMatrix[T](s.m, s.k), uniformMatrix[T](s.k, s.n)
	if s.transA {
		a = uniformMatrix[T](s.k, s.m)
	}
	if s.transB {
		b = uniformMatrix[T](s.n, s.k)
	}
	return a, b, kernels.NewMatrix[T](s.m, s.n)
}
