package autoencoder

import (
	"context"
	"math"
	"strings"
	"testing"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
	"github.com/lamina-go/lamina/tensorio"
)

func inf() float64 { return math.Inf(1) }

func TestBadConfigurations(t *testing.T) {
	if _, err := Variant("variational"); err == nil ||
		err.Error() != `unknown variant "variational": choose one of plain, undercomplete, linear, pca, sparse, kl-sparse, k-sparse, denoising, score, contractive, vae, iwae` {
		t.Errorf("unknown variant: %v", err)
	}
	for want, change := range map[string]func(*Config){
		"inputs 0":                                                   func(c *Config) { c.Inputs = 0 },
		"layers are empty":                                           func(c *Config) { c.Layers = nil },
		"layers: width 0 at place 1 of [0 -3]":                       func(c *Config) { c.Layers = []int{0, -3} },
		"layers: width -3 at place 2":                                func(c *Config) { c.Layers = []int{4, -3} },
		"more than 1073741824 weights":                               func(c *Config) { c.Layers = []int{1 << 20, 1 << 20} },
		`hidden: unknown activation "swish"`:                         func(c *Config) { c.Hidden = "swish" },
		`unknown likelihood "cauchy"`:                                func(c *Config) { c.Likelihood.Kind = "cauchy" },
		`unknown scaling "log"`:                                      func(c *Config) { c.Scaling = "log" },
		`unknown corruption "rain"`:                                  func(c *Config) { c.Corruption.Kind = "rain" },
		"rate 1: expected 0 ≤ ν < 1":                                 func(c *Config) { c.Corruption = Corruption{Kind: "masking", Rate: 1} },
		"rate -0.1: expected 0 ≤ ν < 1":                              func(c *Config) { c.Corruption = Corruption{Kind: "salt-and-pepper", Rate: -0.1} },
		"rate NaN":                                                   func(c *Config) { c.Corruption = Corruption{Kind: "masking", Rate: math.NaN()} },
		"corruption rate 0.5 without a kind":                         func(c *Config) { c.Corruption.Rate = 0.5 },
		"penalty l1: weight -1: expected λ ≥ 0":                      func(c *Config) { c.Penalties = []Penalty{{Kind: "l1", Weight: -1}} },
		"penalty l1: weight +Inf":                                    func(c *Config) { c.Penalties = []Penalty{{Kind: "l1", Weight: inf()}} },
		`unknown penalty "l7"`:                                       func(c *Config) { c.Penalties = []Penalty{{Kind: "l7", Weight: 1}} },
		`unknown variant "wild"`:                                     func(c *Config) { c.Variant = "wild" },
		"variant sparse without an l1 penalty":                       func(c *Config) { c.Variant = "sparse" },
		"variant linear without identity act":                        func(c *Config) { c.Variant = "linear" },
		"variant pca without identity activati":                      func(c *Config) { c.Variant, c.Hidden, c.Output = "pca", "identity", "identity" },
		"variant kl-sparse without a kl-sparsit":                     func(c *Config) { c.Variant = "kl-sparse" },
		"variant k-sparse without top-k":                             func(c *Config) { c.Variant = "k-sparse" },
		"variant score without gaussian corrupt":                     func(c *Config) { c.Variant = "score" },
		"variant vae without a gaussian encoder":                     func(c *Config) { c.Variant, c.Encoder.Kind = "vae", "gaussian" },
		"variant iwae without the importance-we":                     func(c *Config) { c.Variant = "iwae" },
		`unknown init "svd": use pca`:                                func(c *Config) { c.Init = "svd" },
		"init pca with output activation sigmoid: components add up": func(c *Config) { c.Init, c.Scaling = "pca", "min-max" },
		"init pca with hidden activation relu: it bends at 0":        func(c *Config) { c.Init, c.Hidden, c.Output = "pca", "relu", "identity" },
		"init pca with tied weights and hidden activation tanh":      func(c *Config) { c.Init, c.Tied, c.Output = "pca", true, "identity" },
		"init pca with tied weights and layers [4 5] for 5 columns": func(c *Config) {
			c.Init, c.Tied, c.Layers, c.Hidden, c.Output = "pca", true, []int{4, 5}, "identity", "identity"
		},
		"init pca with the poisson likelihood: components reconstruct the data, and its decoder puts out logarithms": func(c *Config) {
			c.Init, c.Likelihood.Kind, c.Scaling, c.Output = "pca", "poisson", "none", "identity"
		},
		"encoder: samples -1: expected 1 to 65536":          func(c *Config) { c.Encoder = Encoder{Kind: "gaussian", Samples: -1} },
		"encoder: deviation 0: noise needs a positive":      func(c *Config) { c.Encoder = Encoder{Kind: "noise"} },
		"encoder: deviation 1: only noise has one":          func(c *Config) { c.Encoder = Encoder{Kind: "gaussian", Deviation: 1} },
		"encoder: deviation, samples or importance without": func(c *Config) { c.Encoder = Encoder{Samples: 3} },
		`unknown encoder "poisson": choose one of gaussian`: func(c *Config) { c.Encoder.Kind = "poisson" },
		"bernoulli encoder with code activation identity":   func(c *Config) { c.Encoder.Kind = "bernoulli" },
		"importance-weighted bound with the noise encoder":  func(c *Config) { c.Encoder = Encoder{Kind: "noise", Deviation: 1, Importance: true} },
		"top-k 3: expected 1 to the code's 2 units":         func(c *Config) { c.TopK = 3 },
		"anneal 3 without top-k":                            func(c *Config) { c.Anneal = 3 },
		"kl-sparsity penalty with code activation identity": func(c *Config) { c.Penalties = []Penalty{{Kind: "kl-sparsity", Weight: 1}} },
		"penalty kl-sparsity: target 1: expected 0 < ρ < 1": func(c *Config) {
			c.Code, c.Penalties = "sigmoid", []Penalty{{Kind: "kl-sparsity", Weight: 1, Target: 1}}
		},
		"rate 0.1: gaussian corruption has none":            func(c *Config) { c.Corruption = Corruption{Kind: "gaussian", Rate: 0.1} },
		"deviation -1: expected a finite σ ≥ 0":             func(c *Config) { c.Corruption = Corruption{Kind: "gaussian", Deviation: -1} },
		"deviation 1: only gaussian has one; dropout has a": func(c *Config) { c.Corruption = Corruption{Kind: "dropout", Deviation: 1} },
		"emphasis without corruption":                       func(c *Config) { c.Corruption.Emphasis.Clean = 2 },
		"emphasis with gaussian corruption: every entry":    func(c *Config) { c.Corruption = Corruption{Kind: "gaussian", Deviation: 1, Emphasis: Emphasis{1, 2}} },
		"emphasis: -1 for corrupted entries and 1 for":      func(c *Config) { c.Corruption = Corruption{Kind: "masking", Rate: 0.1, Emphasis: Emphasis{-1, 1}} },
		"groups [2] do not end where the 5 columns do": func(c *Config) {
			c.Likelihood, c.Output, c.Scaling = nn.LikelihoodSpec{Kind: "categorical", Groups: []int{2}}, "identity", "none"
		},
		"standard scaling with the poisson likelihood: it needs counts as they are": func(c *Config) {
			c.Likelihood.Kind, c.Output, c.Scaling = "poisson", "identity", "standard"
		},
		"output activation sigmoid with the ber": func(c *Config) { c.Likelihood.Kind, c.Output = "bernoulli", "sigmoid" },
		"standard scaling with the bernoulli":    func(c *Config) { c.Likelihood.Kind, c.Output, c.Scaling = "bernoulli", "identity", "standard" },
		"variance 1: the bernoulli likelihood": func(c *Config) {
			c.Likelihood, c.Output = nn.LikelihoodSpec{Kind: "bernoulli", Variance: 1}, "identity"
		},
	} {
		c := variant(t, "plain", 5, 4, 2)
		change(&c)
		if _, err := New[float32](c); err == nil || !strings.HasPrefix(err.Error(), "autoencoder: ") || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want an error with %q", err, want)
		}
	}
}

