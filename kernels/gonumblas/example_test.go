package gonumblas_test

import (
	"fmt"

	"gonum.org/v1/gonum/blas/blas32"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/blas/gonum"
	"gonum.org/v1/gonum/mat"

	"github.com/lamina-go/lamina/kernels/gonumblas"
)

func Example() {
	blas64.Use(gonumblas.Implementation{})
	blas32.Use(gonumblas.Implementation{})
	defer blas64.Use(gonum.Implementation{})
	defer blas32.Use(gonum.Implementation{})

	a := mat.NewDense(2, 2, []float64{1, 2, 3, 4})
	var c mat.Dense
	c.Mul(a, a.T())
	fmt.Println(c.RawMatrix().Data)
	// Output: [5 11 11 25]
}
