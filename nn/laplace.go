package nn

import "github.com/lamina-go/lamina/kernels"

// Laplace is the likelihood of independent columns with density
// e^(−|x − a|/b)/(2b), the parameters a being the medians:
//
//	−log p(x|a) = ‖x − a‖₁/b + d·log 2b
//
// so that few large errors count less than under a Gaussian.
type Laplace[T kernels.Float] struct {
	everywhere[T]
	noDataConst[T]
	Scale float64 // b
}

func (Laplace[T]) Name() string       { return "laplace" }
func (Laplace[T]) Width(cols int) int { return cols }
func (Laplace[T]) Density() bool      { return true }
func (Laplace[T]) Mean(dst, a []T)    { copy(dst, a) }

// NegLog returns ‖x − a‖₁/b and writes scale·sign(a − x)/b to da.
func (l Laplace[T]) NegLog(scale T, da, a, x []T) float64 {
	return float64(kernels.LaplaceGrad(T(scale*T(1/l.Scale)), da, a, x)) / l.Scale
}

// Const is d·log 2b.
func (l Laplace[T]) Const(cols int) float64 {
	return float64(float64(cols) * logOf(2*l.Scale))
}

// Sample inverts the distribution function.
func (l Laplace[T]) Sample(dst, a []T, r kernels.Philox, pos uint64) {
	kernels.Uniform(r, dst, pos)
	for i, u := range dst {
		// 0 < left ≤ 1: u is at most 1 less half an ulp.
		left, sign := 2*float64(u), -1.0
		if u >= 0.5 {
			left, sign = 2*(1-float64(u)), 1
		}
		dst[i] = a[i] - T(sign*float64(l.Scale*logOf(max(left, 0x1p-64))))
	}
}
