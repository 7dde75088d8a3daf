package nn

import (
	"fmt"

	"github.com/lamina-go/lamina/kernels"
)

// Adam is the optimiser of Kingma and Ba 2015, algorithm 1:
//
//	m = β₁m + (1−β₁)g      m̂ = m/(1−β₁ᵗ)
//	v = β₂v + (1−β₂)g²     v̂ = v/(1−β₂ᵗ)
//	p = p − lr·m̂/(√v̂ + ε)
//
// βᵗ is a running product in float64, not a power, so that it has the same bits
// on every machine.
type Adam[T kernels.Float] struct {
	beta1, beta2, eps float64
	pow1, pow2        float64 // β₁ᵗ and β₂ᵗ
	m, v              []T
}

func newAdam[T kernels.Float](s OptimizerSpec, n int) (*Adam[T], error) {
	a := &Adam[T]{beta1: 0.9, beta2: 0.999, eps: 1e-8, pow1: 1, pow2: 1}
	if s.Beta1 != 0 {
		a.beta1 = s.Beta1
	}
	if s.Beta2 != 0 {
		a.beta2 = s.Beta2
	}
	if s.Epsilon != 0 {
		a.eps = s.Epsilon
	}
	for _, b := range []struct {
		name  string
		value float64
	}{{"beta1", a.beta1}, {"beta2", a.beta2}} {
		if !(b.value > 0 && b.value < 1) || T(b.value) == 1 {
			return nil, fmt.Errorf("optimizer: %s %v: expected 0 < %s < 1", b.name, b.value, b.name)
		}
	}
	if !(a.eps > 0) || T(a.eps) == 0 || !finite(a.eps) {
		return nil, fmt.Errorf("optimizer: epsilon %v: expected a positive number", a.eps)
	}
	state := make([]T, 2*n)
	a.m, a.v = state[:n:n], state[n:]
	return a, nil
}

// Step is one step of Adam.
func (a *Adam[T]) Step(lr float64, p, g []T) {
	a.pow1 *= a.beta1
	a.pow2 *= a.beta2
	kernels.AdamStep(kernels.AdamConfig[T]{
		LR: T(lr), Beta1: T(a.beta1), Beta2: T(a.beta2), Eps: T(a.eps),
		C1: T(1 / (1 - a.pow1)), C2: T(1 / (1 - a.pow2)),
	}, p, g, a.m, a.v)
}
