package psd

import (
	"context"
	"math"
	"strings"
	"testing"

	"github.com/lamina-go/lamina/autoencoder"
	"github.com/lamina-go/lamina/autoencoder/preprocess"
	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/tensorio"
)

// A network of a stack's layers computes what the stack does, and another criterion
// trains it further.
func TestLayers(t *testing.T) {
	x, _ := planted[float64](300, 8, 12, 2)
	for i := range x.Rows {
		x.Row(i)[2] += 3
	}
	for _, c := range []struct {
		spec     preprocess.Spec
		prepared bool
	}{{preprocess.Spec{Whitening: "standard"}, false}, {preprocess.Spec{Whitening: "zca"}, false}, {preprocess.Spec{Contrast: "local", Whitening: "pca"}, true}, {preprocess.Spec{}, false}} {
		second := Over(12, "")
		second.Atoms, second.Lambda, second.Encoder = 6, 0.3, "sigmoid"
		stack, _, err := FitStack(context.Background(), tensorio.Dataset[float64](tensorio.FromMatrix(x)),
			[]Config{{Atoms: 12, Lambda: 0.3, Gamma: 1, Preprocess: c.spec}, second}, TrainConfig{Epochs: 3, LR: 1e-2, Batch: 50})
		if err != nil {
			t.Fatal(err)
		}
		encoder, decoder, prepared, err := stack.Layers()
		if err != nil || prepared != c.prepared {
			t.Fatalf("%+v: prepared %v, %v", c.spec, prepared, err)
		}
		net, err := autoencoder.NewFromLayers(autoencoder.Config{Scaling: "none", Corruption: autoencoder.Corruption{Kind: "masking", Rate: 0.2}}, encoder, decoder)
		if err != nil {
			t.Fatal(err)
		}
		rows := x
		if prepared {
			rows, _, _ = stack[0].Prepare(x)
		}
		got, err := net.Encode(rows)
		if err != nil {
			t.Fatal(err)
		}
		kernels.ScaleCols(got, stack[1].gain())
		want, _ := stack.Encode(x)
		near(t, "code", got.Data, want.Data)
		r, err := net.Reconstruct(rows)
		if err != nil {
			t.Fatal(err)
		}
		below, _ := stack[1].Decode(want)
		whole, _ := stack[0].Decode(below)
		if prepared { // Decode goes on to the rows before the whitening
			whole = kernels.NewMatrix[float64](x.Rows, rows.Cols)
			kernels.Gemm(false, false, 1, below, stack[0].dictionary(), 0, whole)
		}
		near(t, "reconstruction", r.Data, whole.Data)
		h, err := net.Fit(context.Background(), tensorio.FromMatrix(rows), autoencoder.TrainConfig{Epochs: 15, LR: 3e-3, Batch: 20})
		if err != nil {
			t.Fatal(err)
		}
		if first, last := h.Epochs[0].Train.NegLog, h.Epochs[14].Train.NegLog; !(last < first) {
			t.Errorf("%+v: denoising went from %v to %v", c.spec, first, last)
		}
	}
}

func near(t *testing.T, what string, got, want []float64) {
	t.Helper()
	for i, v := range want {
		if math.Abs(got[i]-v) > 1e-9*max(1, math.Abs(v)) {
			t.Fatalf("%s %d is %v, want %v", what, i, got[i], v)
		}
	}
}

func TestLayersThatAreNone(t *testing.T) {
	x, _ := planted[float64](60, 8, 12, 2)
	data := tensorio.Dataset[float64](tensorio.FromMatrix(x))
	for _, c := range []struct {
		first Config
		above string
		want  string
	}{
		{Config{Atoms: 4, Lambda: 0.3, Gamma: 1, Encoder: "shrink"}, "", "layer 1: encoder shrink: networks have no such unit"},
		{Config{Atoms: 4, Lambda: 0.3, Gamma: 1}, "abs", "layer 2: rectification abs"},
	} {
		stack, _, err := FitStack(context.Background(), data, []Config{c.first, Over(4, c.above)}, TrainConfig{Epochs: 1, LR: 1e-3})
		if err != nil {
			t.Fatal(err)
		}
		if _, _, _, err := stack.Layers(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v, want %q", err, c.want)
		}
	}
}
