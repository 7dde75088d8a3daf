package autoencoder

import (
	"context"
	"testing"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/tensorio"
)

// enlarged is the digits as images of 28×28.
func enlarged(t *testing.T) kernels.Matrix[float32] {
	small, err := tensorio.ReadAll(tensorio.Digits[float32]())
	if err != nil {
		t.Fatal(err)
	}
	x := kernels.NewMatrix[float32](small.Rows, 28*28)
	for i := range x.Rows {
		for p := range x.Row(i) {
			x.Row(i)[p] = small.Row(i)[p/28*8/28*8+p%28*8/28]
		}
	}
	return x
}

// The autoencoder of Hinton and Salakhutdinov 2006, logistic units and a linear code,
// trains from random weights: their pretraining by restricted Boltzmann machines was to
// get past the plateau at which every row is reconstructed as the mean.
func TestHintonSalakhutdinovTrainsFromRandomWeights(t *testing.T) {
	if testing.Short() || raceEnabled || kernels.Active() == "generic" {
		t.Skip("takes minutes without assembly")
	}
	x := enlarged(t).RowRange(0, 700)
	data := tensorio.FromMatrix(x)
	m := newModel[float32](t, Config{Inputs: x.Cols, Layers: []int{1000, 500, 250, 30}, Hidden: "sigmoid", Code: "identity", Scaling: "min-max"})
	tc := DefaultTraining()
	tc.Epochs, tc.LR = 8, 1e-3
	h := fit(t, m, x, tc)
	plateau, err := meanError(context.Background(), data, h.Train, heldOutRows(t, data, h))
	if err != nil {
		t.Fatal(err)
	}
	kept := h.Epochs[h.Kept-1].SquaredError
	t.Logf("squared error %.0f after %d epochs, %.0f at the mean", kept, h.Kept, plateau)
	if !(kept < 0.6*plateau) {
		t.Errorf("squared error %.0f, at the mean %.0f", kept, plateau)
	}
}

func heldOutRows(t *testing.T, data tensorio.Dataset[float32], h *History) kernels.Matrix[float32] {
	x, err := tensorio.ReadAll(tensorio.Subset(data, h.HeldOut))
	if err != nil {
		t.Fatal(err)
	}
	return x
}
