package psd

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/lamina-go/lamina/autoencoder/tensorboard"
	"github.com/lamina-go/lamina/nn"
	"github.com/lamina-go/lamina/tensorio"
)

// The rate of every step is what the schedule says; without one it is LR, and the model
// has other bits.
func TestFitFollowsTheSchedule(t *testing.T) {
	x, _ := planted[float64](40, 6, 12, 2)
	tc := TrainConfig{Epochs: 3, Batch: 20, LR: 0.01}
	constant, _ := fit(t, small(), tc, x)
	tc.Schedule = nn.ScheduleSpec{Kind: "step", Every: 1, WarmUp: 3}
	scheduled, h := fit(t, small(), tc, x)
	for i, want := range []float64{0.01 / 3, 0.02 / 3, 0.005, 0.005, 0.0025, 0.0025} {
		if math.Abs(h.Steps[i].LR-want) > 1e-15 {
			t.Errorf("step %d: rate %v, want %v", i+1, h.Steps[i].LR, want)
		}
	}
	if h.Epochs[2].LR != h.Steps[5].LR || h.Epochs[2].Steps != 6 {
		t.Errorf("%+v", h.Epochs[2])
	}
	if fmt.Sprint(constant.params) == fmt.Sprint(scheduled.params) {
		t.Error("the schedule changes nothing")
	}
}

// losses hears what a schedule is told.
type losses struct{ heard []float64 }

func (l *losses) Factor(p nn.Progress) float64 {
	if p.Step%p.StepsPerEpoch == 0 {
		l.heard = append(l.heard, p.Loss)
	}
	return 1
}

// A schedule's criterion is the held-out objective, if there is one.
func TestCriterion(t *testing.T) {
	x, _ := planted[float64](60, 6, 12, 2)
	for _, heldOut := range []float64{0, 0.3} {
		var l losses
		_, h := fit(t, small(), TrainConfig{Epochs: 3, Batch: 20, LR: 0.01, HeldOut: heldOut, CustomSchedule: &l}, x)
		want := []float64{0}
		for _, e := range h.Epochs[:2] {
			v := e.Parameters.Total()
			if heldOut > 0 {
				v = e.HeldOut.Objective.Total()
			}
			want = append(want, v)
		}
		if !slices.Equal(l.heard, want) {
			t.Errorf("held out %v: heard %v, want %v", heldOut, l.heard, want)
		}
	}
}

// With patience training ends, and the best parameters are kept.
func TestPatience(t *testing.T) {
	x, _ := planted[float64](80, 6, 12, 2)
	c := small()
	c.Inputs = 6
	m, err := New[float64](c)
	if err != nil {
		t.Fatal(err)
	}
	var after []string
	tc := TrainConfig{Epochs: 60, Batch: 16, LR: 0.5, HeldOut: 0.3, Patience: 3, Dictionary: "gradient", OnEpoch: func(Epoch) error {
		after = append(after, fmt.Sprint(m.params))
		return nil
	}}
	h, err := m.Fit(context.Background(), tensorio.FromMatrix(x), tc)
	if err != nil {
		t.Fatal(err)
	}
	best := 0
	for i, e := range h.Epochs {
		better := i == 0 || e.HeldOut.Objective.Total() < h.Epochs[best].HeldOut.Objective.Total()
		if e.Best != better {
			t.Errorf("epoch %d: best is %v", e.Number, e.Best)
		}
		if better {
			best = i
		}
	}
	if n := len(h.Epochs); n == tc.Epochs || n != best+1+tc.Patience || h.Kept != best+1 || h.KeptSteps != 0 {
		t.Fatalf("%d epochs, the best is %d, kept %d", n, best+1, h.Kept)
	}
	if fmt.Sprint(m.params) != after[best] {
		t.Error("not the best epoch's parameters")
	}
	// They are kept from a divergence too, and when training is cancelled.
	for _, ended := range []error{errors.New("own"), nil} {
		seen := 0
		tc.OnEpoch = nil
		tc.OnStep = func(s Step) error {
			if seen++; s.Epoch != best+2 {
				return nil
			}
			if ended == nil {
				m.gain()[0] = math.NaN()
			}
			return ended
		}
		if m, err = New[float64](c); err != nil {
			t.Fatal(err)
		}
		h, err := m.Fit(context.Background(), tensorio.FromMatrix(x), tc)
		if err == nil || ended != nil && !errors.Is(err, ended) || h.Kept != best+1 || h.KeptSteps != 0 || fmt.Sprint(m.params) != after[best] {
			t.Errorf("%v: kept %d", err, h.Kept)
		}
	}
}

func TestLogger(t *testing.T) {
	x, _ := planted[float64](40, 6, 12, 2)
	var out bytes.Buffer
	ended := 0
	tc := TrainConfig{Epochs: 3, Batch: 20, LR: 0.01, HeldOut: 0.2, Schedule: nn.ScheduleSpec{Kind: "cosine"}}
	tc.Logger = slog.New(slog.NewJSONHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug}))
	tc.Observe(Observer{End: func(h *History, err error) {
		if ended++; err != nil || h.Kept != 3 {
			t.Errorf("%v, kept %d", err, h.Kept)
		}
	}})
	m, h := fit(t, small(), tc, x)
	var messages []string
	for _, line := range strings.Split(strings.TrimSpace(out.String()), "\n") {
		var e struct {
			Msg   string
			Epoch int
			Codes float64
		}
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatal(err)
		}
		messages = append(messages, e.Msg)
		if e.Msg == "epoch" && e.Codes != h.Epochs[e.Epoch-1].Codes.Total() {
			t.Errorf("%s: not the history's", line)
		}
	}
	if got := strings.Join(messages, ", "); got != "training begins, epoch, epoch, learning rate, epoch, learning rate, training ended" || ended != 1 {
		t.Errorf("%s; ended %d times", got, ended)
	}
	if kept, _ := m.Training(); kept.Logger != nil || kept.OnEnd != nil || kept.Schedule.Kind != "cosine" {
		t.Errorf("%+v", kept)
	}
	out.Reset()
	tc.OnEnd, tc.OnStep = nil, func(Step) error {
		m.gain()[0] = math.NaN()
		return nil
	}
	if _, err := m.Fit(context.Background(), tensorio.FromMatrix(x), tc); err == nil {
		t.Fatal("no divergence")
	}
	if s := out.String(); !strings.Contains(s, `"level":"ERROR","msg":"training diverged","epoch":1,"step":2,"where":"encoder.gain","kept":0`) {
		t.Error(s)
	}
}

func TestTensorBoard(t *testing.T) {
	x, _ := planted[float64](40, 6, 12, 2)
	w, err := tensorboard.Create(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	tc := TrainConfig{Epochs: 3, Batch: 16, LR: 0.01, HeldOut: 0.2}
	tc.Observe(TensorBoard(w, 2))
	fit(t, small(), tc, x)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(w.Name())
	if err != nil {
		t.Fatal(err)
	}
	for _, tag := range []string{"step/start", "step/codes", "step/parameters", "step/lr", "train/objective", "train/reconstruction", "train/sparsity",
		"train/prediction", "train/density", "held_out/objective", "held_out/prediction_error", "epoch/seconds"} {
		if n := bytes.Count(file, []byte(tag)); n < 3 {
			t.Errorf("%s occurs %d times, want 3", tag, n)
		}
	}
}
