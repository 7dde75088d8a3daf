package psd

import (
	"fmt"
	"math"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
)

// A DivergedError ends training when the objective or a parameter stops being a finite
// number.
type DivergedError struct {
	Epoch, Step int     // from 1; Step is 0 if it was after the epoch
	Objective   float64 // NaN or Inf
	// Where is what is not finite, the first in the order of computation: a parameter, as
	// Weights names it, the preprocessed rows, the predicted codes f(x), the codes, or the
	// residuals z − hD; or a term of the objective, whose sum is beyond the range.
	Where           string
	Kept, KeptSteps int // as in History
	// Parameter tells that the objective was finite and Objective is a parameter.
	Parameter bool
}

func (e *DivergedError) Error() string {
	what, place := "the objective", fmt.Sprintf("at step %d of epoch %d", e.Step, e.Epoch)
	if e.Parameter {
		what = "a parameter"
	}
	if e.Step == 0 {
		place = fmt.Sprintf("after epoch %d", e.Epoch)
	}
	return fmt.Sprintf("psd: %s became %v %s, first in %s: kept %s; a lower learning rate may help", what, e.Objective, place, e.Where, keptText(e.Kept, e.KeptSteps))
}

// keptText tells parameters that were kept.
func keptText(epoch, steps int) string {
	switch {
	case steps > 0:
		return fmt.Sprintf("the parameters after step %d of epoch %d", steps, epoch+1)
	case epoch > 0:
		return fmt.Sprintf("the parameters of epoch %d", epoch)
	}
	return "the initial parameters"
}

// blame names what is not finite in a batch whose objective is not: see
// DivergedError.Where.
func (m *Model[T]) blame(b *batch[T]) string {
	if name, _ := m.badParameter(); name != "" {
		return name
	}
	for _, p := range []struct {
		name string
		m    kernels.Matrix[T]
	}{{"the preprocessed rows", b.z}, {"the predicted codes", b.f}, {"the codes", b.h}, {"the residuals", b.r}} {
		for i := range p.m.Rows {
			for _, v := range p.m.Row(i) {
				if !finite(float64(v)) {
					return p.name
				}
			}
		}
	}
	return "a term of the objective"
}

// badParameter names the first tensor with a number that is not finite, and tells it.
func (m *Model[T]) badParameter() (name string, value float64) {
	for _, s := range m.layout.Slots() {
		for _, v := range nn.Vec(m.params, s) {
			if !finite(float64(v)) {
				return s.Name, float64(v)
			}
		}
	}
	return "", 0
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }
