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
// name.
type Bernoulli[T kernels.Float] struct{}

func (Bernoulli[T]) Name() string       { return "bernoulli" }
func (Bernoulli[T]) Width(cols int) int { return cols }
func (Bernoulli[T]) Const(int) float64  { return 0 }
func (Bernoulli[T]) Density() bool      { return false }
func (Bernoulli[T]) Mean(dst, a []T)    { kernels.Sigmoid(dst, a) }

// NegLog returns Σ softplus(a) − x·a and writes scale·(sigmoid(a) − x) to da.
func (Bernoulli[T]) NegLog(scale T, da, a, x []T) float64 {
	return float64(kernels.BernoulliGrad(scale, da, a, x))
}

// Support is Inside for 0 and 1, CrossEntropy between them.
func (Bernoulli[T]) Support(x T) Support {
	switch {
	case x == 0 || x == 1:
		return Inside
	case x > 0 && x < 1:
		return CrossEntropy
	}
	return Outside
}
