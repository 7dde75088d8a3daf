package nn

import "github.com/lamina-go/lamina/kernels"

// SGD is gradient descent with momentum μ: buf = μ·buf + g, p = p − lr·buf
// (Polyak 1964, in the form of Sutskever et al. 2013 with lr outside the sum).
type SGD[T kernels.Float] struct {
	Momentum float64
	buf      []T
}

// Step is one step of gradient descent.
func (s *SGD[T]) Step(lr float64, p, g []T) {
	kernels.SGDStep(T(lr), T(s.Momentum), p, g, s.buf)
}
