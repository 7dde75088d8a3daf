package autoencoder

import (
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
	"github.com/lamina-go/lamina/tensorio"
)

// set gives all elements of a model's tensor a value.
func set[T kernels.Float](t *testing.T, m *Model[T], tensor string, v T) {
	t.Helper()
	for _, slot := range m.net.layout.Slots() {
		if slot.Name == tensor {
			p := nn.Vec(m.params, slot)
			for i := range p {
				p[i] = v
			}
			return
		}
	}
	t.Fatalf("no tensor %s", tensor)
}

// diverge trains until that fails, as it must.
func diverge[T kernels.Float](t *testing.T, m *Model[T], rows int, c TrainConfig) *DivergedError {
	t.Helper()
	h, err := m.Fit(context.Background(), tensorio.FromMatrix(curve[T](1, rows, m.Inputs())), c)
	var got *DivergedError
	if !errors.As(err, &got) {
		t.Fatalf("no divergence: %v", err)
	}
	if got.Kept != h.Kept || got.KeptSteps != h.KeptSteps {
		t.Errorf("%+v, but the history kept %d and %d", got, h.Kept, h.KeptSteps)
	}
	return got
}

// The first layer whose output is not finite is named, and the last good state kept: in
// a step, and on held-out rows.
func TestDivergenceNamesTheLayer(t *testing.T) {
	for _, test := range []struct{ tensor, where string }{
		{"encoder.0.weight", "layer encoder.0"}, {"encoder.1.bias", "layer encoder.1"}, {"decoder.1.bias", "layer decoder.1"},
	} {
		for _, at := range []struct {
			step          int
			place, suffix string
		}{{1, "at step 2 of epoch 1", ""}, {2, "after epoch 1", ", on held-out rows"}} {
			cfg := variant(t, "plain", 5, 4, 3)
			cfg.Hidden, cfg.Output = "relu", "identity"
			m := newModel[float64](t, cfg)
			before := slices.Clone(m.params)
			c := quick() // 2 steps an epoch
			c.OnStep = func(s Step) error {
				if s.Step == at.step {
					set(t, m, test.tensor, math.NaN())
				}
				return nil
			}
			got := diverge(t, m, 40, c)
			if want := at.place + ", first in " + test.where + at.suffix + ": kept the initial parameters"; !strings.Contains(got.Error(), want) {
				t.Errorf("%s: %v, want %q", test.tensor, got, want)
			}
			equalBits(t, test.tensor, m.params, before)
		}
	}
}

// Of several penalties the one that is not finite is named.
func TestDivergenceNamesThePenalty(t *testing.T) {
	for step, where := range map[int]string{1: "the l1 penalty", 2: "the l1 penalty, on held-out rows"} {
		cfg := variant(t, "plain", 5, 4, 3)
		cfg.Penalties = []Penalty{{Kind: "contractive", Weight: 0.1}, {Kind: "l1", Weight: 10}}
		m := newModel[float64](t, cfg)
		c := quick()
		c.OnStep = func(s Step) error {
			if s.Step == step {
				set(t, m, "encoder.1.bias", 1e308)
				set(t, m, "decoder.0.weight", 0)
			}
			return nil
		}
		if got := diverge(t, m, 40, c); got.Where != where {
			t.Errorf("%v, want %q", got, where)
		}
	}
}

// Where the gradient's norm is not finite, the tensor next to the loss is named.
func TestDivergenceNamesTheGradient(t *testing.T) {
	m := newModel[float32](t, variant(t, "plain", 5, 4, 3))
	c := quick()
	c.ClipNorm = 1
	c.OnStep = func(Step) error {
		set(t, m, "encoder.1.weight", 0)
		set(t, m, "encoder.1.bias", 0)
		set(t, m, "decoder.0.weight", 3e38) // of codes that are 0
		set(t, m, "decoder.0.bias", 0)
		set(t, m, "decoder.1.weight", 1e3)
		return nil
	}
	if got := diverge(t, m, 40, c); !strings.Contains(got.Error(), "the gradient's norm became") || !strings.Contains(got.Error(), "at step 2 of epoch 1, first in encoder.1.bias: ") {
		t.Error(got)
	}
}

// A long epoch without a measure does not lose everything.
func TestDivergenceInALongEpoch(t *testing.T) {
	for _, heldOut := range []float64{0, 0.1} {
		m := newModel[float32](t, variant(t, "plain", 5, 4, 3))
		c := quick()
		c.Batch, c.HeldOut = 1, heldOut
		var good []float32
		c.OnStep = func(s Step) error {
			switch s.Step {
			case 2 * goodSteps:
				good = slices.Clone(m.params)
			case 2*goodSteps + 9:
				set(t, m, "encoder.0.weight", float32(math.NaN()))
			}
			return nil
		}
		got := diverge(t, m, 3*goodSteps, c)
		if got.Kept != 0 || got.KeptSteps != 2*goodSteps || !strings.Contains(got.Error(), "kept the parameters after step 512 of epoch 1") {
			t.Error(got)
		}
		equalBits(t, "parameters", m.params, good)
	}
}
