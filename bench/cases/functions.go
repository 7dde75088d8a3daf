package cases

import (
	"fmt"

	"github.com/lamina-go/lamina/bench/harness"
	"github.com/lamina-go/lamina/kernels"
)

// A function maps src to dst element by element.
type function[T kernels.Float] struct {
	name         string
	lamina, math func(dst, src []T)
	lo, hi       float64 // arguments
	bar32        float64 // the slots asked of float32
}

func functions[T kernels.Float]() []function[T] {
	return []function[T]{
		{"exp", kernels.Exp[T], mathExp[T], -10, 10, 20},
		{"sigmoid", kernels.Sigmoid[T], mathSigmoid[T], -10, 10, 26},
		{"tanh", kernels.Tanh[T], mathTanh[T], -5, 5, 30},
		{"log", kernels.Log[T], mathLog[T], 0, 10, 30},
		{"softplus", kernels.Softplus[T], mathSoftplus[T], -10, 10, 55},
	}
}

func functionCases[T kernels.Float](element string) []harness.Case {
	const n = 4096 // source and destination fit into L1
	var cs []harness.Case
	for _, f := range functions[T]() {
		bar := f.bar32
		if element != "float32" {
			bar = 0
		}
		cs = append(cs, harness.Case{
			Name:    fmt.Sprintf("%s/%s/%d", f.name, element, n),
			Table:   fmt.Sprintf("Functions %s", element),
			Element: element,
			Work:    n,
			Unit:    harness.GElements,
			Roof:    roof[T](),
			Measure: harness.Slots,
			Bar:     bar,
			Setup: func() []harness.Contestant {
				src, dst := uniform[T](n, f.lo, f.hi), make([]T, n)
				return []harness.Contestant{
					functionContestant(reference, f.lamina, dst, src),
					functionContestant("math", f.math, dst, src),
				}
			},
		})
	}
	return cs
}

func functionContestant[T kernels.Float](name string, f func(dst, src []T), dst, src []T) harness.Contestant {
	return harness.Contestant{Name: name, Run: func(calls int) {
		for range calls {
			f(dst, src)
		}
	}}
}
