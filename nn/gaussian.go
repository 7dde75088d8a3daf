package nn

import (
	"math"

	"github.com/lamina-go/lamina/kernels"
)

// Gaussian is the likelihood of independent columns x ~ N(a, σ²) with a fixed
// variance, the parameters a being the means:
//
//	−log p(x|a) = ‖x − a‖²/(2σ²) + d/2·log(2πσ²)
//
// With σ² = ½ that is ‖x − a‖² + d/2·log π, the squared error of the textbooks.
type Gaussian[T kernels.Float] struct {
	everywhere[T]
	noDataConst[T]
	Variance float64
}

func (Gaussian[T]) Name() string       { return "gaussian" }
func (Gaussian[T]) Width(cols int) int { return cols }
func (Gaussian[T]) Density() bool      { return true }
func (Gaussian[T]) Mean(dst, a []T)    { copy(dst, a) }

// NegLog returns ‖x − a‖²/(2σ²) and writes scale·(a − x)/σ² to da.
func (l Gaussian[T]) NegLog(scale T, da, a, x []T) float64 {
	sum := kernels.SquaredErrorGrad(T(scale*T(1/l.Variance)), da, a, x)
	return float64(sum) / (2 * l.Variance)
}

const log2pi = 1.83787706640934548356065947281123527972279494727556682563430308 // OEIS A061444

// Const is d/2·log(2πσ²).
func (l Gaussian[T]) Const(cols int) float64 {
	return float64(float64(cols) / 2 * (log2pi + logOf(l.Variance)))
}

// Sample is a + σ·ε.
func (l Gaussian[T]) Sample(dst, a []T, r kernels.Philox, pos uint64) {
	kernels.Normal(r, dst, pos)
	kernels.Axpby(1, a, T(math.Sqrt(l.Variance)), dst)
}

// GaussianLearned is the likelihood of independent columns whose variances the
// decoder puts out as well, never below a floor, since a column that does not vary
// would send its variance to 0 and −log p to −∞. a is d means m and then d numbers v
// with σ² = Floor + e^v:
//
//	−log p(x|a) = Σ (log σ² + (x − m)²/σ²)/2 + d/2·log 2π
type GaussianLearned[T kernels.Float] struct {
	everywhere[T]
	noDataConst[T]
	Floor float64
}

func (GaussianLearned[T]) Name() string       { return "gaussian-learned" }
func (GaussianLearned[T]) Width(cols int) int { return 2 * cols }
func (GaussianLearned[T]) Density() bool      { return true }
func (GaussianLearned[T]) Mean(dst, a []T)    { copy(dst, a[:len(dst)]) }

// NegLog returns Σ (log σ² + (x − m)²/σ²)/2.
func (l GaussianLearned[T]) NegLog(scale T, da, a, x []T) float64 {
	d := len(x)
	return float64(kernels.GaussianFloorGrad(scale, T(l.Floor), da[:d], da[d:], a[:d], a[d:], x))
}

// Const is d/2·log 2π.
func (GaussianLearned[T]) Const(cols int) float64 { return float64(float64(cols) / 2 * log2pi) }

// Variance writes the variances σ² that a has to dst; dst may be the end of a.
func (l GaussianLearned[T]) Variance(dst, a []T) {
	kernels.Exp(dst, a[len(dst):])
	for i := range dst {
		dst[i] += T(l.Floor)
	}
}

// Sample is m + σ·ε.
func (l GaussianLearned[T]) Sample(dst, a []T, r kernels.Philox, pos uint64) {
	kernels.Normal(r, dst, pos)
	for i, v := range a[len(dst):] {
		dst[i] = a[i] + T(T(math.Sqrt(l.Floor+expOf(float64(v))))*dst[i])
	}
}

// logOf and expOf are the natural logarithm and e^x, with the same bits on every
// machine.
//
// They are not inlined: in a generic caller the array would go to the heap.
//
//go:noinline
func logOf(x float64) float64 {
	v := [1]float64{x}
	kernels.Log(v[:], v[:])
	return v[0]
}

//go:noinline
func expOf(x float64) float64 {
	v := [1]float64{x}
	kernels.Exp(v[:], v[:])
	return v[0]
}
