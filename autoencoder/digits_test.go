package autoencoder

import (
	"context"
	"testing"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/tensorio"
)

// With everything at its default, eight code units keep about half of the squared
// error that eight principal components leave on held-out digits: 0.46 to 0.48 for
// seeds 0 to 4.
func TestDigitsAgainstPCA(t *testing.T) {
	if testing.Short() || raceEnabled || kernels.Active() == "generic" {
		t.Skip("takes half a minute without assembly")
	}
	ctx, data := context.Background(), tensorio.Digits[float32]()
	c, err := Variant("plain")
	if err != nil {
		t.Fatal(err)
	}
	c.Inputs = data.Width()
	m := newModel[float32](t, c)
	h, err := m.Fit(ctx, data, DefaultTraining())
	if err != nil {
		t.Fatal(err)
	}
	pca, err := PCAError(ctx, data, h.Train, h.HeldOut, m.CodeSize())
	if err != nil {
		t.Fatal(err)
	}
	kept := h.Epochs[h.Kept-1].SquaredError
	t.Logf("held-out squared error per row %.1f, PCA %.1f, ratio %.3f", kept, pca, kept/pca)
	if kept > 0.55*pca {
		t.Error("ratio above 0.55")
	}
}

// Many layers of logistic units, which once needed pretraining with Boltzmann machines
// (Hinton and Salakhutdinov 2006), train from random weights, and from autoencoders
// stacked one upon another.
func TestDeepSigmoidsAgainstPCA(t *testing.T) {
	if testing.Short() || raceEnabled || kernels.Active() == "generic" {
		t.Skip("takes half a minute without assembly")
	}
	ctx, data := context.Background(), tensorio.Digits[float32]()
	c := Config{Inputs: data.Width(), Layers: []int{100, 50, 25, 8}, Hidden: "sigmoid", Scaling: "min-max"}
	train, pretrain := DefaultTraining(), DefaultTraining()
	pretrain.Epochs = 20
	s, _, err := Pretrain(ctx, data, Greedy(c, pretrain))
	if err != nil {
		t.Fatal(err)
	}
	for name, m := range map[string]*Model[float32]{"from random weights": newModel[float32](t, c), "from a stack": newModelFrom(t, s, c)} {
		h, err := m.Fit(ctx, data, train)
		if err != nil {
			t.Fatal(err)
		}
		pca, err := PCAError(ctx, data, h.Train, h.HeldOut, m.CodeSize())
		if err != nil {
			t.Fatal(err)
		}
		kept := h.Epochs[h.Kept-1].SquaredError
		t.Logf("%s: held-out squared error per row %.1f, PCA %.1f, ratio %.3f", name, kept, pca, kept/pca)
		if kept > 0.65*pca { // 0.47 from random weights, 0.51 from a stack
			t.Errorf("%s: ratio above 0.65", name)
		}
	}
}
