package psd

import (
	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
)

// Objective is the mean per row of the three terms, in the space of the preprocessed
// rows.
type Objective struct {
	Reconstruction float64 `json:"reconstruction"` // ‖z − hD‖²
	Sparsity       float64 `json:"sparsity"`       // λ‖h‖₁
	Prediction     float64 `json:"prediction"`     // γ‖h − f(x)‖²
}

// Total is the objective.
func (o Objective) Total() float64 { return o.Reconstruction + o.Sparsity + o.Prediction }

func (o *Objective) add(p Objective, rows int) {
	o.Reconstruction += float64(p.Reconstruction * float64(rows))
	o.Sparsity += float64(p.Sparsity * float64(rows))
	o.Prediction += float64(p.Prediction * float64(rows))
}

func (o *Objective) divide(rows int) {
	n := float64(rows)
	o.Reconstruction, o.Sparsity, o.Prediction = o.Reconstruction/n, o.Sparsity/n, o.Prediction/n
}

// batch is the workspace of one mini-batch: B rows, m columns, k atoms.
type batch[T kernels.Float] struct {
	z, r      kernels.Matrix[T] // B×m: rows and residuals z − hD
	h, f      kernels.Matrix[T] // B×k: codes and predictions
	s, pre, d kernels.Matrix[T] // B×k: units, pre-activations and gradients
	spare     []T               // k
}

func newBatch[T kernels.Float](rows, m, k int) *batch[T] {
	b := &batch[T]{spare: make([]T, k)}
	for _, p := range []*kernels.Matrix[T]{&b.z, &b.r} {
		*p = kernels.NewMatrix[T](rows, m)
	}
	for _, p := range []*kernels.Matrix[T]{&b.h, &b.f, &b.s, &b.pre, &b.d} {
		*p = kernels.NewMatrix[T](rows, k)
	}
	return b
}

// use returns the workspace for the first n rows, in the same memory.
func (b *batch[T]) use(n int) *batch[T] { return b.rows(0, n) }

// rows returns the workspace of the rows from lo to hi, in the same memory.
func (b *batch[T]) rows(lo, hi int) *batch[T] {
	c := *b
	for _, p := range []*kernels.Matrix[T]{&c.z, &c.r, &c.h, &c.f, &c.s, &c.pre, &c.d} {
		*p = p.RowRange(lo, hi)
	}
	return &c
}

// forward computes units and predictions.
func (m *Model[T]) forward(b *batch[T]) {
	pre := kernels.Matrix[T]{}
	if m.config.Encoder == "shrink" {
		pre = b.pre
	}
	m.units(b.z, b.s, pre, b.spare)
	for i := range b.f.Rows {
		kernels.Mul(b.f.Row(i), b.s.Row(i), nn.Vec(m.params, m.slots.gain))
	}
}

// measure computes the residuals and the objective of codes h and predictions f.
func (m *Model[T]) measure(b *batch[T], h kernels.Matrix[T], lambda, gamma float64) (o Objective) {
	m.sum(&o, b, h, lambda, gamma)
	o.divide(h.Rows)
	return o
}

// sum computes the residuals, and adds the objective of each row to o.
func (m *Model[T]) sum(o *Objective, b *batch[T], h kernels.Matrix[T], lambda, gamma float64) {
	for i := range b.z.Rows {
		copy(b.r.Row(i), b.z.Row(i))
	}
	kernels.Gemm(false, false, -1, h, m.dictionary(), 1, b.r)
	for i := range h.Rows {
		o.Reconstruction += float64(kernels.Dot(b.r.Row(i), b.r.Row(i)))
		o.Sparsity += float64(lambda * float64(kernels.Asum(h.Row(i))))
		o.Prediction += float64(gamma * float64(kernels.SquaredDistance(h.Row(i), b.f.Row(i))))
	}
}

// gradient adds scale times the gradient of the rows' objectives by the parameters, the
// codes held fixed, to g, from what forward and measure left. Without dictionary that by
// D is left out.
func (m *Model[T]) gradient(b *batch[T], g []T, gamma, scale float64, dictionary bool) {
	if dictionary { // −2hᵀr
		kernels.Gemm(true, false, T(-2*scale), b.h, b.r, 1, nn.Mat(g, m.slots.dictionary))
	}
	gain, dGain := nn.Vec(m.params, m.slots.gain), nn.Vec(g, m.slots.gain)
	for i := range b.d.Rows {
		d := b.d.Row(i)
		kernels.Sub(d, b.f.Row(i), b.h.Row(i))
		kernels.Scale(d, T(2*gamma*scale), d)
		kernels.MulAdd(dGain, d, b.s.Row(i), dGain)
		kernels.Mul(d, d, gain)
	}
	squashGrad(m.config.Encoder, b.d, b.s, b.pre, b.spare)
	kernels.Gemm(true, false, 1, b.z, b.d, 1, nn.Mat(g, m.slots.weight))
	kernels.ColSums(nn.Vec(g, m.slots.bias), b.d)
}
