//go:build !race

package gonumblas_test

import (
	"testing"

	"gonum.org/v1/gonum/blas"

	"github.com/lamina-go/lamina/kernels/gonumblas"
)

// TestNoAllocation: calls of a steady state allocate nothing. (Under the race
// detector sync.Pool forgets at random.)
func TestNoAllocation(t *testing.T) {
	impl := gonumblas.Implementation{}
	a, b, c := make([]float64, 100*100), make([]float64, 100*100), make([]float64, 100*100)
	for i := range 100 {
		a[i*101] = 1
	}
	for name, f := range map[string]func(){
		"Dgemm":  func() { impl.Dgemm(blas.NoTrans, blas.Trans, 100, 100, 100, 1, a, 100, b, 100, 0, c, 100) },
		"Dgemv":  func() { impl.Dgemv(blas.Trans, 100, 100, 1, a, 100, b, 2, 0, c, 3) },
		"Ddot":   func() { impl.Ddot(100, a, 2, b, 3) },
		"Dtrsm":  func() { impl.Dtrsm(blas.Right, blas.Upper, blas.NoTrans, blas.Unit, 100, 100, 1, a, 100, b, 100) },
		"Dsymm":  func() { impl.Dsymm(blas.Left, blas.Upper, 100, 100, 1, a, 100, b, 100, 0, c, 100) },
		"Dsyr2k": func() { impl.Dsyr2k(blas.Upper, blas.Trans, 100, 100, 1, a, 100, b, 100, 0, c, 100) },
	} {
		if n := testing.AllocsPerRun(20, f); n >= 1 {
			t.Errorf("%s allocates %v times", name, n)
		}
	}
}
