package cases

import (
	"github.com/lamina-go/lamina/kernels"
	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas32"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"
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

func vector32(x []float32) blas32.Vector { return blas32.Vector{N: len(x), Data: x, Inc: 1} }
func vector64(x []float64) blas64.Vector { return blas64.Vector{N: len(x), Data: x, Inc: 1} }

var gonum32Operations = map[string]operationFunc[float32]{
	"axpy": func(d, x, _, _ []float32) { blas32.Axpy(alpha, vector32(x), vector32(d)) },
}

var gonum64Operations = map[string]operationFunc[float64]{
	"axpy":  func(d, x, _, _ []float64) { blas64.Axpy(alpha, vector64(x), vector64(d)) },
	"add":   func(d, x, y, _ []float64) { floats.AddTo(d, x, y) },
	"sub":   func(d, x, y, _ []float64) { floats.SubTo(d, x, y) },
	"mul":   func(d, x, y, _ []float64) { floats.MulTo(d, x, y) },
	"div":   func(d, x, y, _ []float64) { floats.DivTo(d, x, y) },
	"scale": func(d, x, _, _ []float64) { floats.ScaleTo(d, beta, x) },
}

var gonum32Folds = map[string]foldFunc[float32]{
	"dot":  func(x, y []float32) float32 { return blas32.Dot(vector32(x), vector32(y)) },
	"asum": func(x, _ []float32) float32 { return blas32.Asum(vector32(x)) },
	"nrm2": func(x, _ []float32) float32 { return blas32.Nrm2(vector32(x)) },
}

var gonum64Folds = map[string]foldFunc[float64]{
	"dot":             func(x, y []float64) float64 { return blas64.Dot(vector64(x), vector64(y)) },
	"asum":            func(x, _ []float64) float64 { return blas64.Asum(vector64(x)) },
	"nrm2":            func(x, _ []float64) float64 { return blas64.Nrm2(vector64(x)) },
	"sum":             func(x, _ []float64) float64 { return floats.Sum(x) },
	"squareddistance": func(x, y []float64) float64 { d := floats.Distance(x, y, 2); return d * d },
	"mean":            func(x, _ []float64) float64 { return stat.Mean(x, nil) },
	"variance":        func(x, _ []float64) float64 { return stat.PopVariance(x, nil) },
	"min":             func(x, _ []float64) float64 { return floats.Min(x) },
	"max":             func(x, _ []float64) float64 { return floats.Max(x) },
	"argmax":          func(x, _ []float64) float64 { return float64(floats.MaxIdx(x)) },
	"logsumexp":       func(x, _ []float64) float64 { return floats.LogSumExp(x) },
}
