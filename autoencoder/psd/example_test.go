package psd

import (
	"context"
	"fmt"

	"github.com/lamina-go/lamina/autoencoder/sparsecode"
	"github.com/lamina-go/lamina/tensorio"
)

func Example() {
	// Rows along one of eight directions.
	x, atoms := planted[float32](800, 12, 8, 1)
	m, err := New[float32](Config{Inputs: 12, Atoms: 8, Lambda: 0.6, Gamma: 0.1})
	if err != nil {
		fmt.Println(err)
		return
	}
	if _, err := m.Fit(context.Background(), tensorio.FromMatrix(x), TrainConfig{Epochs: 20, LR: 1e-2, Batch: 40}); err != nil {
		fmt.Println(err)
		return
	}
	codes, err := m.Optimize(x, sparsecode.Options{Tolerance: 1e-4})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.0f %% of the directions found, %d codes without a certificate\n", 100*recovered(m, atoms), codes.Missed)
	// Output: 100 % of the directions found, 0 codes without a certificate
}
