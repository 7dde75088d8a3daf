package autoencoder_test

import (
	"context"
	"fmt"
	"log"

	"github.com/lamina-go/lamina/autoencoder"
	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/tensorio"
)

// A stack of a denoising and a contractive layer becomes one deep autoencoder, which is
// tuned as a whole, and a classifier.
func ExamplePretrain() {
	ctx, data := context.Background(), tensorio.Digits[float32]()
	train := autoencoder.DefaultTraining()
	train.Epochs = 10
	denoising := autoencoder.Config{Layers: []int{48}, Code: "sigmoid", Scaling: "min-max",
		Corruption: autoencoder.Corruption{Kind: "masking", Rate: 0.2}}
	contractive := autoencoder.Config{Layers: []int{24}, Code: "sigmoid", Tied: true,
		Penalties: []autoencoder.Penalty{{Kind: "contractive", Weight: 0.01}}}
	stack, _, err := autoencoder.Pretrain(ctx, data, []autoencoder.StackLayer{{denoising, train}, {contractive, train}})
	if err != nil {
		log.Fatal(err)
	}

	deep, err := stack.Unroll(autoencoder.Config{}) // squared error
	if err != nil {
		log.Fatal(err)
	}
	before, err := deep.Evaluate(ctx, data)
	if err != nil {
		log.Fatal(err)
	}
	if _, err := deep.Fit(ctx, data, train); err != nil {
		log.Fatal(err)
	}
	after, err := deep.Evaluate(ctx, data)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(deep.Config().Layers, "fine-tuning halves the error:", after.SquaredError < before.SquaredError/2)

	classifier, err := stack.Classifier(autoencoder.Config{}, data.Labels().Names)
	if err != nil {
		log.Fatal(err)
	}
	history, err := classifier.Fit(ctx, data, train)
	if err != nil {
		log.Fatal(err)
	}
	best := history.Epochs[history.Kept-1]
	fmt.Println("more than 95 of 100 held-out digits told:", best.Accuracy > 0.95)
	// Output:
	// [48 24] fine-tuning halves the error: true
	// more than 95 of 100 held-out digits told: true
}

// A linear probe tells how well classes can be told from a model's codes. Its
// classifier has the model's encoder, frozen.
func ExampleTrainConfig_frozen() {
	ctx, data := context.Background(), tensorio.Digits[float32]()
	c, err := autoencoder.Variant("sparse")
	if err != nil {
		log.Fatal(err)
	}
	c.Inputs = data.Width()
	m, err := autoencoder.New[float32](c)
	if err != nil {
		log.Fatal(err)
	}
	train := autoencoder.DefaultTraining()
	train.Epochs = 10
	if _, err := m.Fit(ctx, data, train); err != nil {
		log.Fatal(err)
	}
	stack, err := autoencoder.NewStack(m)
	if err != nil {
		log.Fatal(err)
	}
	probe, err := stack.Classifier(autoencoder.Config{}, data.Labels().Names)
	if err != nil {
		log.Fatal(err)
	}
	train.Frozen, train.Epochs, train.LR = len(c.Layers), 50, 0.01
	history, err := probe.Fit(ctx, data, train)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("more than 90 of 100 held-out digits told:", history.Epochs[history.Kept-1].Accuracy > 0.9)
	// Output: more than 90 of 100 held-out digits told: true
}

// An encoder of another program, s(x·W + b), as a model that Fit can train on.
func ExampleNewFromLayers() {
	weights := kernels.Matrix[float64]{Rows: 3, Cols: 2, Stride: 2, Data: []float64{1, 0, 0, 1, 1, 1}}
	m, err := autoencoder.NewFromLayers(autoencoder.Config{},
		[]autoencoder.Layer[float64]{{Weights: weights, Bias: []float64{0, -1}, Unit: "relu"}}, nil)
	if err != nil {
		log.Fatal(err)
	}
	h, err := m.Encode(kernels.Matrix[float64]{Rows: 1, Cols: 3, Stride: 3, Data: []float64{0.25, 0.5, 1}})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(h.Data)
	// Output: [1.25 0.5]
}
