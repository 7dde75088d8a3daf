package autoencoder

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
	"github.com/lamina-go/lamina/tensorio"
)

// sides is data whose class tells on which side of a curved surface a row lies.
func sides[T kernels.Float](t testing.TB, rows int, names ...string) tensorio.Dataset[T] {
	t.Helper()
	x := uniform[T](4, rows, 6)
	class := make([]int, rows)
	for i := range class {
		r := x.Row(i)
		if T(r[0]*r[1])+r[2] > 0.75 {
			class[i]++
		}
	}
	data, err := tensorio.NewDense(x, tensorio.Info{Labels: &tensorio.Labels{Class: class, Names: names}})
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// The softmax head has the right gradient through every layer of a stack, and so have
// the layers that are not frozen.
func TestClassifierGradients(t *testing.T) {
	const rows = 5
	x := curve[float64](1, 60, 12)
	s := pretrain(t, x, mixed())
	for _, c := range []Config{
		{},
		{TopK: 6},
		{Corruption: Corruption{Kind: "masking", Rate: 0.3}, Penalties: []Penalty{{Kind: "l1", Weight: 0.1}}},
	} {
		for frozen := range 5 {
			classifier, err := s.Classifier(c, []string{"a", "b", "c"})
			if err != nil {
				t.Fatal(err)
			}
			m := classifier.m
			corrupt := newCorrupter[float64](c.Corruption, nil, nil)
			ws := newWorkspace(m.net, rows, true, corrupt != nil)
			ws.frozen = frozen
			ws.use(rows)
			m.scaleIn(ws, x, 0)
			if corrupt != nil {
				corrupt.corrupt(ws.in, ws.x, ws.mask, stream(1, streamCorrupt, 1), 0)
			}
			ws.ask(0, []int{0, 1, 2, 3, 4}, []int{2, 0, 1, 1, 2})
			g := make([]float64, len(m.params))
			m.net.gradient(m.params, g, ws)
			fixed, err := m.net.frozen(frozen)
			if err != nil {
				t.Fatal(err)
			}
			worst := nn.CheckGradient(m.params[fixed:], g[fixed:], 1e-5, func() float64 {
				negLog, omega := m.net.measure(m.params, ws)
				return (negLog + omega) / rows
			})
			if !(worst.Relative <= 1e-6) {
				t.Errorf("%+v, %d frozen: %+v", c, frozen, worst)
			}
		}
	}
}

func TestClassifierLearns(t *testing.T) {
	ctx := context.Background()
	data := sides[float32](t, 600, "low", "high")
	rows, err := tensorio.ReadAll(data)
	if err != nil {
		t.Fatal(err)
	}
	s := pretrain(t, rows, []StackLayer{
		{Config{Layers: []int{12}, Code: "tanh", Scaling: "standard"}, quick()},
		{Config{Layers: []int{8}, Code: "tanh"}, quick()},
	})
	c, err := s.Classifier(Config{}, data.Labels().Names)
	if err != nil {
		t.Fatal(err)
	}
	tc := DefaultTraining()
	tc.Epochs = 60
	h, err := c.Fit(ctx, data, tc)
	if err != nil {
		t.Fatal(err)
	}
	kept := h.Epochs[h.Kept-1]
	e, err := c.Evaluate(ctx, tensorio.Subset(data, h.HeldOut))
	if err != nil {
		t.Fatal(err)
	}
	if !(e.Accuracy > 0.95) || e.Accuracy != kept.Accuracy || e.Accuracy != *c.Training().Accuracy || c.Training().SquaredError != nil {
		t.Errorf("accuracy %v, in the history %v", e.Accuracy, kept.Accuracy)
	}
	near(t, "−log p", e.NegLog, kept.HeldOut.NegLog, 1e-5)
	told, err := c.Predict(rows)
	if err != nil {
		t.Fatal(err)
	}
	p, err := c.Probabilities(rows)
	if err != nil {
		t.Fatal(err)
	}
	right, confusion := 0, [2][2]int{}
	for _, i := range h.HeldOut {
		near(t, "sum of probabilities", float64(p.Row(i)[0]+p.Row(i)[1]), 1, 1e-6)
		if (p.Row(i)[1] > p.Row(i)[0]) != (told[i] == 1) {
			t.Errorf("row %d: class %d of %v", i, told[i], p.Row(i))
		}
		confusion[data.Labels().Class[i]][told[i]]++
		if told[i] == data.Labels().Class[i] {
			right++
		}
	}
	if float64(right)/float64(len(h.HeldOut)) != e.Accuracy || fmt.Sprint(confusion) != fmt.Sprint(e.Confusion) {
		t.Errorf("%d right, %v; %+v", right, confusion, e)
	}
	var csv strings.Builder
	if err := h.WriteCSV(&csv); err != nil || !strings.Contains(csv.String(), "held_out_accuracy") || strings.Contains(csv.String(), "squared") {
		t.Error(csv.String())
	}

	path := filepath.Join(t.TempDir(), "c.safetensors")
	if err := c.Save(path); err != nil {
		t.Fatal(err)
	}
	back, err := LoadClassifier[float32](path)
	if err != nil {
		t.Fatal(err)
	}
	again, err := back.Probabilities(rows)
	if err != nil {
		t.Fatal(err)
	}
	equalBits(t, "probabilities from the file", again.Data, p.Data)
	if !slices.Equal(back.Classes(), []string{"low", "high"}) {
		t.Error(back.Classes())
	}
	if _, err := Load[float32](path); !errors.Is(err, ErrClassifier) || !strings.HasPrefix(err.Error(), path) {
		t.Error(err)
	}

	// Names tell which class is which.
	turned := tensorio.Labels{Names: []string{"high", "none", "low"}}
	for _, class := range data.Labels().Class {
		turned.Class = append(turned.Class, 2-2*class)
	}
	other, err := tensorio.NewDense(rows, tensorio.Info{Labels: &turned})
	if err != nil {
		t.Fatal(err)
	}
	all, err := c.Evaluate(ctx, data)
	if err != nil {
		t.Fatal(err)
	}
	if e, err := back.Evaluate(ctx, other); err != nil || e.Accuracy != all.Accuracy {
		t.Errorf("%+v, %v: want accuracy %v", e, err, all.Accuracy)
	}
	turned.Class[3] = 1
	if _, err := back.Evaluate(ctx, other); err == nil || !strings.Contains(err.Error(), `row 4 has class "none": the classifier knows low, high`) {
		t.Error(err)
	}
}

// A probe leaves the encoder as it is, and computing codes once gives the bits that
// computing them in every step gives. A classifier of codes is the same again.
func TestProbe(t *testing.T) {
	ctx := context.Background()
	data := sides[float32](t, 300, "low", "high")
	rows, err := tensorio.ReadAll(data)
	if err != nil {
		t.Fatal(err)
	}
	s := pretrain(t, rows, []StackLayer{{Config{Layers: []int{40, 20}, Scaling: "min-max"}, quick()}})
	tc := quick()
	tc.Frozen = 2
	var heads [][]float32
	var histories []*History
	for i := range 3 {
		c, err := s.Classifier(Config{}, data.Labels().Names)
		if err != nil {
			t.Fatal(err)
		}
		before, start := c.Encoder(), slices.Clone(c.m.params)
		var h *History
		switch i {
		case 0:
			h, err = c.Fit(ctx, data, tc)
		case 1:
			h, err = c.m.Fit(ctx, data, tc)
		case 2:
			codes, _ := s.Encoded(data)
			probe, bad := c.head()
			if bad != nil {
				t.Fatal(bad)
			}
			h, err = probe.Fit(ctx, codes, quick())
		}
		if err != nil {
			t.Fatal(err)
		}
		for l, layer := range c.Encoder() {
			equalBits(t, "encoder", layer.Weights.Data, before[l].Weights.Data)
			equalBits(t, "encoder", layer.Bias, before[l].Bias)
		}
		if i < 2 && (c.Training() == nil || c.Training().Frozen != 2) {
			t.Errorf("%+v", c.Training())
		}
		if slices.Equal(start, c.m.params) {
			t.Error("nothing was learnt")
		}
		heads, histories = append(heads, c.m.params), append(histories, h)
	}
	for i, head := range heads[1:] {
		equalBits(t, "the head", head, heads[0])
		if a, b := histories[0].Epochs[1], histories[i+1].Epochs[1]; a.HeldOut.NegLog != b.HeldOut.NegLog || a.Accuracy != b.Accuracy || a.Train.NegLog != b.Train.NegLog {
			t.Errorf("%+v and %+v", a, b)
		}
	}

	// Part of an encoder frozen.
	c, err := s.Classifier(Config{}, data.Labels().Names)
	if err != nil {
		t.Fatal(err)
	}
	before := c.Encoder()
	tc.Frozen = 1
	if _, err := c.Fit(ctx, data, tc); err != nil {
		t.Fatal(err)
	}
	after := c.Encoder()
	equalBits(t, "the frozen layer", after[0].Weights.Data, before[0].Weights.Data)
	if slices.Equal(after[1].Weights.Data, before[1].Weights.Data) {
		t.Error("the second layer is frozen too")
	}
}

// Without layers it is logistic regression of the data.
func TestClassifierOfTheDataItself(t *testing.T) {
	data := tensorio.Digits[float32]()
	c, err := NewClassifier[float32](Config{Inputs: 64, Scaling: "min-max"}, data.Labels().Names)
	if err != nil {
		t.Fatal(err)
	}
	tc := DefaultTraining()
	tc.Epochs, tc.LR = 20, 0.01
	h, err := c.Fit(context.Background(), data, tc)
	if err != nil {
		t.Fatal(err)
	}
	if a := h.Epochs[h.Kept-1].Accuracy; !(a > 0.94) { // scikit-learn's reaches 0.96 to 0.97
		t.Errorf("accuracy %v", a)
	}
	if c.Parameters() != 65*10 || c.CodeSize() != 64 {
		t.Errorf("%d parameters, code of %d", c.Parameters(), c.CodeSize())
	}
}

func TestBadClassifiers(t *testing.T) {
	base := Config{Inputs: 6, Layers: []int{4}}
	for want, change := range map[string]func(c *Config){
		"classes 7: 2 are named":                func(c *Config) { c.Classes = 7 },
		`likelihood "gaussian" with 2 classes`:  func(c *Config) { c.Likelihood.Kind = "gaussian" },
		"output activation tanh with 2 classes": func(c *Config) { c.Output = "tanh" },
		"tied weights with 2 classes":           func(c *Config) { c.Tied = true },
		"gaussian encoder with 2 classes":       func(c *Config) { c.Encoder.Kind = "gaussian" },
		"emphasis with 2 classes":               func(c *Config) { c.Corruption = Corruption{Kind: "masking", Rate: 0.1, Emphasis: Emphasis{1, 2}} },
		"layers are empty: top-k codes":         func(c *Config) { c.Layers, c.TopK = nil, 1 },
		"units [tanh]: expected 2 activations":  func(c *Config) { c.Units = []string{"tanh"} },
		"inputs 0":                              func(c *Config) { c.Inputs = 0 },
		"corruption rate 0.5 without a kind":    func(c *Config) { c.Corruption.Rate = 0.5 },
		"penalty l1: weight -1":                 func(c *Config) { c.Penalties = []Penalty{{Kind: "l1", Weight: -1}} },
		"layers: width -2":                      func(c *Config) { c.Layers = []int{-2} },
	} {
		c := base.clone()
		change(&c)
		if _, err := NewClassifier[float32](c, []string{"a", "b"}); err == nil || !strings.HasPrefix(err.Error(), "autoencoder: ") || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want an error with %q", err, want)
		}
	}
	for want, names := range map[string][]string{`class "a" is named twice`: {"a", "b", "a"}, "1 classes named": {"a"}} {
		if _, err := NewClassifier[float32](base, names); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want an error with %q", err, want)
		}
	}
	for _, classes := range []int{-1, 2} {
		c := base
		c.Classes = classes
		if _, err := New[float32](c); err == nil || !strings.Contains(err.Error(), "a classifier has no decoder; make one with NewClassifier") {
			t.Errorf("New: %v", err)
		}
	}

	ctx := context.Background()
	data := sides[float32](t, 60, "low", "high")
	for want, f := range map[string]func(c *Classifier[float32]) error{
		"the data has no labels": func(c *Classifier[float32]) error {
			_, err := c.Fit(ctx, tensorio.FromMatrix(uniform[float32](1, 60, 6)), quick())
			return err
		},
		"autoencoder: the data has no labels": func(c *Classifier[float32]) error {
			_, err := c.Evaluate(ctx, tensorio.FromMatrix(uniform[float32](1, 60, 6)))
			return err
		},
		`row 1 has class "warmer": the classifier knows low, high`: func(c *Classifier[float32]) error {
			_, err := c.Fit(ctx, sides[float32](t, 60, "warm", "warmer"), quick())
			return err
		},
		"frozen 2: the encoder has only 1 layers": func(c *Classifier[float32]) error {
			tc := quick()
			tc.Frozen = 2
			_, err := c.Fit(ctx, data, tc)
			return err
		},
		"frozen -1: expected": func(c *Classifier[float32]) error {
			tc := quick()
			tc.Frozen = -1
			_, err := c.Fit(ctx, data, tc)
			return err
		},
		"model for 6 columns given 7": func(c *Classifier[float32]) error {
			_, err := c.Predict(uniform[float32](1, 3, 7))
			return err
		},
	} {
		c, err := NewClassifier[float32](base, []string{"low", "high"})
		if err != nil {
			t.Fatal(err)
		}
		if err := f(c); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want an error with %q", err, want)
		}
	}
	m := newModel[float32](t, base)
	path := filepath.Join(t.TempDir(), "m.safetensors")
	if err := m.Save(path); err != nil {
		t.Fatal(err)
	}
	if _, err := LoadClassifier[float32](path); err == nil || !strings.Contains(err.Error(), "not a classifier: Load reads it") {
		t.Error(err)
	}
}