func TestBadTraining(t *testing.T) {
	const rows = 40
	for want, change := range map[string]func(*TrainConfig){
		"epochs -1": func(c *TrainConfig) { c.Epochs = -1 },
		"batch -1":  func(c *TrainConfig) { c.Batch = -1 },
		"batch 33: the data has only 32 training rows": func(c *TrainConfig) { c.Batch = 33 },
		"lr 0":                                 func(c *TrainConfig) { c.LR = 0 },
		"lr NaN":                               func(c *TrainConfig) { c.LR = math.NaN() },
		"patience -1":                          func(c *TrainConfig) { c.Patience = -1 },
		"held-out fraction 1":                  func(c *TrainConfig) { c.HeldOut = 1 },
		"fraction 0.99 of 40":                  func(c *TrainConfig) { c.HeldOut = 0.99 },
		`unknown optimizer "bfgs`:              func(c *TrainConfig) { c.Optimizer.Kind = "bfgs" },
		"decay -1":                             func(c *TrainConfig) { c.Optimizer.Decay = -1 },
		"clip norm -1":                         func(c *TrainConfig) { c.ClipNorm = -1 },
		`unknown schedule "sine"`:              func(c *TrainConfig) { c.Schedule.Kind = "sine" },
		"warm-up 9: training has only 6 steps": func(c *TrainConfig) { c.Schedule.WarmUp = 9 },
		"every 3: training has only 3 epochs":  func(c *TrainConfig) { c.Schedule = nn.ScheduleSpec{Kind: "step", Every: 3} },
		"beside a custom one":                  func(c *TrainConfig) { c.Schedule.WarmUp, c.CustomSchedule = 1, fever{} },
		"the schedule never starts: the learning rate is 0 at all 2 steps of epoch 1":      func(c *TrainConfig) { c.CustomSchedule = factor(0) },
		"schedule never starts: the learning rate is 0 at all 2":                           func(c *TrainConfig) { c.CustomSchedule = factor(1e-60) },
		"the schedule's factor 1e+60 makes the learning rate 0.003 infinite in float32 at": func(c *TrainConfig) { c.CustomSchedule = factor(1e60) },
		"lr 1e-50: expected a positive, finite learning rate in float32":                   func(c *TrainConfig) { c.LR = 1e-50 },
		"lr 1e+39: expected a positive, finite learning rate in float32":                   func(c *TrainConfig) { c.LR = 1e39 },
		"clip norm 1e-50: it is 0 in float32":                                              func(c *TrainConfig) { c.ClipNorm = 1e-50 },
		"schedule: factor 1e-300: fall 1 of 2 would take the learning rate 0.003 to 0 in float32": func(c *TrainConfig) {
			c.Schedule = nn.ScheduleSpec{Kind: "step", Every: 1, Factor: 1e-300}
		},
		"schedule: factor 0.5: fall 142 of 999 would take the learning rate 0.003 to 0": func(c *TrainConfig) {
			c.Epochs, c.Schedule = 1000, nn.ScheduleSpec{Kind: "step", Every: 1}
		},
		"schedule: factor 1e-60: fall 1 of 1 would": func(c *TrainConfig) {
			c.Schedule = nn.ScheduleSpec{Kind: "plateau", Patience: 1, Factor: 1e-60}
		},
		"the schedule's factor is -1 at step 1 of epoch 1": func(c *TrainConfig) { c.CustomSchedule = factor(-1) },
		"the schedule's factor is NaN at":                  func(c *TrainConfig) { c.CustomSchedule = factor(math.NaN()) },
	} {
		c := quick()
		change(&c)
		m := newModel[float32](t, variant(t, "plain", 5, 4, 2))
		if _, err := m.Fit(context.Background(), tensorio.FromMatrix(curve[float32](1, rows, 5)), c); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want an error with %q", err, want)
		}
	}
}

