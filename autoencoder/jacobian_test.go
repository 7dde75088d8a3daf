package autoencoder

import (
	"fmt"
	"testing"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
)

// explicitJacobian is ∂f/∂x at one scaled row, k×d, by central differences.
func explicitJacobian(m *Model[float64], x []float64) kernels.Matrix[float64] {
	const step = 1e-4
	d, k := len(x), m.CodeSize()
	j := kernels.NewMatrix[float64](k, d)
	ws := newWorkspace(m.net, 1, false, false)
	for i := range d {
		for by, w := range map[float64]float64{-2: 1, -1: -8, 1: 8, 2: -1} {
			copy(ws.x.Data, x)
			ws.x.Data[i] += by * step
			m.net.encode(m.params, ws)
			for u, h := range ws.code().Row(0) {
				j.Row(u)[i] += w * h / (12 * step)
			}
		}
	}
	return j
}

func squares(m kernels.Matrix[float64]) float64 {
	sum := 0.0
	for _, v := range m.Data {
		sum += v * v
	}
	return sum
}

// encoders are encoders of depth 1 to 3 that take every way of the exact norm: closed
// form, from the code through the Gram matrix and without it, and from the input.
var encoders = []struct {
	inputs int
	layers []int
	way    string
}{
	{5, []int{4}, "closed form"},
	{5, []int{4, 3}, "gram"},
	{3, []int{7, 2}, "direct"},
	{2, []int{5, 4}, "input"},
	{4, []int{4, 3, 2}, "gram"},
	{3, []int{7, 4, 2}, "direct"},
	{2, []int{4, 5, 4}, "input"},
}

func wayOf(n jacobianNorm[float64]) string {
	c, ok := n.(chain[float64])
	switch {
	case !ok:
		return "closed form"
	case c.input:
		return "input"
	case c.gram:
		return "gram"
	}
	return "direct"
}

// Ω is what the Jacobian, taken entry by entry, says, for every activation and way.
func TestJacobianNormsAgainstExplicitJacobians(t *testing.T) {
	const rows = 3
	for _, act := range nn.Activations() {
		for _, e := range encoders {
			for _, topK := range []int{0, 2} {
				c := Config{Inputs: e.inputs, Layers: e.layers, Hidden: act, Code: act, Seed: 3, TopK: topK,
					Penalties: []Penalty{{Kind: "contractive", Weight: 1}}}
				m := newModel[float64](t, c)
				name := fmt.Sprintf("%s %d %v top %d", act, e.inputs, e.layers, topK)
				if way := wayOf(exactNorm(m.net.layers[:m.net.encoders])); way != e.way {
					t.Fatalf("%s: the way is %s, want %s", name, way, e.way)
				}
				ws := newWorkspace(m.net, rows, true, false)
				copy(ws.x.Data, uniform[float64](4, rows, e.inputs).Data)
				want := 0.0
				for i := range rows {
					want += squares(explicitJacobian(m, ws.x.Row(i)))
				}
				_, omega := m.net.measure(m.params, ws)
				near(t, name, omega, want, 1e-9)
			}
		}
	}
}

// The layer-wise sum, against the Jacobians of models of single layers.
func TestLayerWiseSum(t *testing.T) {
	const d = 6
	m := newModel[float64](t, Config{Inputs: d, Layers: []int{5, 4, 3}, Hidden: "softplus", Code: "tanh", Seed: 3,
		Penalties: []Penalty{{Kind: "contractive", Weight: 0.5, Jacobian: "layer-wise"}}})
	ws := newWorkspace(m.net, 1, true, false)
	copy(ws.x.Data, uniform[float64](4, 1, d).Data)
	_, omega := m.net.measure(m.params, ws)
	want, x := 0.0, ws.x.Row(0)
	for l, layer := range m.net.layers[:3] {
		single := newModel[float64](t, Config{Inputs: layer.In, Layers: []int{layer.Out}, Code: layer.Act.Name})
		copy(nn.Vec(single.params, single.net.layers[0].W), nn.Vec(m.params, layer.W))
		copy(nn.Vec(single.params, single.net.layers[0].B), nn.Vec(m.params, layer.B))
		want += squares(explicitJacobian(single, x)) / 2
		x = ws.out[l].Row(0)
	}
	near(t, "Σ‖Jₗ‖²", omega, want, 1e-9)
}

// The higher-order term against differences of explicit Jacobians at the ε that were drawn.
func TestHigherOrderAgainstExplicitJacobians(t *testing.T) {
	const rows, draws, deviation = 2, 3, 0.3
	for _, e := range encoders {
		m := newModel[float64](t, Config{Inputs: e.inputs, Layers: e.layers, Hidden: "silu", Code: "sigmoid", Seed: 3,
			Penalties: []Penalty{{Kind: "higher-order", Weight: 0.7, Deviation: deviation, Draws: draws}}})
		ws := newWorkspace(m.net, rows, true, false)
		copy(ws.x.Data, uniform[float64](4, rows, e.inputs).Data)
		ws.at = place{seed: 5, epoch: 2, row: 9}
		_, omega := m.net.measure(m.params, ws)
		want, noise := 0.0, make([]float64, rows*draws*e.inputs)
		kernels.Normal(ws.stream(streamNeighbour), noise, uint64(9*draws*e.inputs))
		for i := range rows {
			here := explicitJacobian(m, ws.x.Row(i))
			for s := range draws {
				x := append([]float64(nil), ws.x.Row(i)...)
				kernels.Axpy(deviation, noise[(i*draws+s)*e.inputs:(i*draws+s+1)*e.inputs], x)
				there := explicitJacobian(m, x)
				kernels.Sub(there.Data, here.Data, there.Data)
				want += 0.7 * squares(there) / draws
			}
		}
		near(t, fmt.Sprint("higher-order ", e), omega, want, 1e-8)
	}
}

