package nn

import "github.com/lamina-go/lamina/kernels"

// SGD is gradient descent with momentum μ: buf = μ·buf + g, p = p − lr·buf
// (Polyak 1964, in the form of Sutskever et al. 2013 with lr outside the sum). Weight
// decay λ multiplies p by 1 − lr·λ first.
type SGD[T kernels.Float] struct {
	Momentum float64
	decay    float64
	buf      []T
	lr       float64
	all      wholeStep[T]
}

// Begin begins a step.
func (s *SGD[T]) Begin(lr float64) { s.lr = lr }

// Update takes the step for the parameters from number first on.
func (s *SGD[T]) Update(first int, p, g []T, decay bool) {
	if decay && s.decay != 0 {
		kernels.Scale(p, T(1-float64(s.lr*s.decay)), p)
	}
	kernels.SGDStep(T(s.lr), T(s.Momentum), p, g, s.buf[first:first+len(p)])
}

// Step is one step of gradient descent.
func (s *SGD[T]) Step(lr float64, p, g []T) {
	s.Begin(lr)
	s.all.run(p, g)
}
