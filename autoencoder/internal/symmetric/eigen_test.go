package symmetric

import (
	"context"
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"

	"github.com/lamina-go/lamina/kernels"
)

func TestEigenAgainstGonum(t *testing.T) {
	for _, c := range []struct{ n, rank int }{{1, 1}, {2, 1}, {7, 9}, {30, 40}, {20, 5}} {
		a := kernels.NewMatrix[float64](c.rank, c.n)
		kernels.Normal(kernels.Philox{Seed: uint64(c.n)}, a.Data, 0)
		cov := kernels.NewMatrix[float64](c.n, c.n)
		kernels.Gemm(true, false, 1, a, a, 0, cov)
		var eigen mat.EigenSym
		if !eigen.Factorize(mat.NewSymDense(c.n, append([]float64(nil), cov.Data...)), true) {
			t.Fatal("gonum found none")
		}
		want := eigen.Values(nil) // ascending
		again := kernels.NewMatrix[float64](c.n, c.n)
		copy(again.Data, cov.Data)
		values, vectors, err := Eigen(context.Background(), again)
		if err != nil {
			t.Fatal(err)
		}
		for i, v := range values {
			if math.Abs(v-want[c.n-1-i]) > 1e-12*want[c.n-1] {
				t.Errorf("%+v: eigenvalue %d is %v, want %v", c, i, v, want[c.n-1-i])
			}
			rest := make([]float64, c.n) // C·v − λ·v
			kernels.Gemv(false, 1, cov, vectors.Row(i), 0, rest)
			kernels.Axpy(-v, vectors.Row(i), rest)
			if off := kernels.Nrm2(rest); off > 1e-12*want[c.n-1] || math.Abs(kernels.Nrm2(vectors.Row(i))-1) > 1e-13 {
				t.Errorf("%+v: eigenvector %d is off by %v", c, i, off)
			}
		}
	}
}
