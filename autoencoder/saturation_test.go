package autoencoder

import (
	"context"
	"math"
	"strings"
	"testing"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/tensorio"
)

// A sigmoid is saturated outside 0.05 … 0.95, a tanh outside ±0.9, a rectifier where it is off.
func TestSaturation(t *testing.T) {
	const d = 5
	x := uniform[float64](1, 3*blockRows/2, d)
	kernels.Scale(x.Data, 6, x.Data)
	for act, saturated := range map[string]func(h float64) bool{
		"sigmoid":  func(h float64) bool { return h < 0.05 || h > 0.95 },
		"tanh":     func(h float64) bool { return math.Abs(h) > 0.9 },
		"relu":     func(h float64) bool { return h == 0 },
		"identity": func(float64) bool { return false },
	} {
		m := newModel[float64](t, Config{Inputs: d, Layers: []int{8, 6}, Hidden: "softplus", Code: act, Seed: 2})
		h, err := m.Encode(x)
		if err != nil {
			t.Fatal(err)
		}
		all, err := m.Saturation(context.Background(), tensorio.FromMatrix(x))
		if err != nil {
			t.Fatal(err)
		}
		if len(all) != 2 || all[1].Layer != "encoder.1" || all[1].Activation != act || len(all[0].Saturated) != 8 {
			t.Fatalf("%s: %+v", act, all)
		}
		mean := 0.0
		for j, got := range all[1].Saturated {
			want := 0.0
			for i := range h.Rows {
				if saturated(h.Row(i)[j]) {
					want += 1 / float64(h.Rows)
				}
			}
			near(t, act+": share of rows", got, want, 1e-12)
			mean += want / 6
		}
		near(t, act+": mean", all[1].Mean(), mean, 1e-12)
	}
	m := newModel[float64](t, Config{Inputs: d, Layers: []int{2}})
	if _, err := m.Saturation(context.Background(), tensorio.FromMatrix(kernels.NewMatrix[float64](0, d))); err == nil || !strings.Contains(err.Error(), "no rows") {
		t.Errorf("no rows: %v", err)
	}
}
