package autoencoder

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
	"github.com/lamina-go/lamina/tensorio"
)

// mixed is a stack of three layers, each of another variant.
func mixed() []StackLayer {
	t := quick()
	return []StackLayer{
		{Config{Layers: []int{9}, Code: "sigmoid", Scaling: "min-max", Tied: true,
			Penalties: []Penalty{{Kind: "contractive", Weight: 0.01}}, Corruption: Corruption{Kind: "masking", Rate: 0.2}}, t},
		{Config{Layers: []int{8, 7}, Hidden: "tanh", Code: "sigmoid", Likelihood: nn.LikelihoodSpec{Kind: "bernoulli"}, Seed: 1}, t},
		{Config{Layers: []int{6}, Code: "relu", TopK: 3, Likelihood: nn.LikelihoodSpec{Kind: "gaussian-learned"},
			Penalties: []Penalty{{Kind: "l1", Weight: 0.01}}, Seed: 2}, t},
	}
}

func pretrain[T kernels.Float](t testing.TB, x kernels.Matrix[T], layers []StackLayer) *Stack[T] {
	t.Helper()
	s, histories, err := Pretrain(context.Background(), tensorio.FromMatrix(x), layers)
	if err != nil {
		t.Fatal(err)
	}
	if len(histories) != len(layers) {
		t.Fatalf("%d histories of %d layers", len(histories), len(layers))
	}
	return s
}

func matrix[T kernels.Float](t testing.TB) func(kernels.Matrix[T], error) []T {
	return func(m kernels.Matrix[T], err error) []T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return m.Data
	}
}

// The unrolled model encodes and decodes as the layers in turn do, bit for bit.
func TestUnrollIsTheStackBitForBit(t *testing.T) {
	must := matrix[float32](t)
	x := curve[float32](1, 300, 12)
	s := pretrain(t, x, mixed())
	deep, err := s.Unroll(Config{})
	if err != nil {
		t.Fatal(err)
	}
	h := x
	for _, m := range s.Models() {
		if h, err = m.Encode(h); err != nil {
			t.Fatal(err)
		}
	}
	equalBits(t, "unrolled codes", must(deep.Encode(x)), h.Data)
	equalBits(t, "the stack's codes", must(s.Encode(x)), h.Data)
	r := must(s.Decode(h))
	equalBits(t, "unrolled reconstructions", must(deep.Reconstruct(x)), r)
	codes, err := s.Encoded(tensorio.FromMatrix(x))
	if err != nil {
		t.Fatal(err)
	}
	equalBits(t, "codes as data", must(tensorio.ReadAll(codes)), h.Data)
	c, err := s.Classifier(Config{}, []string{"a", "b"})
	if err != nil {
		t.Fatal(err)
	}
	equalBits(t, "the classifier's codes", must(c.Encode(x)), h.Data)
	if got := fmt.Sprint(deep.Config().Layers, deep.Config().Units, deep.Config().TopK); got != "[9 8 7 6] [sigmoid tanh sigmoid relu identity tanh sigmoid sigmoid] 3" {
		t.Error(got)
	}

	// It is a model as others are.
	path := filepath.Join(t.TempDir(), "deep.safetensors")
	if err := deep.Save(path); err != nil {
		t.Fatal(err)
	}
	back, err := Load[float32](path)
	if err != nil {
		t.Fatal(err)
	}
	equalBits(t, "reconstructions from the file", must(back.Reconstruct(x)), r)

	// Tied layers unroll tied.
	layers := mixed()
	for i := range layers {
		layers[i].Config.Tied, layers[i].Config.Likelihood = true, nn.LikelihoodSpec{}
	}
	s = pretrain(t, x, layers)
	h.Data = must(s.Encode(x))
	for _, tied := range []bool{true, false} {
		deep, err := s.Unroll(Config{Tied: tied})
		if err != nil {
			t.Fatal(err)
		}
		equalBits(t, "tied codes", must(deep.Encode(x)), h.Data)
		equalBits(t, "tied reconstructions", must(deep.Reconstruct(x)), must(s.Decode(h)))
	}
}

