package nn

import "github.com/lamina-go/lamina/kernels"

// Gaussian is the likelihood of independent columns x ~ N(a, σ²) with a fixed
// variance, the parameters a being the means:
//
//	−log p(x|a) = ‖x − a‖²/(2σ²) + d/2·log(2πσ²)
//
// With σ² = ½ that is ‖x − a‖² + d/2·log π, the squared error of the textbooks.
type Gaussian[T kernels.Float] struct {
	Variance float64
}

func (Gaussian[T]) Name() string       { return "gaussian" }
func (Gaussian[T]) Width(cols int) int { return cols }
func (Gaussian[T]) Support(T) Support  { return Inside }
func (Gaussian[T]) Density() bool      { return true }
func (Gaussian[T]) Mean(dst, a []T)    { copy(dst, a) }

// NegLog returns ‖x − a‖²/(2σ²) and writes scale·(a − x)/σ² to da.
func (l Gaussian[T]) NegLog(scale T, da, a, x []T) float64 {
	sum := kernels.SquaredErrorGrad(T(scale*T(1/l.Variance)), da, a, x)
	return float64(sum) / (2 * l.Variance)
}

// Const is d/2·log(2πσ²).
func (l Gaussian[T]) Const(cols int) float64 {
	const log2pi = 1.83787706640934548356065947281123527972279494727556682563430308 // OEIS A061444
	return float64(float64(cols) / 2 * (log2pi + logOf(l.Variance)))
}

// logOf is the natural logarithm, with the same bits on every machine.
func logOf(x float64) float64 {
	v := [1]float64{x}
	kernels.Log(v[:], v[:])
	return v[0]
}
