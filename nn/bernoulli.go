package nn

import "github.com/lamina-go/lamina/kernels"

// Bernoulli is the likelihood of independent binary columns whose parameters a
// are logits, P(x = 1) = sigmoid(a):
//
//	−log p(x|a) = Σ softplus(a) − x·a
//
// It is an exact log-likelihood for x in {0, 1} only. For grey values strictly
// between, the same expression is a cross-entropy and not the logarithm of any
// density of x; Support tells the two apart, and reports should call it by its
// name. ContinuousBernoulli is a density of grey values.
type Bernoulli[T kernels.Float] struct{ noDataConst[T] }

func (Bernoulli[T]) Name() string       { return "bernoulli" }
func (Bernoulli[T]) Width(cols int) int { return cols }
func (Bernoulli[T]) Const(int) float64  { return 0 }
func (Bernoulli[T]) Density() bool      { return false }
func (Bernoulli[T]) Domain() string     { return "values from 0 to 1" }
func (Bernoulli[T]) Mean(dst, a []T)    { kernels.Sigmoid(dst, a[:len(dst)]) }

// NegLog returns Σ softplus(a) − x·a and writes scale·(sigmoid(a) − x) to da.
func (Bernoulli[T]) NegLog(scale T, da, a, x []T) float64 {
	return float64(kernels.BernoulliGrad(scale, da, a, x))
}

// Sample is 1 with probability sigmoid(a).
func (Bernoulli[T]) Sample(dst, a []T, r kernels.Philox, pos uint64) {
	kernels.Uniform(r, dst, pos)
	var p [1]T
	for i, u := range dst {
		kernels.Sigmoid(p[:], a[i:i+1])
		dst[i] = 0
		if u < p[0] {
			dst[i] = 1
		}
	}
}

// Support is Inside for 0 and 1, CrossEntropy between them.
func (Bernoulli[T]) Support(x []T) (Support, int) {
	worst, at := Inside, 0
	for i, v := range x {
		switch {
		case v == 0 || v == 1:
		case v > 0 && v < 1:
			if worst == Inside {
				worst, at = CrossEntropy, i
			}
		default:
			return Outside, i
		}
	}
	return worst, at
}

// ContinuousBernoulli is the likelihood of independent columns in [0, 1], such as
// grey values, that has the Bernoulli's form and is a density, with logits a:
//
//	p(x|a) = e^(ax)·a/(e^a − 1)        −log p(x|a) = Σ log((e^a − 1)/a) − x·a
//
// (Loaiza-Ganem and Cunningham 2019).
type ContinuousBernoulli[T kernels.Float] struct{ noDataConst[T] }

func (ContinuousBernoulli[T]) Name() string       { return "continuous-bernoulli" }
func (ContinuousBernoulli[T]) Width(cols int) int { return cols }
func (ContinuousBernoulli[T]) Const(int) float64  { return 0 }
func (ContinuousBernoulli[T]) Density() bool      { return true }
func (ContinuousBernoulli[T]) Domain() string     { return "values from 0 to 1" }

// Mean is 1/(1 − e^−a) − 1/a.
func (ContinuousBernoulli[T]) Mean(dst, a []T) {
	kernels.ContinuousBernoulliMean(dst, a[:len(dst)])
}

// NegLog returns Σ log((e^a − 1)/a) − x·a and writes scale·(E[x] − x) to da.
func (ContinuousBernoulli[T]) NegLog(scale T, da, a, x []T) float64 {
	return float64(kernels.ContinuousBernoulliGrad(scale, da, a, x))
}

// Sample inverts the distribution function, u = (e^(ax) − 1)/(e^a − 1); for a > 0,
// where e^a may overflow, that of 1 − x, whose logit is −a.
func (ContinuousBernoulli[T]) Sample(dst, a []T, r kernels.Philox, pos uint64) {
	kernels.Uniform(r, dst, pos)
	var v [1]float64
	for i, u := range dst {
		logit := float64(a[i])
		if logit == 0 {
			continue
		}
		low := -max(logit, -logit)
		v[0] = low
		kernels.Expm1(v[:], v[:])
		v[0] = float64(u) * v[0]
		kernels.Log1p(v[:], v[:])
		x := min(v[0]/low, 1)
		if logit > 0 {
			x = 1 - x
		}
		dst[i] = T(x)
	}
}

// Support is Inside from 0 to 1.
func (ContinuousBernoulli[T]) Support(x []T) (Support, int) {
	for i, v := range x {
		if !(v >= 0 && v <= 1) {
			return Outside, i
		}
	}
	return Inside, 0
}
