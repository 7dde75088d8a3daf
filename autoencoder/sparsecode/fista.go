package sparsecode

import (
	"math"

	"github.com/lamina-go/lamina/kernels"
)

// fista is the workspace of a batch. The first live rows of each matrix are those
// that are not done.
type fista[T kernels.Float] struct {
	x, f     kernels.Matrix[T] // rows and predictions
	h, hd    kernels.Matrix[T] // codes and their products with D
	y, yd    kernels.Matrix[T] // the extrapolated codes
	next, nd kernels.Matrix[T]
	r, q     kernels.Matrix[T]
	rows     [blockRows]int     // of the problem
	t, l     [blockRows]float64 // the momentum's t and the row's Lipschitz constant
}

func newFista[T kernels.Float](k, d int) *fista[T] {
	w := new(fista[T])
	for _, m := range []*kernels.Matrix[T]{&w.f, &w.h, &w.y, &w.next, &w.q} {
		*m = kernels.NewMatrix[T](blockRows, k)
	}
	for _, m := range []*kernels.Matrix[T]{&w.x, &w.hd, &w.yd, &w.nd, &w.r} {
		*m = kernels.NewMatrix[T](blockRows, d)
	}
	return w
}

// checkEvery is how many iterations pass between two looks at the gap, which cost
// half an iteration.
const checkEvery = 3

func (w *fista[T]) solve(c *Coder[T], p problem[T]) {
	live := p.x.Rows
	for i := range live {
		copy(w.x.Row(i), p.x.Row(i))
		clear(w.f.Row(i))
		if p.f.Rows > 0 {
			copy(w.f.Row(i), p.f.Row(i))
		}
		copy(w.h.Row(i), p.h.Row(i))
		copy(w.y.Row(i), p.h.Row(i))
		w.rows[i], w.t[i], w.l[i] = i, 1, c.step
	}
	kernels.Gemm(false, false, 1, w.h.RowRange(0, live), c.atoms, 0, w.hd.RowRange(0, live))
	for i := range live {
		copy(w.yd.Row(i), w.hd.Row(i))
	}
	for iteration := 0; live > 0 && !p.cancelled(); iteration++ {
		if iteration%checkEvery == 0 || iteration == c.options.MaxIterations {
			live = w.retire(c, p, live, iteration)
		}
		if live > 0 {
			w.iterate(c, live)
		}
	}
}

// correlate computes q = D(x − m) for the live rows.
func (w *fista[T]) correlate(c *Coder[T], m kernels.Matrix[T], live int) {
	for i := range live {
		kernels.Sub(w.r.Row(i), w.x.Row(i), m.Row(i))
	}
	kernels.Gemm(false, true, 1, w.r.RowRange(0, live), c.atoms, 0, w.q.RowRange(0, live))
}

// iterate takes one step of every live row.
func (w *fista[T]) iterate(c *Coder[T], live int) {
	w.correlate(c, w.yd, live)
	for i := range live {
		q, y, next := w.q.Row(i), w.y.Row(i), w.next.Row(i)
		attract(c.gamma, y, w.f.Row(i), q)
		copy(next, y)
		kernels.Axpy(T(2/w.l[i]), q, next)
		kernels.SoftThreshold(T(float64(c.lambda)/w.l[i]), next, next)
	}
	kernels.Gemm(false, false, 1, w.next.RowRange(0, live), c.atoms, 0, w.nd.RowRange(0, live))
	for i := range live {
		w.accept(c, i)
	}
}

// accept makes row i's next code its code and extrapolates, unless its step was too
// long: then it goes back to its code, with a shorter one.
func (w *fista[T]) accept(c *Coder[T], i int) {
	h, hd, y, yd, next, nd := w.h.Row(i), w.hd.Row(i), w.y.Row(i), w.yd.Row(i), w.next.Row(i), w.nd.Row(i)
	// Step y − next and its image, in the place of y and yd.
	kernels.Sub(y, y, next)
	kernels.Sub(yd, yd, nd)
	moved := float64(kernels.Dot(y, y))
	image := float64(kernels.Dot(yd, yd)) + float64(float64(c.gamma)*moved)
	if image > float64(w.l[i]/2*moved)*(1+1e-5) {
		w.l[i] = max(2*w.l[i], 2*image/moved)
		w.t[i] = 1
		copy(y, h)
		copy(yd, hd)
		return
	}
	kernels.Sub(h, next, h) // the progress next − h
	kernels.Sub(hd, nd, hd)
	t := (1 + math.Sqrt(1+float64(4*w.t[i]*w.t[i]))) / 2
	// γ makes the objective 2γ-strongly convex, where this momentum is enough (Nesterov 2004, 2.2.11).
	root := math.Sqrt(float64(2*c.options.Gamma) / w.l[i])
	beta := T(min((w.t[i]-1)/t, (1-root)/(1+root)))
	if kernels.Dot(y, h) > 0 { // progress against the step: restart
		t, beta = 1, 0
	}
	w.t[i] = t
	copy(y, next)
	kernels.Axpy(beta, h, y)
	copy(yd, nd)
	kernels.Axpy(beta, hd, yd)
	copy(h, next)
	copy(hd, nd)
}

// retire looks at the gaps of the live rows, hands out the codes of those that are
// done and returns how many are left.
func (w *fista[T]) retire(c *Coder[T], p problem[T], live, iteration int) int {
	w.correlate(c, w.hd, live)
	left := 0
	for i := range live {
		h, q := w.h.Row(i), w.q.Row(i)
		residual, norm := attract(c.gamma, h, w.f.Row(i), q)
		residual += kernels.Dot(w.r.Row(i), w.r.Row(i))
		norm += kernels.Dot(w.x.Row(i), w.x.Row(i))
		cert := certificate(c.lambda, h, q, residual, norm)
		cert.Iterations, cert.Reached = iteration, cert.Gap <= c.options.Tolerance
		if cert.Gap > margin*c.options.Tolerance && iteration < c.options.MaxIterations {
			w.move(left, i)
			left++
			continue
		}
		copy(p.h.Row(w.rows[i]), h)
		if p.certs != nil {
			p.certs[w.rows[i]] = cert
		}
	}
	return left
}

// move puts the state of row i in the place to ≤ i.
func (w *fista[T]) move(to, i int) {
	if to == i {
		return
	}
	for _, m := range []kernels.Matrix[T]{w.x, w.f, w.h, w.hd, w.y, w.yd} {
		copy(m.Row(to), m.Row(i))
	}
	w.rows[to], w.t[to], w.l[to] = w.rows[i], w.t[i], w.l[i]
}
