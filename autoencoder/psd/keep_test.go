package psd

import (
	"context"
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/lamina-go/lamina/autoencoder/preprocess"
	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
	"github.com/lamina-go/lamina/tensorio"
)

func TestDivergence(t *testing.T) {
	x := normal[float32](1, 64, 4)
	c := small()
	c.Inputs, c.Encoder, c.Gamma = 4, "identity", 1
	m, err := New[float32](c)
	if err != nil {
		t.Fatal(err)
	}
	h, err := m.Fit(context.Background(), tensorio.FromMatrix(x), TrainConfig{Epochs: 500, Batch: 8, LR: 1e18, Optimizer: nn.OptimizerSpec{Kind: "sgd"}})
	var diverged *DivergedError
	if !errors.As(err, &diverged) || h == nil {
		t.Fatalf("%v", err)
	}
	if err := m.Save(filepath.Join(t.TempDir(), "m")); err != nil {
		t.Errorf("the last good parameters are not finite: %v", err)
	}
}

// What became NaN or infinite is named, and the parameters before it are kept.
func TestDivergenceNamesThePart(t *testing.T) {
	x, _ := planted[float64](40, 6, 12, 2)
	for _, name := range []string{"dictionary", "encoder.weight", "encoder.bias", "encoder.gain"} {
		c := small()
		c.Inputs = 6
		m, err := New[float64](c)
		if err != nil {
			t.Fatal(err)
		}
		var first []float64
		h, err := m.Fit(context.Background(), tensorio.FromMatrix(x), TrainConfig{Epochs: 2, Batch: 10, LR: 1e-2, OnStep: func(s Step) error {
			if s.Epoch != 2 || s.Step != 2 {
				return nil
			}
			for _, slot := range m.layout.Slots() {
				if slot.Name == name {
					nn.Vec(m.params, slot)[1] = math.NaN()
				}
			}
			return nil
		}, OnEpoch: func(Epoch) error { first = slices.Clone(m.params); return nil }})
		var got *DivergedError
		if !errors.As(err, &got) || got.Where != name || got.Epoch != 2 || got.Step != 3 || got.Kept != 1 || got.KeptSteps != 0 || h.Kept != 1 {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if want := "at step 3 of epoch 2, first in " + name + ": kept the parameters of epoch 1;"; !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
		if fmt.Sprint(m.params) != fmt.Sprint(first) {
			t.Errorf("%s: the parameters are not those of epoch 1", name)
		}
	}
	// Rows whose squares are beyond the range of float32.
	huge := normal[float32](1, 30, 6)
	kernels.Scale(huge.Data, 1e25, huge.Data)
	c := small()
	c.Inputs = 6
	m, err := New[float32](c)
	if err != nil {
		t.Fatal(err)
	}
	_, err = m.Fit(context.Background(), tensorio.FromMatrix(huge), TrainConfig{Epochs: 1, LR: 1e-2})
	if err == nil || !strings.Contains(err.Error(), "became +Inf at step 1 of epoch 1, first in a term of the objective: kept the initial parameters") {
		t.Error(err)
	}
	// A parameter may be infinite where no objective shows it.
	if m, err = New[float32](c); err != nil {
		t.Fatal(err)
	}
	_, err = m.Fit(context.Background(), tensorio.FromMatrix(normal[float32](1, 30, 6)), TrainConfig{Epochs: 2, LR: 1e-2, OnEpoch: func(Epoch) error {
		nn.Vec(m.params, m.slots.bias)[0] = float32(math.Inf(1)) // tanh of which is 1
		return nil
	}})
	if err == nil || !strings.Contains(err.Error(), "a parameter became +Inf after epoch 1, first in encoder.bias: kept the initial parameters") {
		t.Error(err)
	}
}

// A long epoch loses at most keepEvery steps.
func TestLongEpochsAreKept(t *testing.T) {
	x := normal[float64](1, keepEvery+20, 3)
	c := small()
	c.Inputs, c.Atoms = 3, 4
	m, err := New[float64](c)
	if err != nil {
		t.Fatal(err)
	}
	_, err = m.Fit(context.Background(), tensorio.FromMatrix(x), TrainConfig{Epochs: 1, Batch: 1, LR: 1e-3, OnStep: func(s Step) error {
		if s.Step == keepEvery+5 {
			m.gain()[0] = math.NaN()
		}
		return nil
	}})
	var got *DivergedError
	if !errors.As(err, &got) || got.Kept != 0 || got.KeptSteps != keepEvery {
		t.Error(err)
	}
}

// ending is a context that ends when it is asked for the n-th time.
type ending struct {
	context.Context
	left   int
	cancel func()
}

func (e *ending) Err() error {
	if e.left--; e.left == 0 {
		e.cancel()
	}
	return e.Context.Err()
}

func endingAfter(n int) *ending {
	ctx, cancel := context.WithCancel(context.Background())
	return &ending{ctx, n, cancel}
}

// Whenever training is cancelled, it ends there, and the model has the whole steps until
// then: those of the unfinished epoch too.
func TestCancelling(t *testing.T) {
	old := tileWork
	defer func() { tileWork = old }()
	tileWork = 1 // 256 rows
	x, _ := planted[float64](700, 6, 10, 2)
	config := Config{Inputs: 6, Atoms: 10, Lambda: 0.3, Gamma: 0.5, Preprocess: preprocess.Spec{Contrast: "local", Whitening: "zca"}}
	for _, tc := range []TrainConfig{
		{Epochs: 2, Batch: 300, LR: 1e-2, HeldOut: 0.4},
		{Epochs: 2, FullBatch: true, LR: 1e-2, HeldOut: 0.4, Dictionary: "gradient"},
	} {
		var after []string // the parameters after so many steps
		var m *Model[float64]
		tc.OnStep = func(Step) error {
			after = append(after, fmt.Sprint(m.params))
			return nil
		}
		train := func(ctx context.Context) (*History, error) {
			var err error
			if m, err = New[float64](config); err != nil {
				t.Fatal(err)
			}
			return m.Fit(ctx, tensorio.FromMatrix(x), tc)
		}
		if _, err := train(context.Background()); err != nil {
			t.Fatal(err)
		}
		want := after
		midEpoch, times := 0, 0
		for n := 1; ; n++ {
			after = nil
			ctx := endingAfter(n)
			h, err := train(ctx)
			if err == nil && ctx.left > 0 {
				break
			}
			times++
			if !errors.Is(err, context.Canceled) || ctx.left < -8 { // nothing goes on for long
				t.Fatalf("cancelled at check %d: %v, %d checks later", n, err, -ctx.left)
			}
			if h == nil {
				continue
			}
			if h.KeptSteps > 0 {
				midEpoch++
			}
			perEpoch := len(want) / tc.Epochs
			steps := h.Kept*perEpoch + h.KeptSteps
			if h.KeptSteps > 0 && fmt.Sprint(m.params) != want[steps-1] {
				t.Errorf("cancelled at check %d: not the parameters after %d steps", n, steps)
			}
			if d := steps - len(h.Steps); d < 0 || d > 1 { // the last one may be unmeasured
				t.Errorf("cancelled at check %d: %d steps kept, %d in the history", n, steps, len(h.Steps))
			}
			if err := m.Save(filepath.Join(t.TempDir(), "m")); err != nil {
				t.Error(err)
			}
		}
		// Reading, whitening, Jacobi's rotations, and every tile of every pass over a batch.
		if midEpoch == 0 || times < 40 {
			t.Errorf("%+v: %d checks, %d within an epoch", tc, times, midEpoch)
		}
	}
}

// Tiles of a batch change no bit.
func TestTilesChangeNoBit(t *testing.T) {
	old := tileWork
	defer func() { tileWork = old }()
	x, _ := planted[float32](900, 7, 12, 2)
	for _, tc := range []TrainConfig{
		{Epochs: 2, FullBatch: true, LR: 1e-2}, {Epochs: 2, Batch: 600, LR: 1e-2}, {Epochs: 2, Batch: 600, LR: 1e-2, Dictionary: "gradient"},
	} {
		tileWork = old
		whole, _ := fit(t, small(), tc, x)
		tileWork = 1
		tiled, _ := fit(t, small(), tc, x)
		if fmt.Sprint(whole.params) != fmt.Sprint(tiled.params) {
			t.Errorf("%+v: tiles have other bits", tc)
		}
	}
}
