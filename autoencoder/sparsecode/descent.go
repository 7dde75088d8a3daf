package sparsecode

import (
	"github.com/lamina-go/lamina/kernels"
)

// descent is the workspace of block coordinate descent: one row at a time.
type descent[T kernels.Float] struct {
	b, q  kernels.Matrix[T] // blockRows×k: Dx + γf, and b − hG
	h, hg kernels.Matrix[T] // blockRows×k: starts, and their products with G
	dense []int             // which rows these are
	set   []int             // the active set, ascending
	marks marks[T]
	block block[T]
}

func newDescent[T kernels.Float](k int) *descent[T] {
	return &descent[T]{
		b: kernels.NewMatrix[T](blockRows, k), q: kernels.NewMatrix[T](blockRows, k),
		h: kernels.NewMatrix[T](blockRows, k), hg: kernels.NewMatrix[T](blockRows, k),
		dense: make([]int, 0, blockRows), set: make([]int, 0, k), marks: newMarks[T](k),
	}
}

// sweeps is how many sweeps come before each block step. They find the active set,
// and where atoms are nearly orthogonal they are all that is needed; the block step
// is for those that are not.
const sweeps = 8

// greed is the part of ‖q‖∞ that a new coordinate must have: while some correlations
// are far from settled, small ones are mostly those of large coordinates to come, and
// gone after these. A start from zero builds its active set up in some cheap sweeps; a
// good start needs none.
const greed = 0.65

func (w *descent[T]) solve(c *Coder[T], p problem[T]) {
	n := p.x.Rows
	if p.cancelled() {
		return
	}
	b, q := w.b.RowRange(0, n), w.q.RowRange(0, n)
	kernels.Gemm(false, true, 1, p.x, c.atoms, 0, b)
	for i := range p.f.Rows {
		kernels.Axpy(c.gamma, p.f.Row(i), b.Row(i))
	}
	w.start(c, p.h, b, q)
	for i := range n {
		if p.cancelled() {
			return
		}
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

// start sets q to b − hG. Rows of h that are mostly zero take their columns of G one
// after another, the others a product.
func (w *descent[T]) start(c *Coder[T], h, b, q kernels.Matrix[T]) {
	dense := w.dense[:0]
	for i := range h.Rows {
		w.set = w.marks.support(w.set[:0], h.Row(i))
		if len(w.set) > len(h.Row(i))/4 {
			copy(w.h.Row(len(dense)), h.Row(i))
			dense = append(dense, i)
			continue
		}
		w.refresh(c, h.Row(i), b.Row(i), q.Row(i))
	}
	if len(dense) == 0 {
		return
	}
	part := w.hg.RowRange(0, len(dense))
	kernels.Gemm(false, false, 1, w.h.RowRange(0, len(dense)), c.gram, 0, part)
	for l, i := range dense {
		kernels.Sub(q.Row(i), b.Row(i), part.Row(l))
	}
}

// row descends on one row, whose q is b − hG.
func (w *descent[T]) row(c *Coder[T], h, b, q []T, norm T) Certificate {
	o := &c.options
	floor := T(T(64*epsilon[T]()*epsilon[T]()) * norm)
	gain := T(0)            // of the objective since the last block step
	half := T(c.lambda / 2) // fenced
	for iterations := 0; ; iterations++ {
		round, top := iterations%(sweeps+1), largest(q)
		if iterations == o.MaxIterations || T(greed*top) <= half {
			// ‖[x − hD; √γ(f − h)]‖² = ‖[x; √γ f]‖² − h(b + q)
			hq := kernels.Dot(h, q)
			residual := max(0, norm-kernels.Dot(h, b)-hq)
			gap := relativeGap(c.lambda, kernels.Asum(h), hq, top, residual, norm)
			// A round that gains nothing but rounding errors is the last one.
			if gap <= margin*o.Tolerance || iterations == o.MaxIterations || round == sweeps && gain <= floor {
				cert := certificate(c.lambda, h, q, residual, norm)
				cert.Iterations, cert.Reached = iterations, cert.Gap <= o.Tolerance
				return cert
			}
		}
		if round < sweeps {
			if round == 0 {
				gain = 0
			}
			w.set = w.marks.active(w.set[:0], h, q, max(half, T(greed*top)))
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
