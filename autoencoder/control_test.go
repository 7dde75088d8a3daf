package autoencoder

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/lamina-go/lamina/autoencoder/tensorboard"
	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
	"github.com/lamina-go/lamina/tensorio"
)

// The rate of every step is what the schedule says.
func TestFitFollowsTheSchedule(t *testing.T) {
	c := quick()
	c.LR, c.Schedule = 0.01, nn.ScheduleSpec{Kind: "step", Every: 1, WarmUp: 3}
	var got []float64
	c.OnStep = func(s Step) error {
		got = append(got, s.LR)
		return nil
	}
	m := newModel[float64](t, variant(t, "plain", 5, 4, 2))
	fit(t, m, curve[float64](1, 40, 5), c) // 2 steps an epoch
	want := []float64{0.01 / 3, 0.02 / 3, 0.005, 0.005, 0.0025, 0.0025}
	if len(got) != len(want) {
		t.Fatalf("rates %v, want %v", got, want)
	}
	for i := range want {
		near(t, "rate", got[i], want[i], 1e-15)
	}
}

// One step with a clipped gradient is one with the gradient scaled to the norm.
func TestClipping(t *testing.T) {
	const clip, lr = 0.05, 0.5
	x := curve[float64](1, 20, 5)
	cfg := variant(t, "plain", 5, 4, 2)
	c := quick()
	c.Batch, c.Epochs, c.HeldOut, c.LR, c.ClipNorm = 20, 1, 0, lr, clip
	c.Optimizer.Kind = "sgd"
	norm := 0.0
	c.OnStep = func(s Step) error {
		norm = s.GradNorm
		return nil
	}
	m := newModel[float64](t, cfg)
	before := slices.Clone(m.params)
	fit(t, m, x, c)

	g, ws := make([]float64, len(before)), newWorkspace(m.net, 20, true, false)
	order := make([]int, 20)
	for i := range order {
		order[i] = i
	}
	shuffle(stream(c.Seed, streamShuffle, 1), order)
	for i, r := range order {
		m.scaling.apply(ws.x.Row(i), x.Row(r))
	}
	m.net.gradient(before, g, ws)
	near(t, "norm", norm, kernels.Nrm2(g), 1e-12)
	if norm <= clip {
		t.Fatalf("norm %v, nothing to clip", norm)
	}
	for i := range before {
		near(t, "parameter", m.params[i], before[i]-lr*clip/norm*g[i], 1e-12)
	}

	// A norm beyond reach clips nothing.
	plain, loose := newModel[float64](t, cfg), newModel[float64](t, cfg)
	c.ClipNorm = 0
	fit(t, plain, x, c)
	c.ClipNorm = 1e9
	fit(t, loose, x, c)
	equalBits(t, "clipped at a large norm", loose.params, plain.params)
}

func TestClippingRefusesAnInfiniteNorm(t *testing.T) {
	m := newModel[float32](t, variant(t, "plain", 5, 4, 2))
	opt, _ := nn.NewOptimizer[float32](nn.OptimizerSpec{Kind: "sgd"}, len(m.params))
	o := newOptimizing(m.net, opt, 0, 1)
	o.grads[3] = float32(math.Inf(1))
	if n := o.gradNorm(); finite(n) {
		t.Errorf("norm %v", n)
	}
}

// A plateau that early stopping never waits for is refused, one epoch less takes effect.
func TestPlateauBeforeEarlyStopping(t *testing.T) {
	c := quick()
	c.Epochs, c.Patience = 60, 4
	c.Schedule = nn.ScheduleSpec{Kind: "plateau", Patience: 4}
	want := "schedule: patience 4: training ends after 4 epochs without a better objective, so that plateau would never start"
	if err := c.Check(); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("%v", err)
	}
	for _, free := range []func(*TrainConfig){
		func(c *TrainConfig) { c.Patience = 0 },
		func(c *TrainConfig) { c.HeldOut = 0 },
	} {
		c := c
		free(&c)
		if err := c.Check(); err != nil {
			t.Error(err)
		}
	}
	c.Schedule.Patience, c.LR, c.Batch = 3, 0.2, 4 // restless on purpose
	h := fit(t, newModel[float64](t, variant(t, "plain", 5, 16, 3)), curve[float64](1, 60, 5), c)
	if last := h.Epochs[len(h.Epochs)-1]; len(h.Epochs) == 60 || last.LR >= c.LR {
		t.Errorf("%d epochs, the last at rate %v", len(h.Epochs), last.LR)
	}
}

// What a schedule counts in epochs grows with their chosen number.
func TestChosenEpochsStretchTheSchedule(t *testing.T) {
	for _, test := range []struct{ given, want nn.ScheduleSpec }{
		{nn.ScheduleSpec{Kind: "step", Every: 50, WarmUp: 7}, nn.ScheduleSpec{Kind: "step", Every: 500, WarmUp: 7}},
		{nn.ScheduleSpec{Kind: "plateau"}, nn.ScheduleSpec{Kind: "plateau", Patience: 50}},
		{nn.ScheduleSpec{Kind: "cosine"}, nn.ScheduleSpec{Kind: "cosine"}},
	} {
		c := DefaultTraining()
		c.Batch, c.Schedule = 30, test.given
		got, err := c.forRows(120)
		if err != nil || got.Epochs != 2000 || got.Schedule != test.want {
			t.Errorf("%+v became %+v in %d epochs (%v)", test.given, got.Schedule, got.Epochs, err)
		}
		c.Epochs = 2000
		if got, _ := c.forRows(120); got.Schedule != test.given {
			t.Errorf("%+v became %+v in epochs that were asked for", test.given, got.Schedule)
		}
	}
	c := DefaultTraining()
	c.Batch, c.Schedule = 30, nn.ScheduleSpec{Kind: "step", Every: 200}
	if _, err := c.forRows(120); err == nil || !strings.HasSuffix(err.Error(), "never start (for so few rows, all counts of epochs are times 10)") {
		t.Error(err)
	}
}

