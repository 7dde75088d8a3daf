package nn_test

import (
	"fmt"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
)

// One layer learns y = 2x − 1 by gradient descent on the squared error, which is
// −log p of a Gaussian with σ² = ½, less its constant.
func Example() {
	identity, _ := nn.ActivationByName[float64]("identity")
	likelihood, _ := nn.NewLikelihood[float64](nn.LikelihoodSpec{})

	var layout nn.Layout
	layer := nn.AddDense(&layout, "layer", 1, 1, identity)
	params := make([]float64, layout.Size())
	grads := make([]float64, layout.Size())
	layer.Init(params, kernels.Philox{Seed: 1})
	opt, _ := nn.NewOptimizer[float64](nn.OptimizerSpec{Kind: "sgd", Momentum: 0.9}, layout.Size())

	x := kernels.Matrix[float64]{Rows: 4, Cols: 1, Stride: 1, Data: []float64{0, 1, 2, 3}}
	want := kernels.Matrix[float64]{Rows: 4, Cols: 1, Stride: 1, Data: []float64{-1, 1, 3, 5}}
	y, dy := kernels.NewMatrix[float64](4, 1), kernels.NewMatrix[float64](4, 1)
	for range 500 {
		clear(grads)
		layer.Forward(params, x, y)
		for i := range y.Rows {
			likelihood.NegLog(0.25, dy.Row(i), y.Row(i), want.Row(i))
		}
		layer.Backward(params, grads, x, y, dy, kernels.Matrix[float64]{})
		opt.Step(0.02, params, grads)
	}
	fmt.Printf("y = %.3fx %+.3f\n", params[0], params[1])
	// Output: y = 2.000x -1.000
}

func ExampleCheckGradient() {
	p := []float64{3, 4}
	loss := func() float64 { return p[0]*p[0] + p[0]*p[1] }
	gradient := []float64{2*p[0] + p[1], p[0]}
	worst := nn.CheckGradient(p, gradient, 1e-4, loss)
	fmt.Println(worst.Relative < 1e-9)
	// Output: true
}
