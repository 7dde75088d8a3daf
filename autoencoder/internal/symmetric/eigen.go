// Package symmetric finds eigenvectors of symmetric matrices with the same bits on every
// machine, so that they may enter a model.
package symmetric

import (
	"context"
	"math"
	"slices"

	"github.com/lamina-go/lamina/kernels"
)

// Eigen returns the eigenvalues of a symmetric positive semidefinite matrix c, in
// descending order, and the eigenvectors as rows in that order. c is overwritten.
//
// Rotations V make the rows of V·c orthogonal (Hestenes, "Inversion of matrices by
// biorthogonalization and related results", 1958): then V·c = Λ·U with orthogonal U,
// so that the row norms are the eigenvalues and the rows of V the eigenvectors.
//
// Large matrices take minutes: the error is ctx's, soon after that ends.
func Eigen(ctx context.Context, c kernels.Matrix[float64]) ([]float64, kernels.Matrix[float64], error) {
	const mostSweeps, small = 40, 1e-14
	n := c.Rows
	v := kernels.NewMatrix[float64](n, n)
	for i := range n {
		v.Row(i)[i] = 1
	}
	norms := make([]float64, n) // squared
	kernels.RowSquaredNorms(norms, c)
	least := 1e-30 * slices.Max(norms) // rows below are rounding errors
	for range mostSweeps {
		rotated := false
		kernels.RowSquaredNorms(norms, c)
		for p := range n {
			if err := ctx.Err(); err != nil {
				return nil, v, err
			}
			for q := p + 1; q < n; q++ {
				a, b := c.Row(p), c.Row(q)
				across := kernels.Dot(a, b)
				if math.Abs(across) <= float64(small*math.Sqrt(float64(norms[p]*norms[q]))) || norms[p] <= least || norms[q] <= least {
					continue
				}
				rotated = true
				cos, sin := rotation(norms[p], norms[q], across)
				kernels.Rot(a, b, cos, sin)
				kernels.Rot(v.Row(p), v.Row(q), cos, sin)
				norms[p], norms[q] = kernels.Dot(a, a), kernels.Dot(b, b)
			}
		}
		if !rotated {
			break
		}
	}
	kernels.RowSquaredNorms(norms, c)
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		switch {
		case norms[i] > norms[j]:
			return -1
		case norms[i] < norms[j]:
			return 1
		}
		return 0
	})
	values, vectors := make([]float64, n), kernels.NewMatrix[float64](n, n)
	for i, from := range order {
		values[i] = math.Sqrt(norms[from])
		copy(vectors.Row(i), v.Row(from))
	}
	return values, vectors, nil
}

// rotation returns the cosine and sine of the rotation, as kernels.Rot takes it, that
// makes two rows of squared norms a and b and product ab orthogonal.
func rotation(a, b, ab float64) (cos, sin float64) {
	zeta := (a - b) / (2 * ab)
	root := math.Abs(zeta) + math.Sqrt(1+float64(zeta*zeta))
	t := 1 / root
	if zeta < 0 {
		t = -t
	}
	cos = 1 / math.Sqrt(1+float64(t*t))
	return cos, float64(cos * t)
}
