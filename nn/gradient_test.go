package nn_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
)

func normal(seed uint64, rows, cols int) kernels.Matrix[float64] {
	m := kernels.NewMatrix[float64](rows, cols)
	kernels.Uniform(kernels.Philox{Seed: seed}, m.Data, 0)
	for i := range m.Data {
		m.Data[i] = 2*m.Data[i] - 1
	}
	return m
}

// Two layers, the second tied or not, under every activation and likelihood.
func TestGradients(t *testing.T) {
	const batch, in, code = 5, 7, 4
	for _, actName := range nn.Activations() {
		for _, likelihood := range []nn.LikelihoodSpec{{}, {Kind: "gaussian", Variance: 0.3}, {Kind: "bernoulli"}} {
			for _, tied := range []bool{false, true} {
				t.Run(fmt.Sprintf("%s/%s%g/tied=%v", actName, likelihood.Kind, likelihood.Variance, tied), func(t *testing.T) {
					act, err := nn.ActivationByName[float64](actName)
					if err != nil {
						t.Fatal(err)
					}
					identity, _ := nn.ActivationByName[float64]("identity")
					lik, err := nn.NewLikelihood[float64](likelihood)
					if err != nil {
						t.Fatal(err)
					}
					var layout nn.Layout
					enc := nn.AddDense(&layout, "encoder", in, code, act)
					dec := nn.AddDense(&layout, "decoder", code, in, identity)
					if tied {
						layout = nn.Layout{}
						enc = nn.AddDense(&layout, "encoder", in, code, act)
						dec = nn.AddTied(&layout, "decoder", enc, identity)
					}
					p, g := make([]float64, layout.Size()), make([]float64, layout.Size())
					enc.Init(p, kernels.Philox{Seed: 3})
					dec.Init(p, kernels.Philox{Seed: 3})
					x := normal(1, batch, in)
					for i := range x.Data {
						x.Data[i] = 0.5 + x.Data[i]/2
					}
					h, a := kernels.NewMatrix[float64](batch, code), kernels.NewMatrix[float64](batch, in)
					dh, da := kernels.NewMatrix[float64](batch, code), kernels.NewMatrix[float64](batch, in)
					pre := kernels.NewMatrix[float64](batch, code)
					loss := func() float64 {
						enc.ForwardKeep(p, x, pre, h)
						dec.Forward(p, h, a)
						sum := 0.0
						for i := range batch {
							sum += lik.NegLog(1, da.Row(i), a.Row(i), x.Row(i))
						}
						return sum
					}
					loss()
					dec.Backward(p, g, h, a, da, dh)
					enc.Backward(p, g, x, enc.ForwardKeep(p, x, pre, h), dh, kernels.Matrix[float64]{})
					step := 1e-4
					if strings.HasSuffix(actName, "lu") {
						step = 1e-5 // stay on this side of the kinks
					}
					if worst := nn.CheckGradient(p, g, step, loss); !(worst.Relative <= 1e-6) {
						t.Errorf("%+v", worst)
					}
				})
			}
		}
	}
}

func TestCheckGradientFindsTheWrongCoordinate(t *testing.T) {
	p := []float64{0.5, -0.25, 2}
	loss := func() float64 { return p[0]*p[0] + 3*p[1] + p[2]*p[2]*p[2] }
	g := []float64{1, 3, 12}
	if worst := nn.CheckGradient(p, g, 1e-4, loss); !(worst.Relative < 1e-9) {
		t.Errorf("a right gradient: %+v", worst)
	}
	g[1] = 3.1
	if worst := nn.CheckGradient(p, g, 1e-4, loss); worst.Index != 1 || worst.Relative < 0.01 {
		t.Errorf("a wrong gradient: %+v", worst)
	}
	if p[0] != 0.5 || p[1] != -0.25 || p[2] != 2 {
		t.Errorf("parameters changed: %v", p)
	}
}
