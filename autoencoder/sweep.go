package autoencoder

import (
	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
)

// A stepper says what a backward pass does besides gradients: layers take the
// optimiser's step with theirs while these are in the cache, and what is ahead is done
// beside the last layer. Begin has been called.
type stepper[T kernels.Float] struct {
	opt   nn.Optimizer[T] // nil for no step
	ahead *preparation[T] // of the next block; nil for none
}

// steps tells whether layers take steps. A nil stepper has nothing to say.
func (s *stepper[T]) steps() bool { return s != nil && s.opt != nil }

// A sweepTask is one layer's backward pass, and what is ahead, in parts that may run at
// once.
type sweepTask[T kernels.Float] struct {
	layer nn.Dense[T]
	pass  nn.Backward[T]
	parts int // of the layer
	ahead *preparation[T]
	task  *kernels.Task
}

func newSweepTask[T kernels.Float]() *sweepTask[T] {
	t := new(sweepTask[T])
	t.task = kernels.NewTask(func(i int) {
		// What is short comes in the middle, which is taken last, for cores to end
		// together.
		switch first, ahead := t.parts/2+1, t.aheadParts(); {
		case i < first:
			t.layer.BackwardPart(i, &t.pass)
		case i < first+ahead:
			t.ahead.part(i - first)
		default:
			t.layer.BackwardPart(i-ahead, &t.pass)
		}
	})
	return t
}

func (t *sweepTask[T]) aheadParts() int {
	if t.ahead == nil {
		return 0
	}
	return t.ahead.parts
}

// sweepWork is the number of multiplications, or what takes as long, from which a sweep
// is shared among cores.
const sweepWork = 1 << 20

// updateWork is how many multiplications take as long as one parameter's step.
const updateWork = 32

func (t *sweepTask[T]) run(layer nn.Dense[T], pass nn.Backward[T], ahead *preparation[T]) {
	t.layer, t.pass, t.parts, t.ahead = layer, pass, layer.BackwardParts(pass.DA.Rows), ahead
	parts, work := t.parts, pass.DA.Rows*layer.W.Len()
	if pass.DX.Rows > 0 {
		work *= 2
	}
	if pass.Weights != nil {
		work += updateWork * layer.W.Len()
	}
	if ahead != nil {
		parts += ahead.parts
		work += ahead.work()
	}
	if work < sweepWork {
		t.task.RunSerial(parts)
	} else {
		t.task.Run(parts)
	}
	t.pass, t.ahead = nn.Backward[T]{}, nil
}
