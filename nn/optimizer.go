package nn

import (
	"fmt"
	"strings"

	"github.com/lamina-go/lamina/kernels"
)

// An Optimizer changes parameters along a gradient. It keeps its state in buffers
// of their length and allocates nothing per step.
type Optimizer[T kernels.Float] interface {
	// Step changes p by one step of rate lr along the gradient g. p and g have
	// the length that the optimiser was made for.
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
}

var optimizers = []string{"adam", "sgd"}

// Optimizers lists the kinds that NewOptimizer knows.
func Optimizers() []string { return append([]string(nil), optimizers...) }

// NewOptimizer returns an optimiser for n parameters. Errors name the field, its
// value and what was expected.
func NewOptimizer[T kernels.Float](s OptimizerSpec, n int) (Optimizer[T], error) {
	switch s.Kind {
	case "adam", "":
		return newAdam[T](s, n)
	case "sgd":
		if !(s.Momentum >= 0 && s.Momentum < 1) {
			return nil, fmt.Errorf("optimizer: momentum %v: expected 0 ≤ momentum < 1", s.Momentum)
		}
		return &SGD[T]{Momentum: s.Momentum, buf: make([]T, n)}, nil
	}
	return nil, fmt.Errorf("unknown optimizer %q: choose one of %s", s.Kind, strings.Join(optimizers, ", "))
}