// factor is a schedule of one factor.
type factor float64

func (f factor) Factor(nn.Progress) float64 { return float64(f) }

func TestBadData(t *testing.T) {
	x := curve[float64](1, 40, 5)
	x.Row(6)[2] = math.NaN()
	bare := tensorio.FromMatrix(x)
	named, err := tensorio.NewDense(x, tensorio.Info{Columns: []string{"a", "b", "petal", "d", "e"}})
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	plain := variant(t, "plain", 5, 4, 2)
	refuse := func(c Config, data tensorio.Dataset[float64], want string) {
		t.Helper()
		m := newModel[float64](t, c)
		before := m.Weights()["encoder.0.weight"]
		if _, err := m.Fit(ctx, data, quick()); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want an error with %q", err, want)
		}
		equalBits(t, "parameters after refused data", m.Weights()["encoder.0.weight"].Data, before.Data)
	}
	refuse(plain, bare, "row 7, column 3 is NaN: expected a finite number")
	refuse(plain, named, "row 7, column 3 (petal) is NaN")
	x.Row(6)[2] = inf()
	refuse(plain, bare, "row 7, column 3 is +Inf")
	x.Row(6)[2] = 1
	refuse(plain, tensorio.FromMatrix(curve[float64](1, 9, 6)), "model for 5 columns given 6")
	bernoulli := plain
	bernoulli.Output, bernoulli.Scaling, bernoulli.Likelihood.Kind = "identity", "none", "bernoulli"
	refuse(bernoulli, tensorio.FromMatrix(curve[float64](1, 40, 5)), "the bernoulli likelihood needs values from 0 to 1")

	m := newModel[float64](t, plain)
	if _, err := m.Encode(x); err == nil || !strings.Contains(err.Error(), "call Fit first") {
		t.Errorf("unfitted: %v", err)
	}
	fit(t, m, curve[float64](1, 40, 5), quick())
	wide := kernels.NewMatrix[float64](2, 784)
	const want = "model for 5 columns given 784"
	for what, err := range map[string]error{
		"Encode": second(m.Encode(wide)), "Reconstruct": second(m.Reconstruct(wide)), "Score": second(m.Score(wide)),
		"Evaluate": second(m.Evaluate(ctx, tensorio.FromMatrix(wide))),
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := m.Decode(wide); err == nil || !strings.Contains(err.Error(), "model for 2 code units given 784") {
		t.Errorf("Decode: %v", err)
	}
	x.Row(1)[4] = inf()
	err = m.EncodeData(ctx, tensorio.FromMatrix(x), func(int, kernels.Matrix[float64]) error { return nil })
	if err == nil || !strings.Contains(err.Error(), "row 2, column 5 is +Inf") {
		t.Errorf("EncodeData: %v", err)
	}
}

func second[A any](_ A, err error) error { return err }
