package autoencoder

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/lamina-go/lamina/nn"
	"github.com/lamina-go/lamina/tensorio"
)

// What is 0 in float32 is not in float64, and a floor keeps a schedule from it.
func TestRatesThatAreAllowed(t *testing.T) {
	c := quick()
	c.LR, c.ClipNorm = 1e-50, 1e-50
	if err := CheckAs[float64](c); err != nil {
		t.Error(err)
	}
	c = quick()
	c.Epochs, c.Schedule = 1000, nn.ScheduleSpec{Kind: "step", Every: 1, Floor: 1e-3}
	if err := CheckAs[float32](c); err != nil {
		t.Error(err)
	}
	c.Schedule = nn.ScheduleSpec{Kind: "cosine"}
	if err := CheckAs[float32](c); err != nil {
		t.Error(err)
	}
}

// Plateaus that have used the rate up end training, and the best is kept.
func TestPlateausUseTheRateUp(t *testing.T) {
	c := quick()
	c.Epochs, c.Patience, c.LR = 60, 0, 0.1
	c.Schedule = nn.ScheduleSpec{Kind: "plateau", Patience: 1, Factor: 1e-20}
	m := newModel[float32](t, variant(t, "plain", 5, 4, 2))
	h, err := m.Fit(context.Background(), tensorio.FromMatrix(curve[float32](1, 40, 5)), c)
	if err == nil || !strings.Contains(err.Error(), "plateau has taken the learning rate to 0 at step 1 of epoch") || h.Kept == 0 {
		t.Errorf("%v", err)
	}
}

// A gradient too long for what it is to be clipped to takes no step.
func TestClippingToNothing(t *testing.T) {
	c := quick()
	c.ClipNorm = 1e-45
	cfg := variant(t, "plain", 5, 4, 2)
	cfg.Scaling, cfg.Output = "none", "identity"
	m := newModel[float32](t, cfg)
	before := slices.Clone(m.params)
	x := curve[float32](1, 40, 5)
	for i := range x.Data {
		x.Data[i] *= 1e3
	}
	_, err := m.Fit(context.Background(), tensorio.FromMatrix(x), c)
	if err == nil || !strings.Contains(err.Error(), "clip norm 1e-45: a gradient of norm ") {
		t.Errorf("%v", err)
	}
	equalBits(t, "parameters", m.params, before)
}