// Every gradient of every penalty on the Jacobian: activation, depth, way, weights tied and not, with
// corruption, and with the other penalties.
func TestGradientsOfJacobianPenalties(t *testing.T) {
	penalties := []Penalty{
		{Kind: "contractive", Weight: 0.7},
		{Kind: "contractive", Weight: 0.7, Jacobian: "layer-wise"},
		{Kind: "contractive", Weight: 0.7, Jacobian: "hutchinson", Probes: 2},
		{Kind: "contractive", Weight: 0.7, Jacobian: "hutchinson", Probe: "gaussian"},
		{Kind: "higher-order", Weight: 5, Deviation: 0.4, Draws: 2},
		{Kind: "higher-order", Weight: 5, Deviation: 0.4, Jacobian: "hutchinson", Probes: 2},
		{Kind: "higher-order", Weight: 5, Deviation: 0.4, Jacobian: "layer-wise"},
	}
	number := 0
	check := func(c Config) {
		t.Helper()
		m := newModel[float64](t, c)
		for _, l := range m.net.layers { // rectifiers without a bias are at their kink behind units that are off
			b := nn.Vec(m.params, l.B)
			kernels.Uniform(kernels.Philox{Seed: 9}, b, uint64(l.B.Offset))
		}
		if worst := compositionGradient(m, suited("", 2, c.Inputs)); !(worst.Relative <= 1e-6) {
			t.Errorf("%+v: %+v", c, worst)
		}
	}
	for _, act := range nn.Activations() {
		for _, e := range encoders {
			for _, p := range penalties {
				if act == "identity" && p.Kind == "higher-order" {
					continue
				}
				number++
				if testing.Short() && number%4 != 0 {
					continue
				}
				c := Config{Inputs: e.inputs, Layers: e.layers, Hidden: act, Code: act, Tied: number%2 == 0, Seed: 5,
					Penalties: []Penalty{p}}
				if number%3 == 0 {
					c.Corruption = Corruption{Kind: "masking", Rate: 0.3}
				}
				check(c)
			}
		}
	}
	for _, c := range []Config{
		{Layers: []int{5, 4}, Code: "tanh", Penalties: penalties, Corruption: Corruption{Kind: "gaussian", Deviation: 0.3}, Tied: true},
		{Layers: []int{5, 4}, Code: "sigmoid", Penalties: append(penalties[:4:4], Penalty{Kind: "l1", Weight: 0.1}, Penalty{Kind: "kl-sparsity", Weight: 0.2})},
		{Layers: []int{5, 8}, Code: "tanh", Penalties: penalties[:4], TopK: 3},
		{Layers: []int{8}, Code: "gelu", Penalties: penalties[:4], TopK: 3},
		{Layers: []int{5, 4}, Encoder: Encoder{Kind: "gaussian", Samples: 2}, Penalties: append(penalties[:5:5], Penalty{Kind: "kl-prior", Weight: 1})},
		{Layers: []int{5, 4}, Code: "silu", Encoder: Encoder{Kind: "noise-before", Deviation: 0.2}, Penalties: penalties},
	} {
		c.Inputs, c.Seed = 6, 5
		check(c)
	}
}

// Blocks bound the scratch whatever the batch and the widths, and change results by no
// more than the rounding of sums: also where one row of data takes several.
func TestJacobianBlocks(t *testing.T) {
	const d, rows = 5, 7
	for _, p := range []Penalty{
		{Kind: "contractive", Weight: 1}, {Kind: "contractive", Weight: 1, Jacobian: "hutchinson", Probes: 5},
		{Kind: "higher-order", Weight: 1, Deviation: 0.5},
	} {
		for _, layers := range [][]int{{6, 4}, {20, 4}, {7, 9}, {7, 6, 3}} {
			m := newModel[float64](t, Config{Inputs: d, Layers: layers, Seed: 3, Code: "tanh", Penalties: []Penalty{p}})
			var want []float64
			for _, space := range []int{jacobianSpace, 1000, 300, 1} {
				j := m.net.penalties[0].(jacobian[float64])
				c := j.norm.(chain[float64])
				c.space = space
				j.norm = c
				if n := j.norm.size(1<<20, true) - c.fixed(c.times()); n > max(space, c.width(true)) {
					t.Errorf("%v: scratch of %d numbers, the bound is %d", layers, n, space)
				}
				m.net.penalties[0] = j
				ws := newWorkspace(m.net, rows, true, false)
				copy(ws.x.Data, uniform[float64](2, rows, d).Data)
				g := make([]float64, len(m.params))
				_, omega := m.net.gradient(m.params, g, ws)
				got := append(g, omega)
				if want == nil {
					want = got
				}
				for i := range got {
					near(t, "gradient or value", got[i], want[i], 1e-13)
				}
			}
		}
	}
}

// A row's value does not depend on the rows that it comes with, to the last bit.
func TestJacobianNormsOfARowAlone(t *testing.T) {
	const rows, d = 9, 6
	for _, e := range encoders {
		m := newModel[float32](t, Config{Inputs: e.inputs, Layers: e.layers, Hidden: "gelu", Code: "sigmoid", Seed: 3})
		x := uniform[float32](4, rows, e.inputs)
		all, err := m.JacobianNorms(x)
		if err != nil {
			t.Fatal(err)
		}
		for i := range rows {
			one, err := m.JacobianNorms(x.RowRange(i, i+1))
			if err != nil {
				t.Fatal(err)
			}
			equalBits(t, "‖J‖_F", one, all[i:i+1])
		}
	}
}
