package cases

import (
	"github.com/lamina-go/lamina/bench/harness"
	"github.com/lamina-go/lamina/bench/python"
	"github.com/lamina-go/lamina/kernels"
)

// foldFunc returns one number for a slice, or for two.
type foldFunc[T kernels.Float] = func(x, y []T) T

// fold is a row of the table.
type fold[T kernels.Float] struct {
	name   string
	lamina foldFunc[T]
	torch  string // the function of torch_functions.py that has it
}

func folds[T kernels.Float]() []fold[T] {
	return []fold[T]{
		{"dot", func(x, y []T) T { return kernels.Dot(x, y) }, "dot"},
		{"sum", func(x, _ []T) T { return kernels.Sum(x) }, "fresh"},
		{"asum", func(x, _ []T) T { return kernels.Asum(x) }, ""},
		{"nrm2", func(x, _ []T) T { return kernels.Nrm2(x) }, "fresh"},
		{"squareddistance", func(x, y []T) T { return kernels.SquaredDistance(x, y) }, "squareddistance"},
		{"mean", func(x, _ []T) T { return kernels.Mean(x) }, "fresh"},
		{"variance", func(x, _ []T) T { _, v := kernels.MeanVariance(x); return v }, "fresh"},
		{"min", func(x, _ []T) T { return kernels.Min(x) }, "fresh"},
		{"max", func(x, _ []T) T { return kernels.Max(x) }, "fresh"},
		{"argmax", func(x, _ []T) T { return T(kernels.ArgMax(x)) }, "fresh"},
		{"logsumexp", func(x, _ []T) T { return kernels.LogSumExp(x) }, "fresh"},
	}
}

// foldLengths are bound by the call, by L1 and by memory.
var foldLengths = []int{8, 64, 4096, 1 << 20}

func foldCases[T kernels.Float](rivals map[string]map[string]foldFunc[T], py []*python.Worker) []harness.Case {
	var cs []harness.Case
	for _, f := range folds[T]() {
		for _, n := range foldLengths {
			c := vectorCase[T]("Reductions", f.name, n)
			if f.name == "dot" && n == 8 {
				c.Bar, c.Against = 1, "vek"
			}
			c.Setup = func() []harness.Contestant {
				x, y := uniform[T](n, -1, 1), uniform[T](n, -1, 1)
				cs := []harness.Contestant{foldContestant(reference, f.lamina, x, y)}
				for _, name := range []string{"gonum", "vek"} {
					if r := rivals[name][f.name]; r != nil {
						cs = append(cs, foldContestant(name, r, x, y))
					}
				}
				if f.torch == "" {
					return cs
				}
				return append(cs, fromPython(py, "torch_functions."+f.torch, f.torchInputs(x, y))...)
			}
			cs = append(cs, c)
		}
	}
	return cs
}

// torchInputs are those of the function in torch_functions.py.
func (f fold[T]) torchInputs(x, y []T) inputs {
	if f.torch == "dot" || f.torch == "squareddistance" {
		return inputs{"x": x, "y": y}
	}
	return inputs{"function": f.name, "x": x}
}

func foldContestant[T kernels.Float](name string, f foldFunc[T], x, y []T) harness.Contestant {
	var sum T // outlives the call, so that the folds are not dead code
	return repeat(name, func() { sum += f(x, y) })
}
