package sparsecode

import (
	"fmt"
	"math"

	"github.com/lamina-go/lamina/kernels"
)

// A Certificate tells how good a row's code is.
type Certificate struct {
	Objective float64 `json:"objective"` // ‖x − hD‖² + λ‖h‖₁ + γ‖h − f‖²
	// Gap is the duality gap over ‖x‖² + γ‖f‖²: the objective is within Gap times
	// that of the least one.
	Gap float64 `json:"gap"`
	// KKT is the worst violation of the optimality conditions, over λ: with
	// g = 2D(x − hD) − 2γ(h − f), |gⱼ| beyond λ where hⱼ = 0, and |gⱼ − λ sign hⱼ|
	// elsewhere.
	KKT float64 `json:"kkt"`
	// Iterations of the solver; Certify leaves it as it is.
	Iterations int `json:"iterations"`
	// Reached tells whether Gap is at most the tolerance that was asked for.
	Reached bool `json:"reached"`
}

// margin is the part of the tolerance at which solvers stop, so that rounding errors
// of float32 do not show when Certify looks again.
const margin = 0.95

// certificate computes a certificate from q = D(x − hD) + γ(f − h), the squared
// norm of the residual [x − hD; √γ(f − h)] and that of [x; √γ f].
func certificate[T kernels.Float](lambda T, h, q []T, residual, norm T) Certificate {
	l1 := kernels.Asum(h)
	top := largest(q)
	kkt := max(0, T(2*top)-lambda)
	for j, v := range h {
		switch g := 2 * q[j]; {
		case v > 0:
			kkt = max(kkt, lambda-g, g-lambda)
		case v < 0:
			kkt = max(kkt, lambda+g, -g-lambda)
		}
	}
	return Certificate{
		Objective: float64(residual + T(lambda*l1)),
		Gap:       relativeGap(lambda, l1, kernels.Dot(h, q), top, residual, norm),
		KKT:       float64(kkt) / float64(lambda),
	}
}

// relativeGap is the duality gap over norm, from ‖h‖₁, h·q, ‖q‖∞ and the rest of what
// certificate takes.
func relativeGap[T kernels.Float](lambda, l1, hq, top, residual, norm T) float64 {
	s := T(1)
	if g := 2 * top; g > lambda {
		s = lambda / g
	}
	gap := T(T((1-s)*(1-s))*residual) + max(0, T(lambda*l1)-T(2*T(s*hq)))
	switch {
	case gap == 0:
		return 0
	case norm > 0:
		return float64(gap) / float64(norm)
	}
	return math.Inf(1)
}

// largest is ‖q‖∞.
func largest[T kernels.Float](q []T) T { return max(kernels.Max(q), -kernels.Min(q)) }

// Certify computes the certificates of codes in float64. x is B×d, f is B×k or has
// no rows, which is zero, h is B×k and certs has one place per row, whose Iterations
// it keeps. The error is Solve's.
func Certify[T kernels.Float](dictionary kernels.Matrix[T], o Options, h, x, f kernels.Matrix[T], certs []Certificate) error {
	o, err := o.normalised()
	c := Coder[T]{atoms: dictionary}
	if err == nil {
		err = c.check(h, x, f, certs)
	}
	if err != nil {
		return fmt.Errorf("sparsecode: %w", err)
	}
	atoms := widen(dictionary)
	eachBlock(x.Rows, func(lo, hi int) {
		x, h := widen(x.RowRange(lo, hi)), widen(h.RowRange(lo, hi))
		var at kernels.Matrix[float64]
		if f.Rows > 0 {
			at = widen(f.RowRange(lo, hi))
		}
		r, q := kernels.NewMatrix[float64](x.Rows, x.Cols), kernels.NewMatrix[float64](h.Rows, h.Cols)
		for i := range x.Rows {
			copy(r.Row(i), x.Row(i))
			for j, v := range h.Row(i) {
				if v != 0 {
					kernels.Axpy(-v, atoms.Row(j), r.Row(i))
				}
			}
		}
		kernels.Gemm(false, true, 1, r, atoms, 0, q)
		for i := range x.Rows {
			residual, norm := attract(o.Gamma, h.Row(i), rowOf(at, i), q.Row(i))
			residual += kernels.Dot(r.Row(i), r.Row(i))
			norm += kernels.Dot(x.Row(i), x.Row(i))
			iterations := certs[lo+i].Iterations
			certs[lo+i] = certificate(o.Lambda, h.Row(i), q.Row(i), residual, norm)
			certs[lo+i].Iterations = iterations
			certs[lo+i].Reached = certs[lo+i].Gap <= o.Tolerance
		}
	})
	return nil
}

// attract adds γ(f − h) to q and returns γ‖f − h‖² and γ‖f‖²; f nil is zero.
func attract[T kernels.Float](gamma T, h, f, q []T) (residual, norm T) {
	if gamma == 0 {
		return 0, 0
	}
	kernels.Axpy(-gamma, h, q)
	if f == nil {
		return T(gamma * kernels.Dot(h, h)), 0
	}
	kernels.Axpy(gamma, f, q)
	return T(gamma * kernels.SquaredDistance(h, f)), T(gamma * kernels.Dot(f, f))
}

// rowOf is row i of m, nil if m has no rows.
func rowOf[T kernels.Float](m kernels.Matrix[T], i int) []T {
	if m.Rows == 0 {
		return nil
	}
	return m.Row(i)
}

// widen is m in float64; a float64 matrix is returned itself.
func widen[T kernels.Float](m kernels.Matrix[T]) kernels.Matrix[float64] {
	if w, ok := any(m).(kernels.Matrix[float64]); ok {
		return w
	}
	w := kernels.NewMatrix[float64](m.Rows, m.Cols)
	for i := range m.Rows {
		kernels.Widen(w.Row(i), any(m.Row(i)).([]float32))
	}
	return w
}