// Small data take more epochs, and as much more patience.
func TestChosenEpochs(t *testing.T) {
	for _, test := range []struct{ rows, batch, epochs, patience int }{
		{1437, 32, 200, 10}, {100_000, 128, 200, 10}, {120, 30, 2000, 100}, {1, 1, 8000, 400},
	} {
		c := DefaultTraining()
		c.Batch = test.batch
		got, err := c.forRows(test.rows)
		if err != nil || got.Epochs != test.epochs || got.Patience != test.patience {
			t.Errorf("%d rows: %d epochs and patience %d, want %d and %d (%v)", test.rows, got.Epochs, got.Patience, test.epochs, test.patience, err)
		}
		c.Epochs = 3
		if got, _ := c.forRows(test.rows); got.Epochs != 3 || got.Patience != c.Patience {
			t.Errorf("3 epochs became %d, patience %d", got.Epochs, got.Patience)
		}
	}
}

// Observers are told in order, and the end whatever it was.
func TestObservers(t *testing.T) {
	var log []string
	add := func(s string) { log = append(log, s) }
	c := quick()
	c.Epochs = 2
	c.OnEpoch = func(Epoch) error { add("first"); return nil }
	c.Observe(Observer{
		Epoch: func(Epoch) error { add("second"); return nil },
		End: func(h *History, err error) {
			if len(h.Epochs) != 2 || h.Kept == 0 || err != nil {
				t.Errorf("end: %+v, %v", h, err)
			}
			add("end")
		},
	})
	c.Observe(Observer{End: func(*History, error) { add("end too") }})
	m := newModel[float64](t, variant(t, "plain", 5, 4, 2))
	fit(t, m, curve[float64](1, 40, 5), c)
	if got := strings.Join(log, ", "); got != "first, second, first, second, end, end too" {
		t.Error(got)
	}

	own, ended := errors.New("disk full"), error(nil)
	c = quick()
	c.Observe(Observer{Step: func(Step) error { return own }, End: func(_ *History, err error) { ended = err }})
	if _, err := m.Fit(context.Background(), tensorio.FromMatrix(curve[float64](1, 40, 5)), c); !errors.Is(err, own) || ended != err {
		t.Errorf("Fit returned %v, End was told %v", err, ended)
	}
}

func TestLogger(t *testing.T) {
	var out bytes.Buffer
	c := quick()
	c.Logger = slog.New(slog.NewJSONHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug}))
	c.Schedule = nn.ScheduleSpec{Kind: "cosine"}
	m := newModel[float64](t, variant(t, "plain", 5, 4, 2))
	h := fit(t, m, curve[float64](1, 40, 5), c)
	var messages []string
	for _, line := range strings.Split(strings.TrimSpace(out.String()), "\n") {
		var e struct {
			Msg   string
			Epoch int
			Train float64
		}
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatal(err)
		}
		messages = append(messages, e.Msg)
		if e.Msg == "epoch" && e.Train != h.Epochs[e.Epoch-1].Train.Objective() {
			t.Errorf("%s: not the history's", line)
		}
	}
	if got := strings.Join(messages, ", "); got != "training begins, epoch, epoch, learning rate, epoch, learning rate, training ended" {
		t.Error(got)
	}

	out.Reset()
	c.Schedule, c.CustomSchedule, c.Optimizer.Kind = nn.ScheduleSpec{}, fever{}, "sgd"
	cfg := variant(t, "plain", 5, 2)
	cfg.Output = "identity"
	m = newModel[float64](t, cfg)
	if _, err := m.Fit(context.Background(), tensorio.FromMatrix(curve[float64](1, 40, 5)), c); err == nil {
		t.Fatal("no divergence")
	}
	if s := out.String(); !strings.Contains(s, `"level":"ERROR","msg":"training diverged","epoch":3,"step":2,"where":"layer `) {
		t.Error(s)
	}
}

func TestTensorBoard(t *testing.T) {
	dir := t.TempDir()
	w, err := tensorboard.Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	c := quick()
	c.ClipNorm = 1
	c.Observe(TensorBoard(w, 2))
	m := newModel[float64](t, variant(t, "sparse", 5, 4))
	fit(t, m, curve[float64](1, 40, 5), c)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(w.Name())
	if err != nil {
		t.Fatal(err)
	}
	for _, tag := range []string{"step/loss", "step/lr", "step/gradient_norm", "train/objective", "train/neg_log", "train/l1",
		"held_out/objective", "held_out/squared_error", "epoch/seconds"} {
		if n := bytes.Count(file, []byte(tag)); n != 3 {
			t.Errorf("%s occurs %d times, want 3", tag, n)
		}
	}
}
