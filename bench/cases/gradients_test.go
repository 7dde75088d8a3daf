package cases

import (
	"context"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/lamina-go/lamina/autoencoder"
	"github.com/lamina-go/lamina/bench/python"
	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
	"github.com/lamina-go/lamina/tensorio"
)

// The loss and every gradient of contractive models are autograd's.
func TestGradientsOfPyTorch(t *testing.T) {
	py := workers(t)
	if len(py) == 0 {
		t.Skip("LAMINA_BENCH_PYTHON names no interpreter")
	}
	for i, act := range nn.Activations() {
		for _, layers := range [][]int{{9}, {8, 5}, {4, 9}, {16, 8, 5}} {
			for _, way := range []string{"", "layer-wise"} {
				c := autoencoder.Config{Inputs: 7, Layers: layers, Hidden: act, Code: act, Tied: (i+len(layers))%2 == 0, Seed: uint64(i),
					Penalties: []autoencoder.Penalty{{Kind: "contractive", Weight: 0.3, Jacobian: way}}}
				t.Run(fmt.Sprintf("%s %v %s", act, layers, way), func(t *testing.T) {
					compareGradients[float32](t, py, c, 1e-5)
					compareGradients[float64](t, py, c, 1e-12)
				})
			}
		}
	}
}

// compareGradients takes a gradient from a step of gradient descent of length 1. tol
// is relative to each tensor's largest element.
func compareGradients[T kernels.Float](t *testing.T, py []*python.Worker, c autoencoder.Config, tol float64) {
	t.Helper()
	m, err := autoencoder.New[T](c)
	if err != nil {
		t.Fatal(err)
	}
	x := uniformMatrix[T](6, c.Inputs)
	in := inputs{"x": x, "hidden": c.Hidden, "code": c.Code, "layer_wise": c.Penalties[0].Jacobian != "", "weight": c.Penalties[0].Weight}
	names := map[string]string{} // as in Lamina, by Python's
	for l := range c.Layers {
		for short, long := range map[string]string{"w": "encoder.%d.weight", "b": "encoder.%d.bias", "v": "decoder.%d.weight", "c": "decoder.%d.bias"} {
			names[fmt.Sprint(short, l)] = fmt.Sprintf(long, l)
		}
	}
	before := m.Weights()
	var order []string
	for short, long := range names {
		if w, ok := before[long]; ok {
			in[short] = w
			order = append(order, short)
		}
	}
	slices.Sort(order)
	train := autoencoder.DefaultTraining()
	train.Epochs, train.Batch, train.HeldOut, train.LR, train.Optimizer = 1, x.Rows, 0, 1, nn.OptimizerSpec{Kind: "sgd"}
	history, err := m.Fit(context.Background(), tensorio.FromMatrix(x), train)
	if err != nil {
		t.Fatal(err)
	}
	after, loss := m.Weights(), history.Epochs[0].Train
	for _, w := range py {
		step, err := w.Make("torch_gradients.penalised", in)
		if err != nil {
			t.Fatal(err)
		}
		found, err := step.Result()
		step.Close()
		if err != nil {
			t.Fatal(err)
		}
		constant := float64(c.Inputs) / 2 * math.Log(math.Pi) // of a Gaussian with σ² = ½
		closeTo(t, "loss", []float64{loss.Objective() - constant}, found[0], tol)
		for i, name := range order {
			was, is := before[names[name]].Data, after[names[name]].Data
			got := make([]float64, len(was))
			for j := range got {
				got[j] = float64(was[j]) - float64(is[j])
			}
			closeTo(t, names[name], got, found[i+1], tol)
		}
	}
}

func closeTo(t *testing.T, what string, got, want []float64, tol float64) {
	t.Helper()
	largest := 1e-3
	for _, v := range want {
		largest = max(largest, math.Abs(v))
	}
	for i := range got {
		if !(math.Abs(got[i]-want[i]) <= tol*largest) {
			t.Errorf("%s: element %d is %v, PyTorch's %v", what, i, got[i], want[i])
			return
		}
	}
}
