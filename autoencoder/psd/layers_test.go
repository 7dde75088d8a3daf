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
		spec         preprocess.Spec
		prepared     bool
		first, above string // encoders
	}{
		{preprocess.Spec{Whitening: "standard"}, false, "tanh", "sigmoid"},
		{preprocess.Spec{Whitening: "zca"}, false, "soft", "tanh"},
		{preprocess.Spec{Contrast: "local", Whitening: "pca"}, true, "tanh", "soft"},
		{preprocess.Spec{}, false, "soft", "soft"},
	} {
		second := Over(12, "")
		second.Atoms, second.Lambda, second.Gamma, second.Encoder = 6, 0.3, 1, c.above
		stack, _, err := FitStack(context.Background(), tensorio.Dataset[float64](tensorio.FromMatrix(x)),
			[]Config{{Atoms: 12, Lambda: 0.3, Gamma: 1, Encoder: c.first, Preprocess: c.spec}, second}, TrainConfig{Epochs: 3, LR: 1e-2, Batch: 50})
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
		if c.above == "soft" { // its units are halves
			both := got
			got = kernels.NewMatrix[float64](both.Rows, 6)
			for i := range got.Rows {
				kernels.Sub(got.Row(i), both.Row(i)[:6], both.Row(i)[6:])
			}
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

// A classifier starts with a stack's codes, and training all of it tells classes that its
// softmax layer alone cannot.
func TestStackBecomesClassifier(t *testing.T) {
	x, _ := planted[float64](600, 8, 12, 2)
	class := make([]int, x.Rows)
	for i := range class {
		if kernels.Dot(x.Row(i), x.Row(i)) > 1.5 { // a sphere
			class[i] = 1
		}
	}
	data, err := tensorio.NewDense(x, tensorio.Info{Labels: &tensorio.Labels{Class: class, Names: []string{"inner", "outer"}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, unit := range []string{"tanh", "soft"} {
		second := Over(12, "")
		second.Atoms, second.Lambda, second.Gamma, second.Encoder = 10, 0.3, 1, unit
		stack, _, err := FitStack(context.Background(), tensorio.Dataset[float64](data),
			[]Config{{Atoms: 12, Lambda: 0.3, Gamma: 1, Encoder: unit}, second}, TrainConfig{Epochs: 5, LR: 1e-2, Batch: 50})
		if err != nil {
			t.Fatal(err)
		}
		encoder, decoder, prepared, err := stack.Layers()
		if err != nil || prepared {
			t.Fatalf("%s: prepared %v, %v", unit, prepared, err)
		}
		accuracy := func(frozen int) (first, last float64) {
			net, err := autoencoder.NewFromLayers(autoencoder.Config{Scaling: "none"}, encoder, decoder)
			if err != nil {
				t.Fatal(err)
			}
			whole, err := autoencoder.NewStack(net)
			if err != nil {
				t.Fatal(err)
			}
			c, err := whole.Classifier(autoencoder.Config{}, data.Labels().Names)
			if err != nil {
				t.Fatal(err)
			}
			got, err := c.Encode(x)
			if err != nil {
				t.Fatal(err)
			}
			want, err := net.Encode(x)
			if err != nil {
				t.Fatal(err)
			}
			near(t, "code", got.Data, want.Data)
			before, err := c.Evaluate(context.Background(), data)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := c.Fit(context.Background(), data, autoencoder.TrainConfig{Epochs: 40, LR: 1e-2, Batch: 20, Frozen: frozen}); err != nil {
				t.Fatal(err)
			}
			after, err := c.Evaluate(context.Background(), data)
			if err != nil {
				t.Fatal(err)
			}
			return before.Accuracy, after.Accuracy
		}
		_, probe := accuracy(2)
		first, tuned := accuracy(0)
		t.Logf("%s: accuracy %.3f at first, %.3f of the softmax layer alone, %.3f of all", unit, first, probe, tuned)
		if !(tuned > 0.95) || !(tuned > probe+0.02) || !(tuned > first) {
			t.Errorf("%s: accuracy %v at first, %v of the softmax layer alone, %v of all", unit, first, probe, tuned)
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
		{Config{Atoms: 4, Lambda: 0.3, Gamma: 1, Encoder: "shrink"}, "", "layer 1: encoder shrink: a − tanh a is no unit of a network"},
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
