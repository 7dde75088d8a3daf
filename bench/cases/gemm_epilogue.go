package cases

import (
	"fmt"

	"github.com/lamina-go/lamina/bench/harness"
	"github.com/lamina-go/lamina/kernels"
)

// epilogueCases hold a layer, a product with bias and activation, against the
// bare product, which at best it equals.
func epilogueCases() []harness.Case {
	var cs []harness.Case
	for _, s := range []shape{{m: 128, n: 512, k: 256}, {m: 128, n: 512, k: 784}, {m: 512, n: 512, k: 512}} {
		for _, act := range []struct {
			name string
			act  kernels.Activation
			f    func(dst, src []float32)
			bar  float64
		}{
			{"relu", kernels.ActReLU, kernels.ReLU[float32], 0.97},
			{"sigmoid", kernels.ActSigmoid, kernels.Sigmoid[float32], 0},
			{"tanh", kernels.ActTanh, kernels.Tanh[float32], 0},
		} {
			cs = append(cs, harness.Case{
				Name: fmt.Sprintf("layer/float32/%s/%v", act.name, s), Table: "A product with bias and activation, float32, m x n x k, one thread",
				Element: "float32", Work: s.work(), Unit: harness.GFLOPs, Roof: roof[float32](), Measure: harness.Share,
				Bar: act.bar, Against: "bare product",
				Setup: func() []harness.Contestant {
					a, b, c := operands[float32](s)
					bias := uniform[float32](s.n, -1, 1)
					layer := func(calls int) {
						for range calls {
							kernels.GemmBias(false, false, 1, a, b, bias, act.act, c)
						}
					}
					apart := func(calls int) {
						for range calls {
							kernels.Gemm(false, false, 1, a, b, 0, c)
							kernels.AddRow(c, bias)
							act.f(c.Data, c.Data)
						}
					}
					return []harness.Contestant{
						{Name: reference, Run: layer},
						gemmContestant("bare product", kernels.Gemm[float32], s, a, b, c),
						{Name: "one after the other", Run: apart},
					}
				},
			})
		}
	}
	return cs
}
