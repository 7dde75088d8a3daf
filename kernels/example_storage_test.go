package kernels_test

import (
	"fmt"

	"github.com/lamina-go/lamina/kernels"
)

// Codes become bits, and a query finds the nearest of them.
func ExampleHammingScan() {
	codes := [][]float32{{0.9, -0.2, 0.4}, {-0.7, -0.1, 0.3}, {-0.5, 0.8, -0.6}}
	table := make([]uint64, len(codes)) // a word for each code of up to 64 bits
	for i, c := range codes {
		kernels.PackSigns(table[i:i+1], c)
	}
	distances := make([]uint16, len(codes))
	kernels.HammingScan(distances, table[:1], table)
	fmt.Printf("%03b %d\n", table, distances)
	// Output: [101 100 010] [0 1 3]
}

// A stream's normal variates, and an order of rows from another stream.
func ExampleNormal() {
	noise := make([]float64, 3)
	kernels.Normal(kernels.Philox{Seed: 1}, noise, 0)
	rows := make([]int, 6)
	kernels.Perm(kernels.Philox{Seed: 1, Stream: 1}, rows)
	fmt.Printf("%.4f %d\n", noise, rows)
	// Output: [-2.0992 -0.6695 1.9284] [0 2 1 5 4 3]
}

// Three logits, of which the second is the right class's: the loss is
// −log softmax, and the gradient is softmax less one at the class.
func ExampleSoftmaxClassGrad() {
	a := kernels.Matrix[float64]{Rows: 1, Cols: 3, Stride: 3, Data: []float64{1, 2, 3}}
	loss := kernels.SoftmaxClassGrad(1, a, a, []int{1})
	fmt.Printf("%.4f %.4f\n", loss, a.Data)
	// Output: 1.4076 [0.0900 -0.7553 0.6652]
}

// Half precision has 11 significant bits, bfloat16 has 8.
func ExampleToFloat16() {
	x, h := []float32{3.14159265, 65520, 1e-8}, make([]uint16, 3)
	kernels.ToFloat16(h, x)
	kernels.FromFloat16(x, h)
	fmt.Println(x)
	// Output: [3.140625 +Inf 0]
}
