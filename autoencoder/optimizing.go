package autoencoder

import (
	"strings"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
)

// optimizing takes steps with a network's parameters.
//
// Where every gradient is complete with one layer's products, layers take their step
// while these are in the cache. Otherwise, and for clipping, all gradients are computed
// first.
type optimizing[T kernels.Float] struct {
	net     *network[T]
	opt     nn.Optimizer[T]
	grads   []T // of all parameters, or of the encoder's; nil if not needed
	stepper stepper[T]
	whole   bool    // all gradients first
	clip    float64 // greatest norm of the whole gradient, 0 for any

	p       []T
	ranges  []paramRange
	task    *kernels.Task // over ranges
	norms   []float64     // per range, of its gradient
	measure *kernels.Task // of norms, over ranges
	shrink  T             // what gradients are multiplied by
}

// A paramRange is a part of one tensor.
type paramRange struct {
	tensor string
	lo, hi int
	decay  bool // weights decay, biases do not
}

// rangeElements is how many parameters a range has: with gradient and moments, they
// fit into half of a small L2.
const rangeElements = 32 << 10

// newOptimizing plans steps of all parameters but the first fixed ones, with gradients
// whose norm is at most clip, if that is not 0.
func newOptimizing[T kernels.Float](n *network[T], opt nn.Optimizer[T], fixed int, clip float64) *optimizing[T] {
	o := &optimizing[T]{net: n, opt: opt, stepper: stepper[T]{opt: opt}, clip: clip, shrink: 1}
	if n.reach == reachAll || clip > 0 {
		o.gradientsFirst()
	} else {
		o.grads = make([]T, n.gradients())
	}
	for _, s := range n.layout.Slots() {
		for lo, end := max(s.Offset, fixed), s.Offset+s.Len(); lo < end; lo += rangeElements {
			o.ranges = append(o.ranges, paramRange{s.Name, lo, min(lo+rangeElements, end), !strings.HasSuffix(s.Name, ".bias")})
		}
	}
	o.norms = make([]float64, len(o.ranges))
	o.task, o.measure = kernels.NewTask(o.update), kernels.NewTask(o.rangeNorm)
	return o
}

// gradientsFirst has all gradients computed before the first parameter takes its step.
func (o *optimizing[T]) gradientsFirst() {
	o.whole, o.stepper.opt, o.grads = true, nil, make([]T, o.net.layout.Size())
}

// update takes the step for one range.
func (o *optimizing[T]) update(i int) {
	r := o.ranges[i]
	g := o.grads[r.lo:r.hi]
	if o.shrink != 1 {
		kernels.Scale(g, o.shrink, g)
	}
	o.opt.Update(r.lo, o.p[r.lo:r.hi], g, r.decay)
}

func (o *optimizing[T]) rangeNorm(i int) {
	r := o.ranges[i]
	o.norms[i] = float64(kernels.Nrm2(o.grads[r.lo:r.hi]))
}

// gradNorm is the norm of the whole gradient. Ranges do not depend on the number of
// cores, so neither does it.
func (o *optimizing[T]) gradNorm() float64 {
	o.measure.Run(len(o.ranges))
	return kernels.Nrm2(o.norms)
}

// blame is the tensor whose gradient was the first that is not finite, when gradNorm is
// not: gradients come from the last layer down.
func (o *optimizing[T]) blame() string {
	for i := len(o.norms) - 1; i >= 0; i-- {
		if !finite(o.norms[i]) {
			return o.ranges[i].tensor
		}
	}
	return "their sum" // of squares
}

// take follows net.forward: it takes a step of rate lr with p, prepares what is ahead,
// and returns Ω and, if gradients are clipped, their norm before that. If that is not
// finite, or clipping would leave nothing of the gradient, p stays as it is.
func (o *optimizing[T]) take(lr float64, p []T, ws *workspace[T], ahead *preparation[T]) (omega, norm float64) {
	o.opt.Begin(lr)
	o.stepper.ahead = ahead
	omega = o.net.backward(p, o.grads, ws, &o.stepper)
	if !o.whole {
		return omega, 0
	}
	if o.clip > 0 {
		norm = o.gradNorm()
		o.shrink = 1
		if norm > o.clip {
			o.shrink = T(o.clip / norm)
		}
		if !finite(norm) || o.shrink == 0 {
			return omega, norm
		}
	}
	o.p = p
	o.task.Run(len(o.ranges))
	return omega, norm
}
