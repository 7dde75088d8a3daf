package autoencoder

import (
	"errors"
	"math"

	"gonum.org/v1/gonum/mat"

	"github.com/lamina-go/lamina/kernels"
)

// exactColumns is the number of columns up to which PCA is computed from the whole
// covariance, in O(d³).
var exactColumns = 1024

// wideComponents is components by subspace iteration: Q ← orth(C·Q), where C = Σ xᵀx
// is applied block by block and never formed (Halko, Martinsson and Tropp 2011,
// algorithm 4.4). It ends when a step no longer finds variance to speak of.
func wideComponents(d, k int, each func(func(x kernels.Matrix[float64])) error) (kernels.Matrix[float64], error) {
	const most, tolerance = 200, 1e-5
	l := min(k+max(k/2, 16), d) // the surplus speeds convergence up
	q, y := kernels.NewMatrix[float64](l, d), kernels.NewMatrix[float64](l, d)
	kernels.Uniform(kernels.Philox{}, q.Data, 0)
	for i := range q.Data {
		q.Data[i] -= 0.5
	}
	orthonormalise(q)
	small := kernels.NewMatrix[float64](l, l)
	for before, step := 0.0, 0; ; step++ {
		clear(y.Data)
		all := 0.0
		err := each(func(x kernels.Matrix[float64]) {
			code := kernels.NewMatrix[float64](x.Rows, l)
			kernels.Gemm(false, true, 1, x, q, 0, code)
			kernels.Gemm(true, false, 1, code, x, 1, y)
			for i := range x.Rows {
				all += kernels.Dot(x.Row(i), x.Row(i))
			}
		})
		if err != nil {
			return q, err
		}
		found := 0.0 // variance in the subspace
		for i := range l {
			found += kernels.Dot(q.Row(i), y.Row(i))
		}
		if found-before <= float64(tolerance*(all-found))+float64(1e-12*all) || step == most {
			kernels.Gemm(false, true, 1, q, y, 0, small)
			return leading(q, small, k)
		}
		before = found
		q, y = y, q
		orthonormalise(q)
	}
}

// leading returns the k leading eigenvectors of C within the subspace of q's rows,
// given small = q·C·qᵀ.
func leading(q, small kernels.Matrix[float64], k int) (kernels.Matrix[float64], error) {
	l, top := q.Rows, kernels.NewMatrix[float64](k, q.Cols)
	var eigen mat.EigenSym
	if !eigen.Factorize(mat.NewSymDense(l, small.Data), true) {
		return top, errors.New("the eigenvectors of the subspace were not found")
	}
	var vectors mat.Dense
	eigen.VectorsTo(&vectors) // ascending eigenvalues
	turn := kernels.NewMatrix[float64](k, l)
	for i := range k {
		mat.Col(turn.Row(i), l-k+i, &vectors)
	}
	kernels.Gemm(false, false, 1, turn, q, 0, top)
	return top, nil
}

// orthonormalise makes the rows of q orthonormal, by Gram and Schmidt's method done
// twice. A row that depends on those before it becomes zero.
func orthonormalise(q kernels.Matrix[float64]) {
	for i := range q.Rows {
		row := q.Row(i)
		whole := kernels.Dot(row, row)
		for range 2 {
			for j := range i {
				kernels.Axpy(-kernels.Dot(q.Row(j), row), q.Row(j), row)
			}
		}
		norm := 0.0
		if left := kernels.Dot(row, row); left > 1e-24*whole {
			norm = 1 / math.Sqrt(left)
		}
		kernels.Scale(row, norm, row)
	}
}
