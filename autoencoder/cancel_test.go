package autoencoder

import (
	"context"
	"errors"
	"log/slog"
	"testing"

	"github.com/lamina-go/lamina/nn"
	"github.com/lamina-go/lamina/tensorio"
)

// cancelAt is a configuration that cancels after a step.
func cancelAt(cancel func(), epoch, step int) TrainConfig {
	c := quick()
	c.OnStep = func(s Step) error {
		if s.Epoch == epoch && s.Step == step {
			cancel()
		}
		return nil
	}
	return c
}

// Held-out rows are not measured to the end once ctx is over; the steps of the epoch stay.
func TestCancelWhileMeasuring(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	m := newModel[float64](t, variant(t, "plain", 5, 4, 2))
	h, err := m.Fit(ctx, tensorio.FromMatrix(curve[float64](1, 40, 5)), cancelAt(cancel, 1, 2)) // the last step
	if !errors.Is(err, context.Canceled) || h == nil || len(h.Epochs) != 0 || h.Kept != 0 || h.KeptSteps != 2 {
		t.Errorf("%+v, %v", h, err)
	}
}

// What a greedy training has when it is cancelled is returned: the layers below, and
// the one that it is at if that has taken steps.
func TestCancelledPretraining(t *testing.T) {
	x := curve[float64](1, 100, 12)
	for _, test := range []struct {
		layer, epoch, step int
		models, histories  int
	}{
		{0, 1, 1, 1, 1}, {1, 2, 1, 2, 2}, {2, 1, 2, 3, 3},
		{0, 3, 5, 1, 1}, // after the last step of a layer the next does not begin
	} {
		ctx, cancel := context.WithCancel(context.Background())
		layers := mixed()
		for i := range layers {
			layers[i].Train = quick()
			layers[i].Train.Batch = 16
		}
		layers[test.layer].Train = cancelAt(cancel, test.epoch, test.step)
		s, histories, err := Pretrain(ctx, tensorio.FromMatrix(x), layers)
		cancel()
		if !errors.Is(err, context.Canceled) || s == nil || len(s.Models()) != test.models || len(histories) != test.histories {
			t.Errorf("%+v: stack %+v, %d histories, %v", test, s, len(histories), err)
			continue
		}
		if _, err := s.Encode(x); err != nil {
			t.Error(err)
		}
	}
	// Before the first step there is nothing to keep.
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if s, _, err := Pretrain(ctx, tensorio.FromMatrix(x), mixed()); s != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("stack %+v, %v", s, err)
	}
}

// Chains and tangents end with their context.
func TestCancelledChains(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	m, x := exactScore(t, 0.75, nn.LikelihoodSpec{}), curve[float64](1, 3, 1)
	for what, err := range map[string]error{
		"Langevin": second(m.Langevin(ctx, x, Chain{Steps: 2})),
		"WalkBack": second(m.WalkBack(ctx, x, Chain{Steps: 2})),
		"Tangents": second(m.Tangents(ctx, x, 1)),
	} {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

type key struct{}

// contextHandler counts records whose context has the key.
type contextHandler struct {
	slog.Handler
	with, without *int
}

func (h contextHandler) Handle(ctx context.Context, _ slog.Record) error {
	if ctx.Value(key{}) == nil {
		*h.without++
	} else {
		*h.with++
	}
	return nil
}

func (h contextHandler) Enabled(context.Context, slog.Level) bool { return true }

// The log has the context that Fit was given.
func TestLoggerHasTheContext(t *testing.T) {
	with, without := 0, 0
	c := quick()
	c.Schedule = nn.ScheduleSpec{Kind: "cosine"}
	c.Logger = slog.New(contextHandler{slog.DiscardHandler, &with, &without})
	m := newModel[float64](t, variant(t, "plain", 5, 4, 2))
	ctx := context.WithValue(context.Background(), key{}, true)
	if _, err := m.Fit(ctx, tensorio.FromMatrix(curve[float64](1, 40, 5)), c); err != nil {
		t.Fatal(err)
	}
	if with != 7 || without != 0 {
		t.Errorf("%d records with the context, %d without", with, without)
	}
}
