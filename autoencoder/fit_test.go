package autoencoder

import (
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
	"github.com/lamina-go/lamina/tensorio"
)

func TestNoCorruptionIsThePlainModelBitForBit(t *testing.T) {
	x := curve[float32](1, 100, 6)
	plain := newModel[float32](t, variant(t, "plain", 6, 8, 2))
	want := fit(t, plain, x, quick())
	for _, kind := range Corruptions() {
		c := variant(t, "denoising", 6, 8, 2)
		c.Corruption = Corruption{Kind: kind}
		m := newModel[float32](t, c)
		got := fit(t, m, x, quick())
		equalBits(t, kind+" with ν = 0", m.params, plain.params)
		if last := len(want.Epochs) - 1; got.Epochs[last].HeldOut.NegLog != want.Epochs[last].HeldOut.NegLog {
			t.Errorf("%s: the history differs", kind)
		}
	}
}

// The same file for every number of threads and every way of reading the data.
func TestSameBitsOverThreadsAndMemory(t *testing.T) {
	x := curve[float32](1, 300, 40)
	dir := t.TempDir()
	train := func(name string, c Config) []byte {
		m := newModel[float32](t, c)
		tc := quick()
		tc.Epochs, tc.Batch = 1, 128 // large enough for products to be shared
		fit(t, m, x, tc)
		path := filepath.Join(dir, name)
		if err := m.Save(path); err != nil {
			t.Fatal(err)
		}
		file, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return file
	}
	for _, v := range variants {
		if testing.Short() && !slices.Contains([]string{"plain", "pca", "contractive", "iwae"}, v.names[0]) {
			continue // these have every kind of shared work
		}
		c := variant(t, v.names[0], 40, 256, 64)
		if v.names[0] == "contractive" {
			c.Layers = []int{1024}
		}
		if c.Likelihood.Kind == "" {
			c.Scaling = "standard"
		}
		old := runtime.GOMAXPROCS(1)
		one := train("one", c)
		runtime.GOMAXPROCS(2)
		two := train("two", c)
		runtime.GOMAXPROCS(old)
		if !slices.Equal(one, two) {
			t.Errorf("%s: GOMAXPROCS 1 and 2 give different files", c.Variant)
		}
		limit := inMemory
		inMemory = 0
		streamed := train("streamed", c)
		inMemory = limit
		if !slices.Equal(one, streamed) {
			t.Errorf("%s: data in memory and read again give different files", c.Variant)
		}
	}
}

func TestEarlyStoppingKeepsTheBest(t *testing.T) {
	x := curve[float64](1, 60, 5)
	data := tensorio.FromMatrix(x)
	m := newModel[float64](t, variant(t, "plain", 5, 16, 3))
	c := quick()
	c.Epochs, c.Patience, c.LR, c.Batch = 200, 3, 0.2, 4 // restless on purpose
	h := fit(t, m, x, c)
	if len(h.Epochs) == 200 {
		t.Error("patience did not end training")
	}
	if len(h.Epochs) != h.Kept+3 {
		t.Errorf("%d epochs with the best at %d, expected 3 more", len(h.Epochs), h.Kept)
	}
	got, err := m.Evaluate(context.Background(), tensorio.Subset(data, h.HeldOut))
	if err != nil {
		t.Fatal(err)
	}
	best := h.Epochs[h.Kept-1]
	near(t, "objective of the kept model", got.Objective(), best.HeldOut.Objective(), 1e-12)
	near(t, "squared error of the kept model", got.SquaredError, best.SquaredError, 1e-12)
	for _, e := range h.Epochs {
		if e.HeldOut.Objective() < best.HeldOut.Objective() {
			t.Errorf("epoch %d was better than the kept one", e.Number)
		}
	}
	// −log p with σ² = ½ is the squared error of scaled rows plus its constant.
	if best.HeldOut.Rows != len(h.HeldOut) || len(h.HeldOut) != 12 || len(h.Train) != 48 {
		t.Errorf("%d rows held out and %d trained on, expected 12 and 48", len(h.HeldOut), len(h.Train))
	}
}

