package autoencoder

import (
	"context"
	"fmt"
	"math"
	"runtime"
	"testing"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
	"github.com/lamina-go/lamina/tensorio"
)

// The closed form of ‖J‖²_F against a Jacobian taken entry by entry.
func TestContractiveAgainstExplicitJacobian(t *testing.T) {
	const d, k = 6, 4
	for _, code := range []string{"sigmoid", "tanh", "relu"} {
		m := newModel[float64](t, Config{Inputs: d, Layers: []int{k}, Code: code, Seed: 3,
			Penalties: []Penalty{{Kind: "contractive", Weight: 1}}})
		x := uniform[float64](4, 1, d)
		want := 0.0
		for i := range d {
			const step = 1e-5
			probe := func(by float64) kernels.Matrix[float64] {
				y := kernels.NewMatrix[float64](1, d)
				copy(y.Data, x.Data)
				y.Data[i] += by
				h, err := m.Encode(y)
				if err != nil {
					t.Fatal(err)
				}
				return h
			}
			up, down := probe(step), probe(-step)
			for j := range k {
				slope := (up.Data[j] - down.Data[j]) / (2 * step)
				want += slope * slope
			}
		}
		ws := newWorkspace(m.net, 1, true, false)
		copy(ws.x.Data, x.Data)
		_, omega := m.net.measure(m.params, ws)
		near(t, code+" ‖J‖²_F", omega, want, 1e-8)
	}
}

// The prior integrates to 1, and its −log p is Ω plus the constant that the
// evaluation reports.
func TestLaplacePrior(t *testing.T) {
	prior := LaplacePrior{Lambda: 0.7}
	sum, step := 0.0, 1e-3
	for h := -40.0; h < 40; h += step {
		sum += step * math.Exp(-prior.NegLog([]float64{h + step/2}))
	}
	near(t, "integral of p(h)", sum, 1, 1e-6)

	c := variant(t, "sparse", 5, 4, 3)
	c.Penalties[0].Weight = 0.7
	c.Scaling = "none"
	m := newModel[float64](t, c)
	x := uniform[float64](1, 6, 5)
	scores, err := m.Evaluate(context.Background(), tensorio.FromMatrix(x))
	if err != nil {
		t.Fatal(err)
	}
	h, err := m.Encode(x)
	if err != nil {
		t.Fatal(err)
	}
	want, active := 0.0, 0.0
	for i := range h.Rows {
		for _, v := range h.Row(i) {
			if v > 0 {
				active += 1 / float64(h.Rows)
			}
		}
		want += prior.NegLog(h.Row(i)) / float64(h.Rows)
	}
	p := scores.Penalties[0]
	if !p.Prior {
		t.Error("l1 is not reported as a prior")
	}
	if active == 0 || active == 3 {
		t.Error("all or no units are active: the test shows nothing")
	}
	near(t, "active units", scores.ActiveUnits, active, 1e-14)
	near(t, "constant", p.Constant, -3*math.Log(0.35), 1e-15)
	near(t, "−log p(h)", p.NegLogPrior(), want, 1e-14)
	near(t, "objective", scores.Objective(), scores.NegLog+p.Omega, 1e-15)
}

// −log p in the data's units integrates to 1 over the unscaled data.
func TestScoreIsADensityOfTheUnscaledData(t *testing.T) {
	for _, scaling := range Scalings() {
		m := newModel[float64](t, Config{Inputs: 1, Layers: []int{2}, Scaling: scaling,
			Likelihood: nn.LikelihoodSpec{Variance: 0.2}})
		x := curve[float64](1, 40, 1)
		fit(t, m, x, quick())
		ws := newWorkspace(m.net, 1, false, false)
		m.scaleIn(ws, x, 0)
		m.net.encode(m.params, ws)
		m.net.decode(m.params, ws)
		sum, step, row := 0.0, 0.01, []float64{0}
		for v := -40.0; v < 60; v += step {
			m.scaling.apply(row, []float64{v})
			negLog := m.net.likelihood.NegLog(0, ws.rowA, ws.params().Row(0), row) + m.offset()
			sum += step * math.Exp(-negLog)
		}
		near(t, scaling+": integral of p(x|h)", sum, 1, 1e-6)
	}
}

// Ranges of columns have the bits of all.
func TestNormsTask(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(3))
	task := newNormsTask[float32]()
	for _, shape := range [][2]int{{1000, 129}, {2000, 33}, {300, 1000}, {20, 7}} {
		m := uniform[float32](1, shape[0], shape[1])
		got, want := make([]float32, m.Cols), make([]float32, m.Cols)
		kernels.ColSquaredNorms(want, m)
		task.run(got, m)
		if shape[0] > 20 && task.parts < 2 {
			t.Errorf("%v: %d parts", shape, task.parts)
		}
		equalBits(t, fmt.Sprint(shape), got, want)
	}
}
