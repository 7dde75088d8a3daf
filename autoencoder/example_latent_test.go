package autoencoder_test

import (
	"context"
	"fmt"
	"log"

	"github.com/lamina-go/lamina/autoencoder"
	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/tensorio"
)

// trained is a model of a variant, made small and trained on x.
func trained(variant string, x kernels.Matrix[float64], change func(*autoencoder.Config)) *autoencoder.Model[float64] {
	c, err := autoencoder.Variant(variant)
	if err != nil {
		log.Fatal(err)
	}
	c.Inputs = x.Cols
	change(&c)
	m, err := autoencoder.New[float64](c)
	if err != nil {
		log.Fatal(err)
	}
	train := autoencoder.DefaultTraining()
	train.Epochs = 40
	if _, err := m.Fit(context.Background(), tensorio.FromMatrix(x), train); err != nil {
		log.Fatal(err)
	}
	return m
}

// New rows from a variational autoencoder, and how likely it takes old ones to be.
func ExampleModel_Sample() {
	x := line(200)
	m := trained("vae", x, func(c *autoencoder.Config) { c.Layers = []int{16, 1} })
	rows, err := m.Sample(3, autoencoder.Sampling{Seed: 1, Mean: true})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(rows.Rows, "rows of", rows.Cols)

	odd := kernels.Matrix[float64]{Rows: 2, Cols: 4, Stride: 4, Data: []float64{0.9, 1.8, 0.1, 3, 0.9, 0, 0.9, 3}}
	e, err := m.Evidence(odd, 100, 1)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("the second row is less likely:", e[1].LogP < e[0].LogP-1)
	fmt.Println("the bound is below the estimate:", e[0].ELBO < e[0].LogP)
	// Output:
	// 3 rows of 4
	// the second row is less likely: true
	// the bound is below the estimate: true
}

// A model trained on Gaussian noise points from a row to where the data are denser.
func ExampleModel_ScoreField() {
	x := kernels.NewMatrix[float64](400, 2)
	kernels.Normal(kernels.Philox{Seed: 1}, x.Data, 0)
	m := trained("score", x, func(c *autoencoder.Config) {
		c.Layers, c.Corruption.Deviation = []int{32}, 0.5
	})
	at := kernels.Matrix[float64]{Rows: 1, Cols: 2, Stride: 2, Data: []float64{1.5, -1}}
	field, err := m.ScoreField(at)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(field.Data[0] < 0, field.Data[1] > 0)
	ends, err := m.Langevin(context.Background(), at, autoencoder.Chain{Steps: 50, Seed: 2})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(ends.Rows, ends.Cols)
	// Output:
	// true true
	// 1 2
}

// A code as large as the data copies what has nothing to do with them, too.
func ExampleCapacitySweep() {
	x := kernels.NewMatrix[float64](300, 6) // a plane and little beside it
	u := kernels.NewMatrix[float64](300, 8)
	kernels.Normal(kernels.Philox{Seed: 3}, u.Data, 0)
	for i := range x.Rows {
		for j := range x.Row(i) {
			x.Row(i)[j] = u.Row(i)[j%2] + 0.5*u.Row(i)[(j/2)%2] + 0.05*u.Row(i)[2+j]
		}
	}
	c, err := autoencoder.Variant("pca")
	if err != nil {
		log.Fatal(err)
	}
	c.Inputs = x.Cols
	train := autoencoder.DefaultTraining()
	train.Epochs = 5
	_, err = autoencoder.CapacitySweep(context.Background(), tensorio.FromMatrix(x), c, train, []int{1, 2, 4, 6}, func(p autoencoder.Capacity) error {
		fmt.Printf("%d units leave %.2f of the rows and %.2f of scrambled ones\n", p.Code, p.Rows, p.Scrambled)
		return nil
	})
	if err != nil {
		log.Fatal(err)
	}
	// Output:
	// 1 units leave 0.47 of the rows and 0.89 of scrambled ones
	// 2 units leave 0.00 of the rows and 0.64 of scrambled ones
	// 4 units leave 0.00 of the rows and 0.28 of scrambled ones
	// 6 units leave 0.00 of the rows and 0.00 of scrambled ones
}

// A sparse code keeps a few of its units, whichever answer a row most.
func ExampleConfig_topK() {
	x := line(200)
	m := trained("k-sparse", x, func(c *autoencoder.Config) { c.Layers, c.TopK = []int{12}, 3 })
	h, err := m.Encode(x.RowRange(0, 1))
	if err != nil {
		log.Fatal(err)
	}
	active := 0
	for _, v := range h.Row(0) {
		if v != 0 {
			active++
		}
	}
	fmt.Println(active, "of", m.CodeSize())
	// Output: 3 of 12
}
