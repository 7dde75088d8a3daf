package cases

import (
	"github.com/lamina-go/lamina/bench/harness"
	"github.com/lamina-go/lamina/bench/python"
	"github.com/lamina-go/lamina/kernels"
)

// A derivative is a row of the table: dst[i] = dy[i]·f′, from f's input or output x.
type derivative[T kernels.Float] struct {
	name   string
	lamina func(dst, dy, x []T)
	lo, hi float64 // of x
}

func derivatives[T kernels.Float]() []derivative[T] {
	return []derivative[T]{
		{"sigmoidgrad", kernels.SigmoidGrad[T], 0, 1},
		{"tanhgrad", kernels.TanhGrad[T], -1, 1},
		{"gelugrad", kernels.GELUGrad[T], -5, 5},
		{"silugrad", kernels.SiLUGrad[T], -10, 10},
		{"relugrad", kernels.ReLUGrad[T], -5, 5},
		{"leakyrelugrad", func(dst, dy, y []T) { kernels.LeakyReLUGrad(leak, dst, dy, y) }, -0.05, 5},
		{"elugrad", func(dst, dy, y []T) { kernels.ELUGrad(1, dst, dy, y) }, -1, 5},
		{"softplusgrad", kernels.SoftplusGrad[T], 0.1, 10},
	}
}

func derivativeCases[T kernels.Float](py []*python.Worker) []harness.Case {
	var cs []harness.Case
	for _, f := range derivatives[T]() {
		for _, n := range functionLengths {
			c := vectorCase[T]("Derivatives", f.name, n)
			c.Setup = func() []harness.Contestant {
				dst, dy, x := make([]T, n), uniform[T](n, -1, 1), uniform[T](n, f.lo, f.hi)
				cs := []harness.Contestant{repeat(reference, func() { f.lamina(dst, dy, x) })}
				return append(cs, fromPython(py, "torch_functions.backward", inputs{"function": f.name, "dy": dy, "x": x})...)
			}
			cs = append(cs, c)
		}
	}
	return cs
}
