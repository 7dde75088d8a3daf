package nn

import (
	"math"

	"github.com/lamina-go/lamina/kernels"
)

// Poisson is the likelihood of independent counts, the parameters a being the
// logarithms of their rates:
//
//	−log p(x|a) = Σ e^a − x·a + log x!
type Poisson[T kernels.Float] struct{}

func (Poisson[T]) Name() string       { return "poisson" }
func (Poisson[T]) Width(cols int) int { return cols }
func (Poisson[T]) Const(int) float64  { return 0 }
func (Poisson[T]) Density() bool      { return false }
func (Poisson[T]) Domain() string     { return "counts, 0, 1, 2, …" }
func (Poisson[T]) Mean(dst, a []T)    { kernels.Exp(dst, a[:len(dst)]) }

// NegLog returns Σ e^a − x·a and writes scale·(e^a − x) to da.
func (Poisson[T]) NegLog(scale T, da, a, x []T) float64 {
	return float64(kernels.PoissonGrad(scale, da, a, x))
}

// DataConst is Σ log x!.
func (Poisson[T]) DataConst(x []T) float64 {
	sum := 0.0
	for _, v := range x {
		sum += logFactorial(float64(v))
	}
	return sum
}

// Support is Inside for 0, 1, 2, …
func (Poisson[T]) Support(x []T) (Support, int) {
	for i, v := range x {
		if !(v >= 0) || !finite(v) || math.Floor(float64(v)) != float64(v) {
			return Outside, i
		}
	}
	return Inside, 0
}

// Sample inverts the distribution function, counting outwards from the mode, so that
// it takes about √rate steps. A rate above 10¹² is returned itself.
func (Poisson[T]) Sample(dst, a []T, r kernels.Philox, pos uint64) {
	kernels.Uniform(r, dst, pos)
	for i, u := range dst {
		dst[i] = T(poissonAt(float64(u), float64(a[i])))
	}
}

// poissonAt is the count that the share u of a Poisson variable's probability goes
// to, when the mode comes first and then its neighbours above and below in turn.
func poissonAt(u, logRate float64) float64 {
	rate := expOf(logRate)
	if rate == 0 || !(rate < 1e12) {
		return rate
	}
	mode := math.Floor(rate)
	p := expOf(float64(mode*logRate) - rate - logFactorial(mode))
	up, down := p, p
	u -= p
	for step := 1.0; u >= 0 && up+down > 0; step++ {
		up = float64(up * (rate / (mode + step))) // rounded, so that u − up is not fused
		if u -= up; u < 0 {
			return mode + step
		}
		if step > mode {
			down = 0
			continue
		}
		down = float64(down * ((mode - step + 1) / rate))
		if u -= down; u < 0 {
			return mode - step
		}
	}
	return mode
}

// logFactorial is log n!, by the product or by Stirling's series (Abramowitz and
// Stegun 6.1.41), whose next term is below 10⁻¹⁴.
func logFactorial(n float64) float64 {
	if n < 20 {
		f := 1.0
		for k := 2.0; k <= n; k++ {
			f *= k
		}
		return logOf(f)
	}
	l, s := logOf(n), 1/(n*n)
	series := 1.0/12 - float64(s*(1.0/360-float64(s*(1.0/1260-float64(s*(1.0/1680))))))
	return float64((n+0.5)*l) - n + log2pi/2 + series/n
}