// Layers above the first learn from the clean codes of the layer below.
func TestPretrainOnCleanCodes(t *testing.T) {
	x := curve[float64](1, 100, 12)
	layers := mixed()
	s := pretrain(t, x, layers)
	for i, l := range layers {
		l.Config.Inputs = x.Cols
		m := newModel[float64](t, l.Config)
		fit(t, m, x, l.Train)
		equalBits(t, fmt.Sprintf("layer %d", i+1), m.params, s.Models()[i].params)
		var err error
		if x, err = m.Encode(x); err != nil {
			t.Fatal(err)
		}
	}
}

// An unrolled model is tuned with any objective, and that helps.
func TestFineTuning(t *testing.T) {
	x := curve[float64](1, 200, 12)
	layers := mixed()
	layers[2].Config.TopK = 0
	s := pretrain(t, x, layers)
	before := newModelFrom(t, s, Config{})
	for _, c := range []Config{
		{},
		{Corruption: Corruption{Kind: "gaussian", Deviation: 0.1}, Penalties: []Penalty{{Kind: "l1", Weight: 1e-3}}},
		{Encoder: Encoder{Kind: "gaussian"}, Penalties: []Penalty{{Kind: "kl-prior", Weight: 1e-3}}},
		{Likelihood: nn.LikelihoodSpec{Kind: "laplace"}, TopK: 5},
	} {
		m := newModelFrom(t, s, c)
		tc := quick()
		tc.Epochs, tc.Patience = 30, 0
		h := fit(t, m, x, tc)
		old, err := before.Evaluate(context.Background(), tensorio.Subset[float64](tensorio.FromMatrix(x), h.HeldOut))
		if err != nil {
			t.Fatal(err)
		}
		if kept := h.Epochs[h.Kept-1].SquaredError; !(kept < 0.8*old.SquaredError) {
			t.Errorf("%+v: held-out squared error %v, pretrained alone %v", c, kept, old.SquaredError)
		}
	}
}

