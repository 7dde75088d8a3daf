package autoencoder

import (
	"math"
	"testing"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
)

// Hutchinson's estimate has the exact norm as its mean, within its own 99 % interval, and the
// variance that the formula says: with A = JJᵀ, of one of n probes, 2(‖A‖²_F − ΣAᵢᵢ²)/n for signs and
// 2‖A‖²_F/n for normal deviates. Its gradient is unbiased too.
func TestHutchinson(t *testing.T) {
	const rows = 20000
	for _, layers := range [][]int{{4}, {6, 4}, {6, 5, 4}} {
		c := Config{Inputs: 5, Layers: layers, Hidden: "silu", Code: "tanh", Seed: 3}
		m := newModel[float64](t, c)
		encoder := m.net.layers[:len(layers)]
		x := uniform[float64](4, 1, 5)
		js, err := m.Jacobian(x)
		if err != nil {
			t.Fatal(err)
		}
		a, whole, diagonal := kernels.NewMatrix[float64](4, 4), 0.0, 0.0
		kernels.Gemm(false, true, 1, js[0], js[0], 0, a)
		exact := 0.0
		for i := range 4 {
			for j, v := range a.Row(i) {
				whole += v * v
				if i == j {
					diagonal += v * v
					exact += v
				}
			}
		}
		for _, p := range []struct {
			probes   int
			gaussian bool
			variance float64
		}{{1, false, 2 * (whole - diagonal)}, {3, false, 2 * (whole - diagonal) / 3}, {1, true, 2 * whole}, {4, true, 2 * whole / 4}} {
			norm := newProbes(encoder, p.probes, p.gaussian)
			ws := newWorkspace(m.net, rows, false, false)
			for i := range rows {
				copy(ws.x.Row(i), x.Data)
			}
			m.net.encode(m.params, ws)
			buf := make([]float64, slopesSize(encoder, rows)+norm.size(rows, false))
			s, buf := takeSlopes(encoder, rows, buf)
			m.net.setSlopes(s, ws, true)
			each, g := make([]float64, rows), make([]float64, len(m.params))
			norm.sum(1.0/rows, m.params, g, s, slopes[float64]{}, probePlace{kernels.Philox{Seed: 6, Stream: 9}, 0}, each, buf)
			mean, variance := kernels.MeanVariance(each)
			if off := math.Abs(mean - exact); !(off <= 2.576*math.Sqrt(p.variance/rows)) {
				t.Errorf("%v %+v: mean %v, exact %v, deviation of the mean %v", layers, p, mean, exact, math.Sqrt(p.variance/rows))
			}
			if !(math.Abs(variance/p.variance-1) <= 0.08) {
				t.Errorf("%v %+v: variance %v", layers, p, variance)
			}

			one := newModel[float64](t, Config{Inputs: 5, Layers: layers, Hidden: "silu", Code: "tanh", Seed: 3})
			wantG := exactGradient(one, x)
			for l, layer := range encoder { // by pre-activations, through the biases
				for i := range rows {
					kernels.Add(nn.Vec(g, layer.B), nn.Vec(g, layer.B), s.grad(l).Row(i))
				}
			}
			got, want := 0.0, 0.0
			for i := range g {
				got += (g[i] - wantG[i]) * (g[i] - wantG[i])
				want += wantG[i] * wantG[i]
			}
			if !(got <= 0.03*0.03*want) {
				t.Errorf("%v %+v: the mean gradient is off by %v of its norm", layers, p, math.Sqrt(got/want))
			}
		}
	}
}

// exactGradient is what norm.sum adds for one row: the weights' direct part, and in
// the place of the biases, gradients by pre-activations.
func exactGradient(m *Model[float64], x kernels.Matrix[float64]) []float64 {
	encoder := m.net.layers[:m.net.encoders]
	norm := exactNorm(encoder)
	ws := newWorkspace(m.net, 1, false, false)
	copy(ws.x.Data, x.Data)
	m.net.encode(m.params, ws)
	buf := make([]float64, slopesSize(encoder, 1)+norm.size(1, false))
	s, buf := takeSlopes(encoder, 1, buf)
	m.net.setSlopes(s, ws, true)
	g := make([]float64, len(m.params))
	norm.sum(1, m.params, g, s, slopes[float64]{}, probePlace{}, nil, buf)
	for l, layer := range encoder {
		copy(nn.Vec(g, layer.B), s.grad(l).Row(0))
	}
	return g
}
