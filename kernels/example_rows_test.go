package kernels_test

import (
	"fmt"

	"github.com/lamina-go/lamina/kernels"
)

// Two rows of scores become two rows of probabilities, in place.
func ExampleSoftmax() {
	m := kernels.Matrix[float32]{Rows: 2, Cols: 3, Stride: 3, Data: []float32{0, 0, 0, 1000, 1001, 999}}
	kernels.Softmax(m, m)
	for i := range m.Rows {
		fmt.Printf("%.3f\n", m.Row(i))
	}
	// Output:
	// [0.333 0.333 0.333]
	// [0.245 0.665 0.090]
}

func ExampleTopK() {
	src := kernels.Matrix[float64]{Rows: 2, Cols: 4, Stride: 4, Data: []float64{3, 9, 9, 1, -4, -2, -8, -6}}
	values, indices := kernels.NewMatrix[float64](2, 2), make([]int, 4)
	kernels.TopK(values, indices, src)
	fmt.Println(values.Data, indices)
	// Output: [9 9 -2 -4] [1 2 1 0]
}

func ExampleTranspose() {
	src := kernels.Matrix[float32]{Rows: 2, Cols: 3, Stride: 3, Data: []float32{1, 2, 3, 4, 5, 6}}
	dst := kernels.NewMatrix[float32](3, 2)
	kernels.Transpose(dst, src)
	fmt.Println(dst.Data)
	// Output: [1 4 2 5 3 6]
}

// A vector whose squares overflow has a norm all the same.
func ExampleNrm2() {
	fmt.Println(kernels.Nrm2([]float32{3e30, 4e30}), kernels.Nrm2([]float32{3e-30, 4e-30}))
	// Output: 5e+30 5e-30
}

// The sample's variance from the population's.
func ExampleMeanVariance() {
	x := []float64{1, 2, 3, 4}
	mean, v := kernels.MeanVariance(x)
	n := float64(len(x))
	fmt.Println(mean, v, v*n/(n-1))
	// Output: 2.5 1.25 1.6666666666666667
}

func ExampleArgMax() {
	x := []float32{1, 7, 3, 7}
	fmt.Println(kernels.Max(x), kernels.ArgMax(x))
	// Output: 7 1
}

func ExampleLogSumExp() {
	fmt.Println(kernels.LogSumExp([]float64{1000, 1000}))
	// Output: 1000.6931471805599
}

func ExampleMulAdd() {
	dst := make([]float32, 3)
	kernels.MulAdd(dst, []float32{1, 2, 3}, []float32{10, 10, 10}, []float32{1, 1, 1})
	fmt.Println(dst)
	// Output: [11 21 31]
}