func newModelFrom[T kernels.Float](t testing.TB, s *Stack[T], c Config) *Model[T] {
	t.Helper()
	m, err := s.Unroll(c)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// A decoder's last layer keeps its mean under another likelihood.
func TestUnrollUnderOtherLikelihoods(t *testing.T) {
	must := matrix[float64](t)
	x := uniform[float64](1, 40, 6)
	for from, to := range map[string]string{
		"gaussian": "laplace", "laplace": "gaussian", "gaussian-learned": "gaussian", "bernoulli": "gaussian", "gaussian/sigmoid": "bernoulli", "gaussian/identity": "gaussian-learned",
	} {
		kind, output, _ := strings.Cut(from, "/")
		s := pretrain(t, x, []StackLayer{{Config{Layers: []int{4}, Likelihood: nn.LikelihoodSpec{Kind: kind}, Output: output, Scaling: "min-max"}, quick()}})
		m := newModelFrom(t, s, Config{Likelihood: nn.LikelihoodSpec{Kind: to}})
		want := must(s.Models()[0].Reconstruct(x))
		for i, v := range must(m.Reconstruct(x)) {
			near(t, from+" as "+to, v, want[i], 1e-14)
		}
	}
}

func TestBadStacks(t *testing.T) {
	x := curve[float64](1, 60, 12)
	data := tensorio.FromMatrix(x)
	for want, change := range map[string]func(l []StackLayer){
		"layer 2: inputs 5: what it is given has 9 columns":                    func(l []StackLayer) { l[1].Config.Inputs = 5 },
		"layer 3: min-max scaling: only the first layer scales":                func(l []StackLayer) { l[2].Config.Scaling = "min-max" },
		"layer 2: held-out fraction 0.1 and seed 0 hold out other rows than l": func(l []StackLayer) { l[1].Train.HeldOut = 0.1 },
		"layer 3: autoencoder: penalty l1: weight -1":                          func(l []StackLayer) { l[2].Config.Penalties[0].Weight = -1 },
		"layer 2: autoencoder: lr 0":                                           func(l []StackLayer) { l[1].Train.LR = 0 },
	} {
		layers := mixed()
		change(layers)
		if _, _, err := Pretrain(context.Background(), data, layers); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
	if _, _, err := Pretrain(context.Background(), data, nil); err == nil {
		t.Error("no layers were taken")
	}

	one := func(c Config, in kernels.Matrix[float64]) *Model[float64] {
		return pretrain(t, in, []StackLayer{{c, quick()}}).Models()[0]
	}
	plain := one(Config{Layers: []int{5}, Scaling: "min-max"}, x)
	unfitted := newModel[float64](t, Config{Inputs: 5, Layers: []int{2}, Scaling: "standard"})
	for want, models := range map[string][]*Model[float64]{
		"a stack of no models": nil,
		"layer 2: the model is for 12 columns, and layer 1 has 5 code units": {plain, plain},
		"layer 2: the model's standard scaling is not fitted yet":            {plain, unfitted},
	} {
		if _, err := NewStack(models...); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}

	counts := suited("poisson", 40, 5)
	upper := one(Config{Layers: []int{3}, Likelihood: nn.LikelihoodSpec{Kind: "poisson"}}, counts)
	few := one(Config{Layers: []int{5}, TopK: 2}, x)
	for want, f := range map[string]func() (*Model[float64], error){
		"layer 2: poisson likelihood: its mean is not what an activation": func() (*Model[float64], error) { return unrolled(Config{}, plain, upper) },
		"layer 1: top-k 2: in one network only the code can be top-k":     func() (*Model[float64], error) { return unrolled(Config{}, few, one(Config{Layers: []int{2}}, counts)) },
		"tied weights: layer 1 has a decoder of its own":                  func() (*Model[float64], error) { return unrolled(Config{Tied: true}, plain) },
		"gaussian likelihood: its decoder with sigmoid output does not": func() (*Model[float64], error) {
			return unrolled(Config{Likelihood: nn.LikelihoodSpec{Kind: "poisson"}}, plain)
		},
		"init pca: the layers have their parameters already": func() (*Model[float64], error) { return unrolled(Config{Init: "pca"}, plain) },
		"corruption: rate 2": func() (*Model[float64], error) {
			return unrolled(Config{Corruption: Corruption{Kind: "masking", Rate: 2}}, plain)
		},
	} {
		if _, err := f(); err == nil || !strings.HasPrefix(err.Error(), "autoencoder: ") || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

func unrolled(c Config, models ...*Model[float64]) (*Model[float64], error) {
	s, err := NewStack(models...)
	if err != nil {
		return nil, err
	}
	return s.Unroll(c)
}

// A network from elsewhere: s(x·W + b), and a decoder or none.
func TestNewFromLayers(t *testing.T) {
	must := matrix[float64](t)
	x := uniform[float64](1, 7, 5)
	w, v := uniform[float64](2, 5, 3), uniform[float64](3, 3, 2)
	encoder := []Layer[float64]{{w, []float64{1, -2, 3}, "tanh"}, {v, nil, ""}}
	m, err := NewFromLayers(Config{Seed: 3}, encoder, nil)
	if err != nil {
		t.Fatal(err)
	}
	h := must(m.Encode(x))
	for i := range x.Rows {
		a := []float64{1, -2, 3}
		for j := range a {
			for k, xk := range x.Row(i) {
				a[j] += float64(xk * w.Row(k)[j])
			}
		}
		kernels.Tanh(a, a)
		for j := range 2 {
			near(t, "code", h[2*i+j], float64(a[0]*v.Row(0)[j])+float64(a[1]*v.Row(1)[j])+float64(a[2]*v.Row(2)[j]), 1e-14)
		}
	}
	if got := fmt.Sprint(m.Config().Units); got != "[tanh identity tanh identity]" {
		t.Error(got)
	}
	back := []Layer[float64]{{transposed(v), nil, "tanh"}, {transposed(w), []float64{1, 2, 3, 4, 5}, "identity"}}
	untied, err := NewFromLayers(Config{}, encoder, back)
	if err != nil {
		t.Fatal(err)
	}
	tied, err := NewFromLayers(Config{Tied: true}, encoder, back)
	if err != nil {
		t.Fatal(err)
	}
	equalBits(t, "tied", must(tied.Reconstruct(x)), must(untied.Reconstruct(x)))

	wrong := func(change func(e, d []Layer[float64])) ([]Layer[float64], []Layer[float64]) {
		e, d := append([]Layer[float64]{}, encoder...), append([]Layer[float64]{}, back...)
		change(e, d)
		return e, d
	}
	nan := uniform[float64](2, 5, 3)
	nan.Row(1)[2] = inf()
	for want, change := range map[string]func(e, d []Layer[float64]){
		"encoder layer 2: weights are 5×3, expected 3 inputs × 3 units":         func(e, _ []Layer[float64]) { e[1].Weights = w },
		"encoder layer 1: 2 biases for 3 units":                                 func(e, _ []Layer[float64]) { e[0].Bias = []float64{1, 2} },
		`units: layer 1: unknown activation "swish"`:                            func(e, _ []Layer[float64]) { e[0].Unit = "swish" },
		"encoder layer 1: weight +Inf at row 2, column 3":                       func(e, _ []Layer[float64]) { e[0].Weights = nan },
		"decoder layer 1: weights are 3×5, expected 2 inputs × 3 units":         func(_, d []Layer[float64]) { d[0] = d[1] },
		"decoder layer 1: its weights are not the transpose of encoder layer 2": func(_, d []Layer[float64]) { d[0].Weights = uniform[float64](9, 2, 3) },
	} {
		e, d := wrong(change)
		if _, err := NewFromLayers(Config{Tied: strings.Contains(want, "transpose")}, e, d); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
	if _, err := NewFromLayers(Config{}, encoder, back[:1]); err == nil || !strings.Contains(err.Error(), "decoder: 1 layers for an encoder of 2") {
		t.Error(err)
	}
	if _, err := NewFromLayers[float64](Config{}, nil, nil); err == nil || !strings.Contains(err.Error(), "encoder: no layers") {
		t.Error(err)
	}
}

// What Greedy splits, Unroll puts together.
func TestGreedy(t *testing.T) {
	x := curve[float64](1, 60, 12)
	for _, c := range []Config{
		{Layers: []int{9, 7, 5}, Scaling: "min-max"},
		{Layers: []int{9, 7, 5}, Hidden: "sigmoid", Scaling: "min-max", Likelihood: nn.LikelihoodSpec{Kind: "bernoulli"}},
		{Layers: []int{9, 5}, Hidden: "sigmoid", Code: "relu", TopK: 2, Corruption: Corruption{Kind: "gaussian", Deviation: 0.1}},
		{Layers: []int{9, 5}, Code: "sigmoid", Tied: true, UnitNorm: true, Penalties: []Penalty{{Kind: "l1", Weight: 0.1}, {Kind: "kl-sparsity", Weight: 0.1}}},
		{Layers: []int{9, 5}, Encoder: Encoder{Kind: "gaussian"}, Penalties: []Penalty{{Kind: "kl-prior", Weight: 1}}},
		{Layers: []int{9, 7}, Units: []string{"tanh", "sigmoid", "relu", "identity"}},
	} {
		c.Inputs = x.Cols
		layers := Greedy(c, quick())
		s := pretrain(t, x, layers)
		m := newModelFrom(t, s, c)
		want, err := c.normalised()
		if err != nil {
			t.Fatal(err)
		}
		if got, want := fmt.Sprint(m.config.layerNames(), m.config.Layers), fmt.Sprint(want.layerNames(), want.Layers); got != want {
			t.Errorf("%+v: unrolled as %s, want %s", c, got, want)
		}
		if n := len(layers[0].Config.Penalties); n != min(len(c.Penalties), 1) && !c.hasPenalty("kl-prior") {
			t.Errorf("%+v: the first layer has %d penalties", c, n)
		}
	}
	for _, units := range [][]string{nil, {"relu", "tanh", "identity"}} {
		c := Config{Inputs: x.Cols, Layers: []int{9, 5}, Units: units, Classes: 2, Scaling: "min-max"}
		classifier, err := pretrain(t, x, Greedy(c, quick())).Classifier(Config{}, []string{"a", "b"})
		if err != nil {
			t.Fatal(err)
		}
		if got, want := fmt.Sprint(classifier.m.config.layerNames()), fmt.Sprint(c.layerNames()); units != nil && got != want {
			t.Errorf("units %s, want %s", got, want)
		}
	}
}

func (c Config) layerNames() (names []string) {
	for _, u := range c.layerUnits() {
		names = append(names, u.name)
	}
	return names
}