func TestCancelKeepsTheBest(t *testing.T) {
	x := curve[float64](1, 100, 5)
	m := newModel[float64](t, variant(t, "plain", 5, 8, 2))
	c := quick()
	c.Epochs = 50
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var best []float64
	c.OnEpoch = func(e Epoch) error {
		if e.Best {
			best = slices.Clone(m.params)
		}
		return nil
	}
	c.OnStep = func(s Step) error {
		if s.Epoch == 4 && s.Step == 2 {
			cancel()
		}
		return nil
	}
	h, err := m.Fit(ctx, tensorio.FromMatrix(x), c)
	if !errors.Is(err, context.Canceled) || h == nil || len(h.Epochs) != 3 {
		t.Fatalf("history %v, error %v: expected three epochs and context.Canceled", h, err)
	}
	equalBits(t, "parameters after cancelling", m.params, best)
}

func TestCallbacksStop(t *testing.T) {
	x := curve[float64](1, 100, 5)
	m := newModel[float64](t, variant(t, "plain", 5, 8, 2))
	c := quick()
	c.OnEpoch = func(e Epoch) error { return ErrStop }
	if h := fit(t, m, x, c); len(h.Epochs) != 1 || h.Kept != 1 {
		t.Errorf("ErrStop after one epoch gave %d, kept %d", len(h.Epochs), h.Kept)
	}
	own := errors.New("disk full")
	c.OnEpoch = func(Epoch) error { return own }
	if _, err := m.Fit(context.Background(), tensorio.FromMatrix(x), c); !errors.Is(err, own) {
		t.Errorf("got %v, want the callback's error", err)
	}
}

// fever multiplies the learning rate beyond all bounds in the third epoch.
type fever struct{}

func (fever) Factor(p nn.Progress) float64 {
	if p.Epoch >= 2 {
		return 1e300
	}
	return 1
}

func TestDivergenceKeepsTheLastGoodState(t *testing.T) {
	x := curve[float64](1, 100, 5)
	for _, heldOut := range []float64{0, 0.2} {
		cfg := variant(t, "plain", 5, 2)
		cfg.Code, cfg.Output = "relu", "identity"
		m := newModel[float64](t, cfg)
		c := quick()
		c.HeldOut, c.CustomSchedule = heldOut, fever{}
		c.Optimizer.Kind = "sgd"
		var good []float64
		c.OnEpoch = func(e Epoch) error {
			if e.Best {
				good = slices.Clone(m.params)
			}
			return nil
		}
		h, err := m.Fit(context.Background(), tensorio.FromMatrix(x), c)
		var diverged *DivergedError
		if !errors.As(err, &diverged) || diverged.Epoch != 3 || diverged.Step == 0 || diverged.Kept != 2 || h.Kept != 2 {
			t.Fatalf("held out %v: got %v, want a divergence in epoch 3 that keeps epoch 2", heldOut, err)
		}
		equalBits(t, "parameters after divergence", m.params, good)
	}
}

// Without held-out rows, parameters are kept only once the loss has been finite at
// them: with one step per epoch it is known in the next epoch, or at the end.
func TestDivergenceWithOneStepPerEpoch(t *testing.T) {
	x := curve[float64](1, 100, 5)
	always := func(Epoch) error { return nil }
	for _, test := range []struct {
		name      string
		epochs    int
		lr        float64
		schedule  nn.Schedule
		onEpoch   func(Epoch) error
		want      DivergedError // Loss aside
		completed int
	}{
		{"noticed in the next epoch", 3, 1e300, nil, always, DivergedError{Epoch: 2, Step: 1, Where: "layer decoder.0"}, 1},
		{"in the only epoch", 1, 1e300, nil, always, DivergedError{Epoch: 1, Where: "layer decoder.0"}, 1},
		{"in the last epoch", 3, 1e-3, fever{}, always, DivergedError{Epoch: 3, Kept: 2, Where: "the likelihood"}, 3},
		{"stopped by a callback", 3, 1e300, nil, func(Epoch) error { return ErrStop }, DivergedError{Epoch: 1, Where: "layer decoder.0"}, 1},
	} {
		cfg := variant(t, "plain", 5, 4, 2)
		cfg.Hidden, cfg.Output, cfg.Scaling = "relu", "identity", "none"
		m := newModel[float64](t, cfg)
		c := quick()
		c.Epochs, c.LR, c.CustomSchedule, c.HeldOut, c.Batch = test.epochs, test.lr, test.schedule, 0, x.Rows
		c.Optimizer.Kind = "sgd"
		states := [][]float64{slices.Clone(m.params)} // by number of epochs
		c.OnEpoch = func(e Epoch) error {
			states = append(states, slices.Clone(m.params))
			return test.onEpoch(e)
		}
		h, err := m.Fit(context.Background(), tensorio.FromMatrix(x), c)
		var got *DivergedError
		if !errors.As(err, &got) {
			t.Errorf("%s: got %v, want a divergence", test.name, err)
			continue
		}
		if finite(got.Loss) {
			t.Errorf("%s: the loss is %v", test.name, got.Loss)
		}
		got.Loss = 0
		if *got != test.want || h.Kept != test.want.Kept || len(h.Epochs) != test.completed {
			t.Errorf("%s: got %+v, kept %d of %d, want %+v", test.name, *got, h.Kept, len(h.Epochs), test.want)
		}
		for _, e := range h.Epochs {
			if e.Best != (e.Number <= h.Kept) {
				t.Errorf("%s: epoch %d is called best: %v", test.name, e.Number, e.Best)
			}
		}
		equalBits(t, test.name, m.params, states[test.want.Kept])
	}
}

