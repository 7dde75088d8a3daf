package autoencoder

import (
	"context"
	"math"

	"github.com/lamina-go/lamina/autoencoder/internal/symmetric"
	"github.com/lamina-go/lamina/kernels"
)

// leadingEigen returns the k leading eigenvectors of the symmetric, positive semidefinite C, d×d, found by
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
		values, turn, err := symmetric.Eigen(context.Background(), small) // apply hears of the end
		if err != nil {
			return q, nil, err
		}
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
