package psd

import (
	"context"
	"errors"
	"math"
	"path/filepath"
	"strings"
	"testing"

	"github.com/lamina-go/lamina/autoencoder/preprocess"
	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
	"github.com/lamina-go/lamina/tensorio"
)

func TestBadInput(t *testing.T) {
	good := small()
	good.Inputs = 4
	with := func(f func(*Config)) Config { c := good; f(&c); return c }
	for _, c := range []struct {
		c    Config
		want string
	}{
		{with(func(c *Config) { c.Lambda = 0 }), "lambda 0: expected a positive"},
		{with(func(c *Config) { c.Lambda = -2 }), "lambda -2"},
		{with(func(c *Config) { c.Gamma = -1 }), "gamma -1: expected"},
		{with(func(c *Config) { c.Gamma = math.Inf(1) }), "gamma +Inf"},
		{with(func(c *Config) { c.Atoms = 0 }), "atoms 0"},
		{with(func(c *Config) { c.Atoms = 1 << 28 }), "atoms 268435456"},
		{with(func(c *Config) { c.Inputs = 0 }), "inputs 0"},
		{with(func(c *Config) { c.Encoder = "step" }), `unknown encoder "step": choose one of tanh`},
		{with(func(c *Config) { c.Preprocess.Whitening = "x" }), "unknown whitening"},
	} {
		if _, err := New[float32](c.c); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v, want %q", c.c, err, c.want)
		}
	}
	x := normal[float32](1, 20, 4)
	nan := normal[float32](1, 20, 4)
	nan.Row(6)[2] = float32(math.NaN())
	for _, c := range []struct {
		x    kernels.Matrix[float32]
		spec preprocess.Spec
		tc   TrainConfig
		want string
	}{
		{x, preprocess.Spec{}, TrainConfig{}, "epochs 0"},
		{x, preprocess.Spec{}, TrainConfig{Epochs: 1, LR: -1}, "lr -1"},
		{x, preprocess.Spec{}, TrainConfig{Epochs: 1, LR: 1, Batch: -3}, "batch -3"},
		{x, preprocess.Spec{}, TrainConfig{Epochs: 1, LR: 1, HeldOut: 1}, "held-out fraction 1"},
		{x, preprocess.Spec{}, TrainConfig{Epochs: 1, LR: 1, Dictionary: "svd"}, `unknown dictionary update "svd"`},
		{x, preprocess.Spec{}, TrainConfig{Epochs: 1, LR: 1, Solver: "lars"}, "unknown solver"},
		{x, preprocess.Spec{}, TrainConfig{Epochs: 1, LR: 1, Tolerance: -1}, "tolerance -1"},
		{nan, preprocess.Spec{}, TrainConfig{Epochs: 1, LR: 1}, "row 7"},
		{normal[float32](1, 20, 5), preprocess.Spec{}, TrainConfig{Epochs: 1, LR: 1}, "model for 4 columns given 5"},
		{kernels.NewMatrix[float32](20, 4), preprocess.Spec{Contrast: "local"}, TrainConfig{Epochs: 1, LR: 1}, "no row has contrast"},
		{x, preprocess.Spec{}, TrainConfig{Epochs: 1, LR: 1, Lambda: Ramp{}}, ""},
		{x, preprocess.Spec{}, TrainConfig{Epochs: 2, LR: 1, Lambda: Ramp{Epochs: 1}}, "lambda 0"},
		{x, preprocess.Spec{}, TrainConfig{Epochs: 3, LR: 1, Lambda: Ramp{From: 0.1, Epochs: 3}}, "lambda ramp 3: training has only 3 epochs"},
		{x, preprocess.Spec{}, TrainConfig{Epochs: 3, LR: 1, Gamma: Ramp{Epochs: 100}}, "gamma ramp 100: training has only 3 epochs"},
		{x, preprocess.Spec{}, TrainConfig{Epochs: 3, LR: 1, Gamma: Ramp{Epochs: -1}}, "gamma ramp -1"},
		{x, preprocess.Spec{}, TrainConfig{Epochs: 1, LR: 1, Batch: 21}, "batch 21: the data has only 20 training rows; a full batch takes"},
		{x, preprocess.Spec{}, TrainConfig{Epochs: 1, LR: 1, Batch: 20, HeldOut: 0.1}, "batch 20: the data has only 18 training rows"},
		{x, preprocess.Spec{}, TrainConfig{Epochs: 1, LR: 1, Batch: 20}, ""},
		{x, preprocess.Spec{}, TrainConfig{Epochs: 1, LR: 1, Batch: 20, FullBatch: true}, "batch 20 beside a full batch"},
		{x, preprocess.Spec{}, TrainConfig{Epochs: 1, LR: 1e-60}, "lr 1e-60: expected a positive, finite learning rate in float32"},
		{x, preprocess.Spec{}, TrainConfig{Epochs: 1, LR: 1e60}, "lr 1e+60"},
		{x, preprocess.Spec{}, TrainConfig{Epochs: 1, LR: 1, Patience: -1}, "patience -1"},
		{x, preprocess.Spec{}, TrainConfig{Epochs: 1, LR: 1, Patience: 2}, "patience 2 without held-out rows"},
		{x, preprocess.Spec{}, TrainConfig{Epochs: 9, LR: 1, Patience: 2, HeldOut: 0.1, Schedule: nn.ScheduleSpec{Kind: "plateau"}}, "schedule: patience 5: training ends after 2"},
		{x, preprocess.Spec{}, TrainConfig{Epochs: 2, LR: 1, Schedule: nn.ScheduleSpec{Kind: "step", Every: 3}}, "schedule: every 3: training has only 2"},
		{x, preprocess.Spec{}, TrainConfig{Epochs: 2, LR: 1, Schedule: nn.ScheduleSpec{Kind: "slope"}}, `unknown schedule "slope"`},
		{x, preprocess.Spec{}, TrainConfig{Epochs: 2, LR: 1, Schedule: nn.ScheduleSpec{Kind: "cosine"}, CustomSchedule: nn.Constant{}}, "beside a custom one"},
		{x, preprocess.Spec{}, TrainConfig{Epochs: 2, LR: 1, Optimizer: nn.OptimizerSpec{Decay: 0.1}}, "optimizer: decay 0.1: atoms have unit length"},
	} {
		cfg := good
		cfg.Preprocess = c.spec
		m, err := New[float32](cfg)
		if err != nil {
			t.Fatal(err)
		}
		_, err = m.Fit(context.Background(), tensorio.FromMatrix(c.x), c.tc)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v, want %q", c.tc, err, c.want)
		}
	}
	m, err := New[float32](good)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := m.Encode(x); !errors.Is(err, errNotFitted) {
		t.Error(err)
	}
	if err := m.Save(filepath.Join(t.TempDir(), "m")); !errors.Is(err, errNotFitted) {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := m.Fit(ctx, tensorio.FromMatrix(x), TrainConfig{Epochs: 1, LR: 1}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	_, h := fit(t, small(), TrainConfig{Epochs: 1, LR: 1e-2, MaxIterations: 1, Tolerance: 1e-6}, normal[float32](1, 50, 8))
	if h.Missed() < 10 {
		t.Errorf("%d codes without a certificate, want many", h.Missed())
	}
}