// An infinite parameter behind a sigmoid leaves the loss finite. It is not kept, and
// not written.
func TestInfiniteParametersAreNotKept(t *testing.T) {
	for _, heldOut := range []float64{0, 0.2} {
		m := newModel[float64](t, variant(t, "plain", 5, 4, 2))
		before := slices.Clone(m.params)
		c := quick()
		c.HeldOut, c.Epochs = heldOut, 1
		c.OnStep = func(s Step) error {
			if s.Step == s.StepsPerEpoch {
				m.params[len(m.params)-1] = inf() // a bias of the output
			}
			return nil
		}
		h, err := m.Fit(context.Background(), tensorio.FromMatrix(curve[float64](1, 100, 5)), c)
		var got *DivergedError
		if !errors.As(err, &got) || *got != (DivergedError{Epoch: 1, Loss: inf(), Parameter: true, Where: "decoder.1.bias"}) || h.Kept != 0 {
			t.Fatalf("held out %v: %v", heldOut, err)
		}
		equalBits(t, "parameters", m.params, before)
		m.params[2] = math.NaN()
		path := filepath.Join(t.TempDir(), "m.safetensors")
		if err := m.Save(path); err == nil || err.Error() != path+`: tensor "encoder.0.weight" has NaN at row 1, column 3: expected finite numbers` {
			t.Errorf("Save: %v", err)
		}
		if _, err := os.Stat(path); err == nil {
			t.Error("Save wrote a file")
		}
	}
}

func TestSplitAndShuffle(t *testing.T) {
	train, heldOut, err := Split(1000, 0.2, 7)
	if err != nil {
		t.Fatal(err)
	}
	if len(heldOut) != 200 || !slices.IsSorted(train) || !slices.IsSorted(heldOut) {
		t.Errorf("%d held out, sorted %v and %v", len(heldOut), slices.IsSorted(train), slices.IsSorted(heldOut))
	}
	all := append(slices.Clone(train), heldOut...)
	slices.Sort(all)
	for i, v := range all {
		if v != i {
			t.Fatalf("row %d is missing or twice", i)
		}
	}
	if _, again, _ := Split(1000, 0.2, 7); !slices.Equal(again, heldOut) {
		t.Error("the same seed held out other rows")
	}
	if _, other, _ := Split(1000, 0.2, 8); slices.Equal(other, heldOut) {
		t.Error("another seed held out the same rows")
	}
	// Every row is equally likely at every place.
	var counts [5][5]float64
	const draws = 5000
	for i := range draws {
		rows := []int{0, 1, 2, 3, 4}
		shuffle(kernels.Philox{Seed: uint64(i)}, rows)
		for place, row := range rows {
			counts[place][row]++
		}
	}
	for place := range counts {
		for row, n := range counts[place] {
			if math.Abs(n-draws/5) > 5*math.Sqrt(draws*0.2*0.8) {
				t.Errorf("row %d came to place %d %v times of %d", row, place, n, draws)
			}
		}
	}
}
