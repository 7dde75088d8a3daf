package autoencoder

import (
	"context"
	"errors"
	"fmt"

	"gonum.org/v1/gonum/mat"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/tensorio"
)

// PCAError fits a PCA of k components to the training rows and returns the mean
// of ‖x − r‖² per held-out row, in the data's units: what an autoencoder with a
// code of k units has to beat. It is for reports only; nothing of it enters a
// model.
//
// Up to 1,024 columns the components are the leading eigenvectors of the covariance,
// as those of gonum's stat.PC are. Beyond, where these would take minutes, they are
// found by subspace iteration, until a step gains less than 10⁻⁵ of the variance left.
func PCAError[T kernels.Float](ctx context.Context, data tensorio.Dataset[T], train, heldOut []int, k int) (float64, error) {
	d := data.Width()
	if len(train) == 0 || len(heldOut) == 0 {
		return 0, errors.New("autoencoder: PCA needs training and held-out rows")
	}
	if k < 1 {
		return 0, fmt.Errorf("autoencoder: PCA of %d components: expected at least 1", k)
	}
	if k >= d {
		return 0, nil // as many components as columns tell everything
	}
	mean := make([]float64, d)
	err := eachWide(ctx, tensorio.Subset(data, train), func(x kernels.Matrix[float64]) {
		kernels.ColSums(mean, x)
	})
	if err != nil {
		return 0, err
	}
	kernels.Scale(mean, -1/float64(len(train)), mean)
	centred := func(rows []int, f func(x kernels.Matrix[float64])) error {
		return eachWide(ctx, tensorio.Subset(data, rows), func(x kernels.Matrix[float64]) {
			kernels.AddRow(x, mean)
			f(x)
		})
	}
	find := components
	if d > exactColumns {
		find = wideComponents
	}
	top, err := find(d, k, func(f func(x kernels.Matrix[float64])) error { return centred(train, f) })
	if err != nil {
		return 0, fmt.Errorf("autoencoder: PCA: %w", err)
	}
	total := 0.0
	err = centred(heldOut, func(x kernels.Matrix[float64]) {
		code := kernels.NewMatrix[float64](x.Rows, top.Rows)
		kernels.Gemm(false, true, 1, x, top, 0, code)
		kernels.Gemm(false, false, -1, code, top, 1, x)
		for i := range x.Rows {
			total += kernels.Dot(x.Row(i), x.Row(i))
		}
	})
	return total / float64(len(heldOut)), err
}

// components returns the k leading eigenvectors of Σ xᵀx, k×d, over the blocks x
// that each hands out.
func components(d, k int, each func(func(x kernels.Matrix[float64])) error) (kernels.Matrix[float64], error) {
	top := kernels.NewMatrix[float64](k, d)
	cov := kernels.NewMatrix[float64](d, d)
	err := each(func(x kernels.Matrix[float64]) { kernels.Gemm(true, false, 1, x, x, 1, cov) })
	if err != nil {
		return top, err
	}
	var eigen mat.EigenSym
	if !eigen.Factorize(mat.NewSymDense(d, cov.Data), true) {
		return top, errors.New("the covariance's eigenvectors were not found")
	}
	var vectors mat.Dense
	eigen.VectorsTo(&vectors) // ascending eigenvalues
	for i := range k {
		mat.Col(top.Row(i), d-k+i, &vectors)
	}
	return top, nil
}

// eachWide calls f with every block of a data set in float64.
func eachWide[T kernels.Float](ctx context.Context, data tensorio.Dataset[T], f func(x kernels.Matrix[float64])) error {
	wide := kernels.NewMatrix[float64](blockRows, data.Width())
	return eachRead(ctx, data, kernels.NewMatrix[T](blockRows, data.Width()), func(_ int, x kernels.Matrix[T]) error {
		out := wide.RowRange(0, x.Rows)
		for i := range x.Rows {
			row := out.Row(i)
			for j, v := range x.Row(i) {
				row[j] = float64(v)
			}
		}
		f(out)
		return nil
	})
}
