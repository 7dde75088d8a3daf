package nn_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
)

// The parts of a Backward, in any order, give the bits of the penalties on columns, then the layer's
// methods and then the optimiser's step.
func TestBackward(t *testing.T) {
	const batch, in, out = 9, 210, 90 // several bands
	act, _ := nn.ActivationByName[float64]("tanh")
	for _, tied := range []bool{false, true} {
		for _, fresh := range []bool{false, true} {
			for _, keep := range []bool{false, true} {
				var layout nn.Layout
				owner := nn.AddDense(&layout, "a", in, out, act)
				d := owner
				if tied {
					d = nn.AddTied(&layout, "b", owner, act)
				}
				n := layout.Size()
				p, g := normal(1, 1, n).Data, normal(2, 1, n).Data
				x, da, dx := normal(3, batch, d.In), normal(4, batch, d.Out), normal(5, batch, d.In)
				opt := func() nn.Optimizer[float64] {
					o, err := nn.NewOptimizer[float64](nn.OptimizerSpec{Decay: 0.1}, n)
					if err != nil {
						t.Fatal(err)
					}
					o.Begin(0.01)
					return o
				}

				wantP, wantG := slices.Clone(p), slices.Clone(g)
				wantDX := kernels.Matrix[float64]{Rows: batch, Cols: d.In, Stride: d.In, Data: slices.Clone(dx.Data)}
				if fresh {
					clear(nn.Vec(wantG, d.W))
					clear(nn.Vec(wantG, d.B))
				}
				var norms []nn.ColNormPenalty[float64]
				if !tied {
					norms = []nn.ColNormPenalty[float64]{{Scale: 0.3, Cols: normal(6, 1, out).Data}, {Scale: -2, Cols: normal(7, 1, out).Data}}
				}
				for _, c := range norms {
					kernels.AxpyCols(c.Scale, nn.Mat(p, d.W), c.Cols, nn.Mat(wantG, d.W))
				}
				d.BackwardInput(p, 0.5, da, wantDX)
				below := nn.Dense[float64]{Act: act}
				below.BackwardAct(x, wantDX)
				d.BackwardParams(wantG, x, da)
				o := opt()
				o.Update(d.W.Offset, nn.Vec(wantP, d.W), nn.Vec(wantG, d.W), true)
				o.Update(d.B.Offset, nn.Vec(wantP, d.B), nn.Vec(wantG, d.B), false)

				o = opt()
				b := nn.Backward[float64]{P: p, G: g, X: x, DA: da, DX: dx, Beta: 0.5, Below: &act, V: x,
					Fresh: fresh, FreshBias: fresh, ColNorms: norms, Keep: keep, Weights: o, Bias: o}
				if tied {
					d.BackwardInput(p, 0.5, da, dx)
					below.BackwardAct(x, dx)
					b.DX = kernels.Matrix[float64]{}
				}
				if d.BackwardParts(batch) < 3 {
					t.Fatalf("%d parts", d.BackwardParts(batch))
				}
				for i := range d.BackwardParts(batch) {
					d.BackwardPart(d.BackwardParts(batch)-1-i, &b)
				}
				name := fmt.Sprintf("tied %v, fresh %v, keep %v", tied, fresh, keep)
				if !slices.Equal(p, wantP) {
					t.Errorf("%s: parameters differ", name)
				}
				if !slices.Equal(dx.Data, wantDX.Data) {
					t.Errorf("%s: dx differs", name)
				}
				if keep && !slices.Equal(g, wantG) {
					t.Errorf("%s: gradients differ", name)
				}
			}
		}
	}
}
