package kernels_test

import (
	"fmt"

	"github.com/lamina-go/lamina/kernels"
)

// The exact ‖J‖²_F of an encoder of two layers, 3-2-2, for one row, through W₁ᵀW₁, and its
// gradient by W₂; then by way of the Jacobian itself. d₁ and d₂ are the derivatives of the
// activations at that row.
func Example_jacobians() {
	w1 := kernels.Matrix[float64]{Rows: 3, Cols: 2, Stride: 2, Data: []float64{1, 0, 2, 0, 2, 4}}
	w2 := kernels.Matrix[float64]{Rows: 2, Cols: 2, Stride: 2, Data: []float64{1, -1, 2, 1}}
	d1, d2 := []float64{0.5, 0.25}, []float64{0.5, 1}

	g, m, p := kernels.NewMatrix[float64](2, 2), kernels.NewMatrix[float64](2, 2), kernels.NewMatrix[float64](2, 2)
	kernels.Gemm(true, false, 1, w1, w1, 0, g) // G = W₁ᵀW₁
	kernels.ScaleRowsCols(m, d1, w2, d2)       // M = D₁ W₂ D₂
	kernels.Gemm(false, false, 1, g, m, 0, p)  // P = G M
	fmt.Println("by the Gram matrix", kernels.FrobeniusDot(m, p))
	dw2 := kernels.NewMatrix[float64](2, 2)
	kernels.AddScaledRowsCols(2, d1, p, d2, dw2)
	fmt.Println("its gradient by W₂", dw2.Data)

	w2t, r, j := kernels.NewMatrix[float64](2, 2), kernels.NewMatrix[float64](2, 2), kernels.NewMatrix[float64](2, 3)
	kernels.Transpose(w2t, w2)
	kernels.ScaleRowsCols(r, d2, w2t, d1)     // R₁ = D₂ W₂ᵀ D₁
	kernels.Gemm(false, true, 1, r, w1, 0, j) // J = R₁ W₁ᵀ
	fmt.Println("by the Jacobian   ", kernels.FrobeniusDot(j, j))
	// Output:
	// by the Gram matrix 3.8125
	// its gradient by W₂ [2.125 -2.5 1.5 0]
	// by the Jacobian    3.8125
}
