package sparsecode

import (
	"math"

	"github.com/lamina-go/lamina/kernels"
)

// block is the workspace of the block step. Its vectors have a place for each member
// of the active set S.
type block[T kernels.Float] struct {
	gram       []T // G_SS
	h, q, grad []T
	sol        []T // the step that conjugate gradients found
	r, p, ap   []T
	change     []T
}

// Conjugate gradients end when the residual is this part of the gradient, or after
// maxConjugate steps: the next sweep changes the active set anyway.
const (
	conjugateTolerance = 5e-2
	maxConjugate       = 30
	maxFaces           = 10
)

// step minimises over the active set at once within the signs that h has there, in
// whose orthant the objective is a quadratic: its half negative gradient is
// g = q_S − (λ/2) sign h_S, and its minimiser h_S + G_SS⁻¹g. Where that lies beyond
// the orthant, members become 0 and leave the set, and the others try again. The
// objective never rises. The set is changed; q is not kept.
func (w *block[T]) step(c *Coder[T], h, q []T, set []int) {
	w.begin(c, h, q, set)
	for range maxFaces {
		if len(set) == 0 {
			return
		}
		half := T(c.lambda / 2) // fenced
		for i, v := range w.h {
			w.grad[i] = w.q[i] - half
			if v < 0 {
				w.grad[i] = w.q[i] + half
			}
		}
		w.conjugate()
		inside := w.advance()
		kernels.Add(w.h, w.h, w.change)
		for i, j := range set {
			h[j] = w.h[i]
		}
		if inside {
			return
		}
		w.product(w.change, w.ap)
		kernels.Sub(w.q, w.q, w.ap)
		set = w.shrink(c, set)
	}
}

// begin loads the set.
func (w *block[T]) begin(c *Coder[T], h, q []T, set []int) {
	w.resize(len(set))
	for i, j := range set {
		w.h[i], w.q[i] = h[j], q[j]
	}
	w.gather(c.gram, set)
}

// advance sets change to the part of the step sol that stays within the orthant, so
// that h + change is exactly 0 where it leaves the set, and tells whether that is all
// of it. Members that would change sign stop at 0; or, if that gains less, all go as
// far as the first of them can.
func (w *block[T]) advance() (inside bool) {
	first, at := T(1), -1
	copy(w.change, w.sol)
	for i, v := range w.h {
		if s := w.sol[i]; v > 0 && s <= -v || v < 0 && s >= -v {
			w.change[i] = -v
			if t := -v / s; at < 0 || t < first {
				first, at = t, i
			}
		}
	}
	if at < 0 {
		return true
	}
	// Along t·change the objective falls by 2t·change·grad − t²·change·G·change, and
	// the second product for sol is its first one.
	w.product(w.change, w.ap)
	clipped := T(2*kernels.Dot(w.change, w.grad)) - kernels.Dot(w.change, w.ap)
	if short := T(T(first*(2-first)) * kernels.Dot(w.sol, w.grad)); clipped < short || !(clipped > 0) {
		kernels.Scale(w.change, first, w.sol)
		w.change[at] = -w.h[at]
	}
	return false
}

// shrink takes the members that became 0 out of the set.
func (w *block[T]) shrink(c *Coder[T], set []int) []int {
	n := 0
	for i, j := range set {
		if w.h[i] != 0 {
			set[n], w.h[n], w.q[n] = j, w.h[i], w.q[i]
			n++
		}
	}
	w.resize(n)
	w.gather(c.gram, set[:n])
	return set[:n]
}

// gather copies the set's rows and columns of the Gram matrix.
func (w *block[T]) gather(gram kernels.Matrix[T], set []int) {
	n := len(set)
	for i, j := range set {
		row, out := gram.Row(j), w.gram[i*n:(i+1)*n]
		for l, m := range set {
			out[l] = row[m]
		}
	}
}

// conjugate solves G_SS·sol = grad (Hestenes and Stiefel 1952). A direction without
// curvature, as atoms that depend on one another have, ends it with a long step,
// which advance cuts where the orthant ends.
func (w *block[T]) conjugate() {
	clear(w.sol)
	copy(w.r, w.grad)
	copy(w.p, w.grad)
	rr := kernels.Dot(w.r, w.r)
	enough, flat := T(conjugateTolerance*conjugateTolerance*rr), epsilon[T]()
	for range maxConjugate {
		if !(rr > enough) {
			return
		}
		w.product(w.p, w.ap)
		curve, pp := kernels.Dot(w.p, w.ap), kernels.Dot(w.p, w.p)
		straight := !(curve > T(flat*pp))
		if straight {
			curve = T(flat * pp)
		}
		kernels.Axpy(rr/curve, w.p, w.sol)
		if straight {
			return
		}
		kernels.Axpy(-rr/curve, w.ap, w.r)
		before := rr
		rr = kernels.Dot(w.r, w.r)
		kernels.Axpby(1, w.r, rr/before, w.p)
	}
}

// epsilon is the distance from 1 to the next number.
func epsilon[T kernels.Float]() T {
	if _, single := any(T(0)).(float32); single {
		return T(math.Nextafter32(1, 2) - 1)
	}
	return T(math.Nextafter(1, 2) - 1)
}

// product is dst = G_SS·x.
func (w *block[T]) product(x, dst []T) {
	n := len(x)
	kernels.Gemv(true, 1, kernels.Matrix[T]{Rows: n, Cols: n, Stride: n, Data: w.gram}, x, 0, dst)
}

func (w *block[T]) resize(n int) {
	for _, s := range []struct {
		slice *[]T
		n     int
	}{{&w.gram, n * n}, {&w.h, n}, {&w.q, n}, {&w.grad, n}, {&w.sol, n}, {&w.r, n}, {&w.p, n}, {&w.ap, n}, {&w.change, n}} {
		if cap(*s.slice) < s.n {
			*s.slice = append(*s.slice, make([]T, s.n-len(*s.slice))...)
		}
		*s.slice = (*s.slice)[:s.n]
	}
}
