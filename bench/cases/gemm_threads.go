package cases

import (
	"fmt"

	"github.com/lamina-go/lamina/bench/harness"
	"github.com/lamina-go/lamina/kernels"
)

// threadCases hold two threads against one.
func threadCases() []harness.Case {
	var cs []harness.Case
	for _, s := range []struct {
		shape
		bar float64
	}{
		{shape{m: 64, n: 64, k: 64}, 0.97}, // within the noise of never slower
		{shape{m: 128, n: 128, k: 128}, 0.97},
		{shape{m: 256, n: 256, k: 256}, 0.97},
		{shape{m: 512, n: 512, k: 512}, 0.97},
		{shape{m: 1024, n: 1024, k: 1024}, 1.9},
		{shape{m: 128, n: 512, k: 784}, 0.97},
		{shape{m: 32, n: 256, k: 784}, 0.97},
		{shape{m: 1, n: 512, k: 784}, 0.97},
	} {
		cs = append(cs, harness.Case{
			Name: fmt.Sprintf("threads/float32/%v", s.shape), Table: "Gemm float32, m x n x k, two threads and one",
			Element: "float32", Work: s.work(), Unit: harness.GFLOPs, Bar: s.bar, Against: "one thread",
			Setup: func() []harness.Contestant {
				a, b, c := operands[float32](s.shape)
				two := gemmContestant("two threads", kernels.Gemm[float32], s.shape, a, b, c)
				two.Threads = 2
				return []harness.Contestant{two, gemmContestant("one thread", kernels.Gemm[float32], s.shape, a, b, c)}
			},
		})
	}
	return cs
}
