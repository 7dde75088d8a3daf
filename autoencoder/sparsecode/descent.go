package sparsecode

import (
	"github.com/lamina-go/lamina/kernels"
)

// descent is the workspace of block coordinate descent: one row at a time.
type descent[T kernels.Float] struct {
	b, q  kernels.Matrix[T] // blockRows×k: Dx + γf, and b − hG
	set   []int             // the active set, ascending
	marks marks[T]
	block block[T]
}

func newDescent[T kernels.Float](k int) *descent[T] {
	return &descent[T]{
		b: kernels.NewMatrix[T](blockRows, k), q: kernels.NewMatrix[T](blockRows, k),
		set: make([]int, 0, k), marks: newMarks[T](k),
	}
}

// sweeps is how many sweeps come before each block step. They find the active set,
// and where atoms are nearly orthogonal they are all that is needed; the block step
// is for those that are not.
const sweeps = 5

// greeds are the parts of ‖q‖∞ that a new coordinate must have in the first sweeps: small
// correlations with a row are mostly those of its large ones, and gone after these.
var greeds = [...]float64{0.7, 0.5, 0.3}

// greed is what |q| must be beyond, besides λ/2, for a coordinate to become active.
func greed[T kernels.Float](iteration int, q []T) T {
	if iteration >= len(greeds) {
		return 0
	}
	return T(T(greeds[iteration]) * largest(q))
}

func (w *descent[T]) solve(c *Coder[T], p problem[T]) {
	n := p.x.Rows
	b, q := w.b.RowRange(0, n), w.q.RowRange(0, n)
	kernels.Gemm(false, true, 1, p.x, c.atoms, 0, b)
	for i := range p.f.Rows {
		kernels.Axpy(c.gamma, p.f.Row(i), b.Row(i))
	}
	for i := range n {
		copy(q.Row(i), b.Row(i))
	}
	if !allZero(p.h) {
		kernels.Gemm(false, false, -1, p.h, c.gram, 1, q)
	}
	for i := range n {
		norm := kernels.Dot(p.x.Row(i), p.x.Row(i))
		if p.f.Rows > 0 {
			norm += T(c.gamma * kernels.Dot(p.f.Row(i), p.f.Row(i)))
		}
		cert := w.row(c, p.h.Row(i), b.Row(i), q.Row(i), norm)
		if p.certs != nil {
			p.certs[i] = cert
		}
	}
}

// row descends on one row, whose q is b − hG.
func (w *descent[T]) row(c *Coder[T], h, b, q []T, norm T) Certificate {
	o := &c.options
	floor := T(T(64*epsilon[T]()*epsilon[T]()) * norm)
	gain := T(0) // of the objective since the last block step
	for iterations := 0; ; iterations++ {
		// ‖[x − hD; √γ(f − h)]‖² = ‖[x; √γ f]‖² − h(b + q)
		hq := kernels.Dot(h, q)
		residual := max(0, norm-kernels.Dot(h, b)-hq)
		gap := relativeGap(c.lambda, kernels.Asum(h), hq, q, residual, norm)
		round := iterations % (sweeps + 1)
		// A round that gains nothing but rounding errors is the last one.
		if gap <= margin*o.Tolerance || iterations == o.MaxIterations || round == sweeps && gain <= floor {
			cert := certificate(c.lambda, h, q, residual, norm)
			cert.Iterations, cert.Reached = iterations, cert.Gap <= o.Tolerance
			return cert
		}
		if round < sweeps {
			if round == 0 {
				gain = 0
			}
			w.set = w.marks.active(w.set[:0], h, q, max(T(c.lambda/2), greed[T](iterations, q)))
			gain += c.sweep(h, q, w.set)
			continue
		}
		w.set = w.marks.support(w.set[:0], h)
		w.block.step(c, h, q, w.set)
		w.set = w.marks.support(w.set[:0], h)
		w.refresh(c, h, b, q)
	}
}

// sweep minimises over one coordinate of the set after another and returns Σ G_jj(Δh)²,
// which the objective falls by at least. q is kept to b − hG.
func (c *Coder[T]) sweep(h, q []T, set []int) (gain T) {
	half := T(c.lambda / 2) // fenced
	for _, j := range set {
		old, row := h[j], c.gram.Row(j)
		g := q[j] + T(old*row[j])
		v := T((g - max(-half, min(g, half))) * c.inv[j])
		if v != old {
			h[j] = v
			gain += T(T((v-old)*(v-old)) * row[j])
			kernels.Axpy(old-v, row, q)
		}
	}
	return gain
}

// refresh computes q = b − hG anew, which updates let drift.
func (w *descent[T]) refresh(c *Coder[T], h, b, q []T) {
	copy(q, b)
	for _, j := range w.set {
		kernels.Axpy(-h[j], c.gram.Row(j), q)
	}
}

func allZero[T kernels.Float](m kernels.Matrix[T]) bool {
	for i := range m.Rows {
		if kernels.Asum(m.Row(i)) != 0 {
			return false
		}
	}
	return true
}
