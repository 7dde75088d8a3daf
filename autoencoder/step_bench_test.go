package autoencoder

import (
	"context"
	"fmt"
	"testing"

	"github.com/lamina-go/lamina/tensorio"
)

// BenchmarkFit trains networks of usual sizes. samples/s is what bench/ compares with
// others; scripts/profile.sh profiles it.
func BenchmarkFit(b *testing.B) {
	x := curve[float32](1, 4096, 784)
	shallow := Config{Inputs: 784, Layers: []int{512}, Code: "sigmoid", Output: "sigmoid", Scaling: "min-max"}
	masking, contractive, deep := shallow, shallow, shallow
	masking.Corruption = Corruption{Kind: "masking", Rate: 0.3}
	contractive.Penalties = []Penalty{{Kind: "contractive", Weight: 0.1}}
	deep.Layers, deep.Hidden, deep.Code = []int{1000, 500, 250, 30}, "relu", "identity"
	for _, c := range []struct {
		name   string
		config Config
	}{{"784-512", shallow}, {"784-512-masking", masking}, {"784-512-contractive", contractive}, {"784-1000-500-250-30", deep}} {
		for _, batch := range []int{32, 128, 1024} {
			b.Run(fmt.Sprintf("%s/%d", c.name, batch), func(b *testing.B) {
				m := newModel[float32](b, c.config)
				tc := quick()
				// At a higher rate the deep network dies, and its gradients are subnormal.
				tc.Epochs, tc.HeldOut, tc.Batch, tc.LR = 1<<30, 0, batch, 1e-4
				rows := 0
				tc.OnStep = func(Step) error {
					if !b.Loop() {
						return ErrStop
					}
					rows += batch
					return nil
				}
				if _, err := m.Fit(context.Background(), tensorio.FromMatrix(x), tc); err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "samples/s")
			})
		}
	}
}

// BenchmarkStep takes steps of the default network for digits. Its set-up is
// small, so that instructions can be counted: scripts/step-instructions.sh.
func BenchmarkStep(b *testing.B) {
	m := newModel[float32](b, Config{Inputs: 64, Layers: []int{128, 8}, Output: "sigmoid", Scaling: "min-max"})
	tc := DefaultTraining()
	tc.Epochs, tc.HeldOut = 1<<30, 0
	tc.OnStep = func(Step) error {
		if !b.Loop() {
			return ErrStop
		}
		return nil
	}
	if _, err := m.Fit(context.Background(), tensorio.FromMatrix(uniform[float32](1, 256, 64)), tc); err != nil {
		b.Fatal(err)
	}
}
