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
// With weight decay λ it is AdamW, p = p − lr·(m̂/(√v̂ + ε) + λp) (Loshchilov and
// Hutter 2019, algorithm 2).
//
// βᵗ is a running product in float64, not a power, so that it has the same bits
// on every machine.
type Adam[T kernels.Float] struct {
	beta1, beta2, eps float64
	decay             float64
	pow1, pow2        float64 // β₁ᵗ and β₂ᵗ
	m, v              []T
	step              kernels.AdamConfig[T] // that has begun
	all               wholeStep[T]
}

func newAdam[T kernels.Float](s OptimizerSpec, n int) (*Adam[T], error) {
	a := &Adam[T]{beta1: 0.9, beta2: 0.999, eps: 1e-8, decay: s.Decay, pow1: 1, pow2: 1}
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
	if !(a.eps > 0) || T(a.eps) == 0 || !finite(T(a.eps)) {
		return nil, fmt.Errorf("optimizer: epsilon %v: expected a positive, finite number in %T", a.eps, T(0))
	}
	state := make([]T, 2*n)
	a.m, a.v = state[:n:n], state[n:]
	a.all.init(a)
	return a, nil
}

// Begin begins a step.
func (a *Adam[T]) Begin(lr float64) {
	a.pow1 *= a.beta1
	a.pow2 *= a.beta2
	a.step = kernels.AdamConfig[T]{
		LR: T(lr), Beta1: T(a.beta1), Beta2: T(a.beta2), Eps: T(a.eps),
		C1: T(1 / (1 - a.pow1)), C2: T(1 / (1 - a.pow2)),
	}
}

// Update takes the step for the parameters from number first on.
func (a *Adam[T]) Update(first int, p, g []T, decay bool) {
	m, v := a.m[first:first+len(p)], a.v[first:first+len(p)]
	if decay && a.decay != 0 {
		kernels.AdamWStep(a.step, T(a.decay), p, g, m, v)
		return
	}
	kernels.AdamStep(a.step, p, g, m, v)
}

// Step is one step of Adam.
func (a *Adam[T]) Step(lr float64, p, g []T) {
	a.Begin(lr)
	a.all.run(p, g)
}
