package autoencoder_test

import (
	"context"
	"fmt"
	"log"

	"github.com/lamina-go/lamina/autoencoder"
	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/tensorio"
)

// A classifier without a stack to start from learns from the labels alone.
func ExampleNewClassifier() {
	x := kernels.NewMatrix[float64](200, 1)
	class := make([]int, x.Rows)
	for i := range class {
		x.Row(i)[0] = float64(i)
		if i >= 50 && i < 150 {
			class[i] = 1
		}
	}
	data, err := tensorio.NewDense(x, tensorio.Info{Labels: &tensorio.Labels{Class: class, Names: []string{"outer", "inner"}}})
	if err != nil {
		log.Fatal(err)
	}
	c, err := autoencoder.NewClassifier[float64](
		autoencoder.Config{Inputs: 1, Layers: []int{8}, Code: "tanh", Scaling: "standard"}, data.Labels().Names)
	if err != nil {
		log.Fatal(err)
	}
	train := autoencoder.DefaultTraining()
	train.LR = 0.03
	if _, err := c.Fit(context.Background(), data, train); err != nil {
		log.Fatal(err)
	}
	told, err := c.Predict(kernels.Matrix[float64]{Rows: 3, Cols: 1, Stride: 1, Data: []float64{10, 100, 190}})
	if err != nil {
		log.Fatal(err)
	}
	for _, i := range told {
		fmt.Println(c.Classes()[i])
	}
	// Output:
	// outer
	// inner
	// outer
}
