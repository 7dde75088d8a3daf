package autoencoder_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/lamina-go/lamina/autoencoder"
	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
	"github.com/lamina-go/lamina/tensorio"
)

// line is rows on a line through four dimensions: one code unit is enough.
func line(rows int) kernels.Matrix[float64] {
	m := kernels.NewMatrix[float64](rows, 4)
	for i := range rows {
		at := float64(i) / float64(rows)
		copy(m.Row(i), []float64{at, 2 * at, 1 - at, 3})
	}
	return m
}

func Example() {
	x := line(200)
	c, err := autoencoder.Variant("plain")
	if err != nil {
		log.Fatal(err)
	}
	c.Inputs, c.Layers, c.Hidden, c.Output = 4, []int{1}, "identity", "identity"
	m, err := autoencoder.New[float64](c)
	if err != nil {
		log.Fatal(err)
	}
	train := autoencoder.DefaultTraining()
	train.LR = 0.01
	history, err := m.Fit(context.Background(), tensorio.FromMatrix(x), train)
	if err != nil {
		log.Fatal(err)
	}
	best := history.Epochs[history.Kept-1]
	fmt.Printf("held-out squared error below 0.001: %v\n", best.SquaredError < 1e-3)

	// A row off the line cannot be told from its code.
	scores, err := m.Score(kernels.Matrix[float64]{Rows: 2, Cols: 4, Stride: 4,
		Data: []float64{0.5, 1, 0.5, 3, 0.5, 0, 0.5, 3}})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("the second row is odd: %v\n", scores[1].SquaredError > 100*scores[0].SquaredError)
	// Output:
	// held-out squared error below 0.001: true
	// the second row is odd: true
}

// The sparse penalty is the negative logarithm of a Laplace prior over the code,
// but for a constant that depends on λ only.
func ExampleLaplacePrior() {
	prior := autoencoder.LaplacePrior{Lambda: 0.5}
	h := []float64{1, -2, 0}
	constant := prior.Const(len(h))
	fmt.Printf("Ω %.3f + constant %.3f = −log p(h) %.3f\n", prior.NegLog(h)-constant, constant, prior.NegLog(h))
	// Output: Ω 1.500 + constant 4.159 = −log p(h) 5.659
}

// Parts combine: a denoising model with sparse codes.
func ExampleNew() {
	c, err := autoencoder.Variant("denoising")
	if err != nil {
		log.Fatal(err)
	}
	c.Inputs = 64
	c.Layers = []int{128, 96} // a code wider than the data
	c.Code = "relu"
	c.Penalties = append(c.Penalties, autoencoder.Penalty{Kind: "l1", Weight: 0.01})
	m, err := autoencoder.New[float32](c)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(m.Inputs(), m.CodeSize(), m.Parameters())

	c.Penalties[0].Weight = -1
	_, err = autoencoder.New[float32](c)
	fmt.Println(err)
	// Output:
	// 64 96 41376
	// autoencoder: penalty l1: weight -1: expected λ ≥ 0
}

// A file alone restores the model, scaling included.
func ExampleLoad() {
	dir, err := os.MkdirTemp("", "lamina")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "model.safetensors")

	x := line(100)
	c, _ := autoencoder.Variant("contractive")
	c.Inputs, c.Layers = 4, []int{6}
	m, err := autoencoder.New[float64](c)
	if err != nil {
		log.Fatal(err)
	}
	if _, err := m.Fit(context.Background(), tensorio.FromMatrix(x), autoencoder.DefaultTraining()); err != nil {
		log.Fatal(err)
	}
	if err := m.Save(path); err != nil {
		log.Fatal(err)
	}
	restored, err := autoencoder.Load[float64](path)
	if err != nil {
		log.Fatal(err)
	}
	a, _ := m.Encode(x)
	b, _ := restored.Encode(x)
	fmt.Println(a.Row(7)[0] == b.Row(7)[0])
	// Output: true
}

// A schedule, clipping, and an observer beside it.
func ExampleTrainConfig_Observe() {
	data := tensorio.Digits[float32]()
	c, err := autoencoder.Variant("plain")
	if err != nil {
		panic(err)
	}
	c.Inputs = data.Width()
	m, err := autoencoder.New[float32](c)
	if err != nil {
		panic(err)
	}
	train := autoencoder.DefaultTraining()
	train.Epochs = 3
	train.Schedule = nn.ScheduleSpec{Kind: "cosine", WarmUp: 10}
	train.Optimizer.Decay = 0.01
	train.ClipNorm = 1
	train.Observe(autoencoder.Observer{
		Epoch: func(e autoencoder.Epoch) error {
			fmt.Printf("epoch %d: %.1e\n", e.Number, e.LR)
			return nil
		},
		End: func(h *autoencoder.History, err error) { fmt.Println("kept epoch", h.Kept) },
	})
	if _, err := m.Fit(context.Background(), data, train); err != nil {
		panic(err)
	}
	// Output:
	// epoch 1: 2.5e-03
	// epoch 2: 9.0e-04
	// epoch 3: 4.7e-07
	// kept epoch 3
}
