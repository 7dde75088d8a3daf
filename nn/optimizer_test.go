package nn_test

import (
	"math"
	"testing"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
)

// Adam as the paper writes it, with math.Pow.
func TestAdamAgainstPaper(t *testing.T) {
	opt, err := nn.NewOptimizer[float64](nn.OptimizerSpec{}, 3)
	if err != nil {
		t.Fatal(err)
	}
	p, want := []float64{1, -2, 3}, []float64{1, -2, 3}
	m, v := make([]float64, 3), make([]float64, 3)
	for step := 1; step <= 20; step++ {
		g := make([]float64, 3)
		for i := range g {
			g[i] = math.Sin(float64(step*7 + i))
			m[i] = 0.9*m[i] + 0.1*g[i]
			v[i] = 0.999*v[i] + 0.001*g[i]*g[i]
			mh, vh := m[i]/(1-math.Pow(0.9, float64(step))), v[i]/(1-math.Pow(0.999, float64(step)))
			want[i] -= 0.01 * mh / (math.Sqrt(vh) + 1e-8)
		}
		opt.Step(0.01, p, g)
	}
	for i := range p {
		near(t, "parameter", p[i], want[i])
	}
}

func TestSGDMomentum(t *testing.T) {
	opt, err := nn.NewOptimizer[float64](nn.OptimizerSpec{Kind: "sgd", Momentum: 0.5}, 1)
	if err != nil {
		t.Fatal(err)
	}
	p := []float64{1}
	opt.Step(0.1, p, []float64{2}) // buf 2
	opt.Step(0.1, p, []float64{1}) // buf 2
	near(t, "parameter", p[0], 1-0.1*2-0.1*2)
}

// Weights lie within the documented limits, fill them, and depend on their
// position alone.
func TestInitialisers(t *testing.T) {
	const in, out = 40, 60
	for _, c := range []struct {
		name  string
		init  nn.Initialiser[float32]
		limit float64
	}{
		{"glorot", nn.GlorotUniform[float32](1), math.Sqrt(6.0 / (in + out))},
		{"glorot×4", nn.GlorotUniform[float32](4), 4 * math.Sqrt(6.0/(in+out))},
		{"he", nn.HeUniform[float32](), math.Sqrt(6.0 / in)},
	} {
		w := make([]float32, in*out)
		r := kernels.Philox{Seed: 5, Stream: 6}
		c.init(r, 100, w, in, out)
		largest, sq := 0.0, 0.0
		for _, v := range w {
			largest = max(largest, math.Abs(float64(v)))
			sq += float64(v) * float64(v)
		}
		if largest > c.limit*(1+1e-6) || largest < 0.99*c.limit {
			t.Errorf("%s: largest weight %v, limit %v", c.name, largest, c.limit)
		}
		if variance, want := sq/(in*out), c.limit*c.limit/3; math.Abs(variance/want-1) > 0.05 {
			t.Errorf("%s: variance %v, want %v", c.name, variance, want)
		}
		part := make([]float32, 10)
		c.init(r, 107, part, in, out)
		for i, v := range part {
			if v != w[7+i] {
				t.Errorf("%s: element %d is %v alone and %v among others", c.name, i, v, w[7+i])
			}
		}
	}
}

// Layers work on matrices with gaps between rows.
func TestDenseWithStrides(t *testing.T) {
	act, _ := nn.ActivationByName[float64]("tanh")
	var layout nn.Layout
	d := nn.AddDense(&layout, "layer", 3, 2, act)
	p := make([]float64, layout.Size())
	d.Init(p, kernels.Philox{Seed: 1})
	x := normal(4, 5, 3)
	y := kernels.NewMatrix[float64](5, 2)
	d.Forward(p, x, y)
	wide := kernels.NewMatrix[float64](5, 6)
	gaps := kernels.Matrix[float64]{Rows: 5, Cols: 2, Stride: 6, Data: wide.Data}
	d.Forward(p, x, gaps)
	for i := range 5 {
		for j := range 2 {
			if gaps.Row(i)[j] != y.Row(i)[j] {
				t.Fatalf("element (%d, %d) is %v, want %v", i, j, gaps.Row(i)[j], y.Row(i)[j])
			}
		}
		if wide.Row(i)[2] != 0 {
			t.Fatal("wrote between the rows")
		}
	}
}
