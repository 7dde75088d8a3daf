package autoencoder

import (
	"math"
	"slices"

	"github.com/lamina-go/lamina/kernels"
)

// leadingEigen returns the k leading eigenvectors of the symmetric C, d×d, found by
// subspace iteration (Golub and Van Loan 2013, algorithm 8.2.4): the rows of a k×d matrix, in
// descending order of their eigenvalues, each with the sign that makes its largest entry
// positive. apply computes y = q·C. All arithmetic is the kernels' and + − × ÷ √, so that the result has
// the same bits on every machine.
func leadingEigen(d, k int, apply func(q, y kernels.Matrix[float64]) error) (vectors kernels.Matrix[float64], values []float64, err error) {
	const most, every, tolerance = 2000, 4, 1e-10
	l := min(k+max(k/2, 16), d) // the surplus speeds convergence up
	q, y, turned := kernels.NewMatrix[float64](l, d), kernels.NewMatrix[float64](l, d), kernels.NewMatrix[float64](l, d)
	kernels.Uniform(kernels.Philox{}, q.Data, 0)
	for i := range q.Data {
		q.Data[i] -= 0.5
	}
	small := kernels.NewMatrix[float64](l, l)
	for step := 0; ; step++ {
		orthonormalise(q)
		if err := apply(q, y); err != nil {
			return q, nil, err
		}
		if step%every > 0 {
			q, y = y, q
			continue
		}
		kernels.Gemm(false, true, 1, q, y, 0, small)
		values, turn := eigenSymmetric(small)
		kernels.Gemm(false, false, 1, turn, q, 0, turned)
		q, turned = turned, q
		kernels.Gemm(false, false, 1, turn, y, 0, turned)
		y, turned = turned, y
		if step >= most || l == d || settled(q.RowRange(0, k), y, values, tolerance) {
			for i := range k {
				orient(q.Row(i))
			}
			return q.RowRange(0, k), values[:k], nil
		}
		q, y = y, q
	}
}

// settled tells that ‖C·v − λ·v‖ ≤ tolerance·λ₁ for every row v of q.
func settled(q, y kernels.Matrix[float64], values []float64, tolerance float64) bool {
	rest := make([]float64, q.Cols)
	for i := range q.Rows {
		copy(rest, y.Row(i))
		kernels.Axpy(-values[i], q.Row(i), rest)
		if kernels.Nrm2(rest) > tolerance*math.Abs(values[0]) {
			return false
		}
	}
	return true
}

// orient gives a vector the sign that makes its largest entry positive.
func orient(v []float64) {
	at := 0
	for i, x := range v {
		if math.Abs(x) > math.Abs(v[at]) {
			at = i
		}
	}
	if v[at] < 0 {
		kernels.Neg(v, v)
	}
}

// eigenSymmetric returns the eigenvalues of the symmetric a, n×n, descending, and the
// eigenvectors as rows, by Jacobi's cyclic method (Golub and Van Loan 2013, section
// 8.5). a is overwritten.
func eigenSymmetric(a kernels.Matrix[float64]) (values []float64, vectors kernels.Matrix[float64]) {
	n := a.Rows
	v := kernels.NewMatrix[float64](n, n)
	for i := range n {
		v.Row(i)[i] = 1
	}
	for sweep := range 60 {
		turned := false
		for p := range n {
			for q := p + 1; q < n; q++ {
				turned = rotate(a, v, p, q) || turned
			}
		}
		if !turned || sweep == 59 {
			break
		}
	}
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		switch x, y := a.Row(i)[i], a.Row(j)[j]; {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return 0
	})
	vectors = kernels.NewMatrix[float64](n, n)
	for i, from := range order {
		values = append(values, a.Row(from)[from])
		copy(vectors.Row(i), v.Row(from))
	}
	return values, vectors
}

// rotate makes a's element (p, q) zero by a rotation of both rows and columns, and v's
// rows follow. It tells whether there was anything to do.
func rotate(a, v kernels.Matrix[float64], p, q int) bool {
	off, x, y := a.Row(p)[q], a.Row(p)[p], a.Row(q)[q]
	if math.Abs(off) <= 1e-17*(math.Abs(x)+math.Abs(y)) {
		return false
	}
	tau := (y - x) / (2 * off)
	t := 1 / (math.Abs(tau) + math.Sqrt(1+float64(tau*tau)))
	if tau < 0 {
		t = -t
	}
	c := 1 / math.Sqrt(1+float64(t*t))
	s := float64(t * c)
	kernels.Rot(a.Row(p), a.Row(q), c, -s)
	for i := range a.Rows {
		row := a.Row(i)
		x, y := row[p], row[q]
		row[p] = float64(c*x) - float64(s*y)
		row[q] = float64(s*x) + float64(c*y)
	}
	a.Row(p)[q], a.Row(q)[p] = 0, 0
	kernels.Rot(v.Row(p), v.Row(q), c, -s)
	return true
}
