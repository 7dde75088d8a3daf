package cases

import (
	"github.com/lamina-go/lamina/kernels"
	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas32"
	"gonum.org/v1/gonum/blas/blas64"
)

// gonum's BLAS, as it comes.

func trans(t bool) blas.Transpose {
	if t {
		return blas.Trans
	}
	return blas.NoTrans
}

func gonumGemm32(transA, transB bool, alpha float32, a, b kernels.Matrix[float32], beta float32, c kernels.Matrix[float32]) {
	blas32.Gemm(trans(transA), trans(transB), alpha, general32(a), general32(b), beta, general32(c))
}

// general32 is no conversion as blas64's is: blas32.General has its fields in
// another order.
func general32(m kernels.Matrix[float32]) blas32.General {
	return blas32.General{Rows: m.Rows, Cols: m.Cols, Stride: m.Stride, Data: m.Data}
}

func gonumGemm64(transA, transB bool, alpha float64, a, b kernels.Matrix[float64], beta float64, c kernels.Matrix[float64]) {
	blas64.Gemm(trans(transA), trans(transB), alpha, blas64.General(a), blas64.General(b), beta, blas64.General(c))
}

var gonum32 = vectorFuncs[float32]{
	dot: func(x, y []float32) float32 {
		return blas32.Dot(blas32.Vector{N: len(x), Data: x, Inc: 1}, blas32.Vector{N: len(y), Data: y, Inc: 1})
	},
	axpy: func(alpha float32, x, y []float32) {
		blas32.Axpy(alpha, blas32.Vector{N: len(x), Data: x, Inc: 1}, blas32.Vector{N: len(y), Data: y, Inc: 1})
	},
}

var gonum64 = vectorFuncs[float64]{
	dot: func(x, y []float64) float64 {
		return blas64.Dot(blas64.Vector{N: len(x), Data: x, Inc: 1}, blas64.Vector{N: len(y), Data: y, Inc: 1})
	},
	axpy: func(alpha float64, x, y []float64) {
		blas64.Axpy(alpha, blas64.Vector{N: len(x), Data: x, Inc: 1}, blas64.Vector{N: len(y), Data: y, Inc: 1})
	},
}
