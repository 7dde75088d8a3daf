package nn

import (
	"fmt"
	"strings"

	"github.com/lamina-go/lamina/kernels"
)

// An Optimizer changes parameters along a gradient. It keeps its state in buffers
// of their length and allocates nothing per step.
//
// A step is one Begin and then, for every parameter, one Update. Updates of ranges
// that do not overlap may run at once, so that a layer can take its step while its
// gradient is still in the cache. How parameters are divided into ranges changes no
// bit.
type Optimizer[T kernels.Float] interface {
	// Begin begins a step of rate lr.
	Begin(lr float64)
	// Update takes the step for p, the parameters from number first on, along their
	// gradient g. decay tells whether weight decay, if there is any, applies to them.
	Update(first int, p, g []T, decay bool)
	// Step is Begin and Update of all parameters, decay included. p and g have the
	// length that the optimiser was made for.
	Step(lr float64, p, g []T)
}

// An OptimizerSpec names an optimiser and its constants. The zero value is Adam
// with the constants of its paper.
type OptimizerSpec struct {
	Kind     string  `json:"kind,omitempty"`     // adam (the default) or sgd
	Beta1    float64 `json:"beta1,omitempty"`    // adam; 0 means 0.9
	Beta2    float64 `json:"beta2,omitempty"`    // adam; 0 means 0.999
	Epsilon  float64 `json:"epsilon,omitempty"`  // adam; 0 means 1e-8
	Momentum float64 `json:"momentum,omitempty"` // sgd; 0 is plain gradient descent
	// Decay is λ ≥ 0 of decoupled weight decay, p = p − lr·λ·p beside the step
	// (Loshchilov and Hutter 2019): Adam with it is AdamW.
	Decay float64 `json:"decay,omitempty"`
}

var optimizers = []string{"adam", "sgd"}

// Optimizers lists the kinds that NewOptimizer knows.
func Optimizers() []string { return append([]string(nil), optimizers...) }

// NewOptimizer returns an optimiser for n parameters. Errors name the field, its
// value and what was expected.
func NewOptimizer[T kernels.Float](s OptimizerSpec, n int) (Optimizer[T], error) {
	if !(s.Decay >= 0) || !finite(T(s.Decay)) {
		return nil, fmt.Errorf("optimizer: decay %v: expected a finite weight decay of 0 or more", s.Decay)
	}
	switch s.Kind {
	case "adam", "":
		if s.Momentum != 0 {
			return nil, fmt.Errorf("optimizer: momentum %v: only sgd has one, adam has beta1", s.Momentum)
		}
		return newAdam[T](s, n)
	case "sgd":
		if s.Beta1 != 0 || s.Beta2 != 0 || s.Epsilon != 0 {
			return nil, fmt.Errorf("optimizer: beta1 %v, beta2 %v, epsilon %v: only adam has them, sgd has a momentum", s.Beta1, s.Beta2, s.Epsilon)
		}
		if !(s.Momentum >= 0 && s.Momentum < 1) || T(s.Momentum) == 1 {
			return nil, fmt.Errorf("optimizer: momentum %v: expected 0 ≤ momentum < 1", s.Momentum)
		}
		o := &SGD[T]{Momentum: s.Momentum, decay: s.Decay, buf: make([]T, n)}
		o.all.init(o)
		return o, nil
	}
	return nil, fmt.Errorf("unknown optimizer %q: choose one of %s", s.Kind, strings.Join(optimizers, ", "))
}

// updateRange is how many parameters a part of a shared step has: its slices fit
// into L2.
const updateRange = 32 << 10

// wholeStep updates all parameters of an optimiser, on all cores.
type wholeStep[T kernels.Float] struct {
	task *kernels.Task
	p, g []T
}

func (w *wholeStep[T]) init(o Optimizer[T]) {
	w.task = kernels.NewTask(func(i int) {
		lo, hi := i*updateRange, min((i+1)*updateRange, len(w.p))
		o.Update(lo, w.p[lo:hi], w.g[lo:hi], true)
	})
}

func (w *wholeStep[T]) run(p, g []T) {
	w.p, w.g = p, g
	w.task.Run((len(p) + updateRange - 1) / updateRange)
	w.p, w.g = nil, nil
}
