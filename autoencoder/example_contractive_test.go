package autoencoder_test

import (
	"context"
	"fmt"
	"log"
	"math"

	"github.com/lamina-go/lamina/autoencoder"
	"github.com/lamina-go/lamina/tensorio"
)

// A deep contractive model minimises −log p(x | f(x)) + λ‖∂f/∂x‖²_F, here of two
// layers, exactly, and with decoder rows of norm 1 in the place of tied weights. What its encoder still
// answers to is the direction in which the data vary.
func ExampleModel_Tangents() {
	x := line(200)
	c, err := autoencoder.Variant("contractive")
	if err != nil {
		log.Fatal(err)
	}
	c.Inputs, c.Layers, c.Code = 4, []int{8, 3}, "tanh"
	c.Tied, c.UnitNorm, c.Scaling, c.Output = false, true, "none", "identity"
	c.Penalties[0].Weight = 0.05
	m, err := autoencoder.New[float64](c)
	if err != nil {
		log.Fatal(err)
	}
	train := autoencoder.DefaultTraining()
	train.LR = 0.01
	if _, err := m.Fit(context.Background(), tensorio.FromMatrix(x), train); err != nil {
		log.Fatal(err)
	}
	spaces, err := m.Tangents(context.Background(), x.RowRange(100, 101), 1)
	if err != nil {
		log.Fatal(err)
	}
	t := spaces[0].Directions.Row(0)
	cosine := (t[0] + 2*t[1] - t[2]) / math.Sqrt(6) // with the line's own direction
	fmt.Println("local dimension", spaces[0].Dimension())
	fmt.Println("along the line:", math.Abs(cosine) > 0.99)
	// Output:
	// local dimension 1
	// along the line: true
}

// Hutchinson's estimate takes the place of the exact norm where codes are large, and
// the higher-order term also keeps the Jacobian from changing near x.
func ExamplePenalty() {
	c, err := autoencoder.Variant("contractive")
	if err != nil {
		log.Fatal(err)
	}
	c.Inputs, c.Layers = 64, []int{256, 128}
	c.Penalties = []autoencoder.Penalty{
		{Kind: "contractive", Weight: 0.01, Jacobian: "hutchinson", Probes: 2},
		{Kind: "higher-order", Weight: 0.001, Jacobian: "hutchinson", Deviation: 0.1},
	}
	_, err = autoencoder.New[float32](c)
	fmt.Println(err)

	c.Penalties[1].Deviation = 0
	_, err = autoencoder.New[float32](c)
	fmt.Println(err)
	// Output:
	// <nil>
	// autoencoder: penalty higher-order: deviation 0: expected σ > 0 of the neighbours x+ε, finite
}
