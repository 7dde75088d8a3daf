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
// The components are the leading eigenvectors of the covariance, as those of
// gonum's stat.PC are, at a cost that grows with the rows' number only in one
// matrix product.
func PCAError[T kernels.Float](ctx context.Context, data tensorio.Dataset[T], train, heldOut []int, k int) (float64, error) {
	d := data.Width()
	if len(train) == 0 || len(heldOut) == 0 {
		return 0, errors.New("autoencoder: PCA needs training and held-out rows")
	}
	if k < 1 {
		return 0, fmt.Errorf("autoencoder: PCA of %d components: expected at least 1", k)
	}
	k = min(k, d)
	mean := make([]float64, d)
	err := eachWide(ctx, tensorio.Subset(data, train), func(x kernels.Matrix[float64]) {
		kernels.ColSums(mean, x)
	})
	if err != nil {
		return 0, err
	}
	kernels.Scale(mean, -1/float64(len(train)), mean)
	cov := kernels.NewMatrix[float64](d, d)
	err = eachWide(ctx, tensorio.Subset(data, train), func(x kernels.Matrix[float64]) {
		kernels.AddRow(x, mean)
		kernels.Gemm(true, false, 1, x, x, 1, cov)
	})
	if err != nil {
		return 0, err
	}
	var eigen mat.EigenSym
	if !eigen.Factorize(mat.NewSymDense(d, cov.Data), true) {
		return 0, errors.New("autoencoder: PCA: the covariance's eigenvectors were not found")
	}
	var vectors mat.Dense
	eigen.VectorsTo(&vectors) // ascending eigenvalues
	raw := vectors.RawMatrix()
	top := kernels.Matrix[float64]{Rows: d, Cols: k, Stride: raw.Stride, Data: raw.Data[d-k:]}
	total := 0.0
	err = eachWide(ctx, tensorio.Subset(data, heldOut), func(x kernels.Matrix[float64]) {
		kernels.AddRow(x, mean)
		code := kernels.NewMatrix[float64](x.Rows, k)
		kernels.Gemm(false, false, 1, x, top, 0, code)
		kernels.Gemm(false, true, -1, code, top, 1, x)
		for i := range x.Rows {
			total += kernels.Dot(x.Row(i), x.Row(i))
		}
	})
	return total / float64(len(heldOut)), err
}

// eachWide calls f with every block of a data set in float64.
func eachWide[T kernels.Float](ctx context.Context, data tensorio.Dataset[T], f func(x kernels.Matrix[float64])) error {
	wide := kernels.NewMatrix[float64](blockRows, data.Width())
	return eachRead(ctx, data, kernels.NewMatrix[T](blockRows, data.Width()), func(_ int, x kernels.Matrix[T]) error {
		out := wide.RowRange(0, x.Rows)
		for i := range x.Rows {
			for j, v := range x.Row(i) {
				out.Row(i)[j] = float64(v)
			}
		}
		f(out)
		return nil
	})
}
