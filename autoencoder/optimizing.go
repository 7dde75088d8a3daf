package autoencoder

import (
	"strings"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
)

// optimizing takes steps with a network's parameters.
//
// Where every gradient is complete with one layer's products, layers take their step
// while these are in the cache. Otherwise all gradients are computed first.
type optimizing[T kernels.Float] struct {
	net     *network[T]
	opt     nn.Optimizer[T]
	grads   []T // nil if not needed
	stepper stepper[T]
	whole   bool // all gradients first

	p      []T
	ranges []paramRange
	task   *kernels.Task // over ranges
}

// A paramRange is a part of one tensor.
type paramRange struct {
	lo, hi int
	decay  bool // weights decay, biases do not
}

// rangeElements is how many parameters a range has: with gradient and moments, they
// fit into half of a small L2.
const rangeElements = 32 << 10

// newOptimizing plans steps of all parameters but the first fixed ones.
func newOptimizing[T kernels.Float](n *network[T], opt nn.Optimizer[T], fixed int) *optimizing[T] {
	o := &optimizing[T]{net: n, opt: opt, stepper: stepper[T]{opt: opt}, whole: n.reach == reachAll}
	if o.whole || n.needsGradients() {
		o.grads = make([]T, n.layout.Size())
	}
	for _, s := range n.layout.Slots() {
		for lo, end := max(s.Offset, fixed), s.Offset+s.Len(); lo < end; lo += rangeElements {
			o.ranges = append(o.ranges, paramRange{lo, min(lo+rangeElements, end), !strings.HasSuffix(s.Name, ".bias")})
		}
	}
	o.task = kernels.NewTask(func(i int) {
		r := o.ranges[i]
		o.opt.Update(r.lo, o.p[r.lo:r.hi], o.grads[r.lo:r.hi], r.decay)
	})
	return o
}

// take follows net.forward: it takes a step of rate lr with p, prepares what is ahead,
// and returns Ω.
func (o *optimizing[T]) take(lr float64, p []T, ws *workspace[T], ahead *preparation[T]) (omega float64) {
	o.opt.Begin(lr)
	if !o.whole {
		o.stepper.ahead = ahead
		return o.net.backward(p, o.grads, ws, &o.stepper)
	}
	omega = o.net.backward(p, o.grads, ws, nil)
	o.p = p
	o.task.Run(len(o.ranges))
	if ahead != nil {
		ahead.task.Run(ahead.parts)
	}
	return omega
}
