package autoencoder

import (
	"testing"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
)

// BenchmarkJacobianStep is one training step, gradient and Adam, on rows that are in memory.
func BenchmarkJacobianStep(b *testing.B) {
	contractive := func(jacobian string) []Penalty {
		return []Penalty{{Kind: "contractive", Weight: 0.1, Jacobian: jacobian}}
	}
	for _, c := range []struct {
		name      string
		layers    []int
		code      string
		batch     int
		penalties []Penalty
	}{
		{"784-512/plain", []int{512}, "sigmoid", 128, nil},
		{"784-512/contractive", []int{512}, "sigmoid", 128, contractive("")},
		{"784-512/contractive-softplus", []int{512}, "softplus", 128, contractive("")},
		{"784-512/plain-softplus", []int{512}, "softplus", 128, nil},
		{"784-512/hutchinson", []int{512}, "sigmoid", 128, contractive("hutchinson")},
		{"784-256-64/plain", []int{256, 64}, "sigmoid", 64, nil},
		{"784-256-64/exact", []int{256, 64}, "sigmoid", 64, contractive("")},
		{"784-256-64/hutchinson", []int{256, 64}, "sigmoid", 64, contractive("hutchinson")},
		{"784-256-64/layer-wise", []int{256, 64}, "sigmoid", 64, contractive("layer-wise")},
		{"784-256-64/higher-order", []int{256, 64}, "sigmoid", 64, []Penalty{{Kind: "higher-order", Weight: 0.1, Deviation: 0.1}}},
	} {
		b.Run(c.name, func(b *testing.B) {
			m := newModel[float32](b, Config{Inputs: 784, Layers: c.layers, Hidden: "sigmoid", Code: c.code, Output: "sigmoid", Penalties: c.penalties})
			ws := newWorkspace(m.net, c.batch, true, false)
			kernels.Uniform(kernels.Philox{Seed: 2}, ws.x.Data, 0)
			g := make([]float32, len(m.params))
			opt, err := nn.NewOptimizer[float32](DefaultTraining().Optimizer, len(m.params))
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				m.net.gradient(m.params, g, ws)
				opt.Step(1e-3, m.params, g)
			}
			b.ReportMetric(float64(c.batch)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
