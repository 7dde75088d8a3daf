package kernels_test

import (
	"fmt"

	"gonum.org/v1/gonum/mat"

	"github.com/lamina-go/lamina/kernels"
)

func ExampleExp() {
	x := []float32{0, 1, 2}
	kernels.Exp(x, x)
	fmt.Println(x)
	// Output: [1 2.7182817 7.389056]
}

func ExampleDot() {
	fmt.Println(kernels.Dot([]float64{1, 2, 3}, []float64{4, 5, 6}))
	// Output: 32
}

func ExampleGemm() {
	a := kernels.Matrix[float32]{Rows: 2, Cols: 2, Stride: 2, Data: []float32{1, 2, 3, 4}}
	b := kernels.Matrix[float32]{Rows: 1, Cols: 2, Stride: 2, Data: []float32{10, 100}}
	c := kernels.NewMatrix[float32](2, 1)
	kernels.Gemm(false, true, 1, a, b, 0, c) // C = A·Bᵀ
	fmt.Println(c.Data)
	// Output: [210 430]
}

// A gonum matrix is multiplied where it is.
func ExampleMatrix() {
	a := mat.NewDense(2, 2, []float64{1, 2, 3, 4})
	b := mat.NewDense(2, 2, []float64{0, 1, 1, 0})
	c := mat.NewDense(2, 2, nil)
	m := func(d *mat.Dense) kernels.Matrix[float64] { return kernels.Matrix[float64](d.RawMatrix()) }
	kernels.Gemm(false, false, 1, m(a), m(b), 0, m(c))
	fmt.Println(mat.Formatted(c))
	// Output:
	// ⎡2  1⎤
	// ⎣4  3⎦
}

// A stream's variates do not depend on how it is drawn.
func ExamplePhilox() {
	r := kernels.Philox{Seed: 42, Stream: 1}
	whole, part := make([]float32, 6), make([]float32, 2)
	kernels.Uniform(r, whole, 0)
	kernels.Uniform(r, part, 4)
	fmt.Println(whole[4] == part[0], whole[5] == part[1])
	// Output: true true
}

// A contractive penalty's value for a layer h = sigmoid(Wx + b) of two units.
func ExampleJacobianSigmoid() {
	w := kernels.Matrix[float64]{Rows: 3, Cols: 2, Stride: 2, Data: []float64{1, 0, 2, 0, 2, 4}}
	h := []float64{0.5, 0.5}
	norms := make([]float64, 2)
	kernels.ColSquaredNorms(norms, w)
	s, dh := make([]float64, 2), make([]float64, 2)
	fmt.Println(norms, kernels.JacobianSigmoid(1, h, norms, s, dh))
	// Output: [9 16] 1.5625
}
