package cases

import (
	"fmt"
	"math"

	"github.com/lamina-go/lamina/bench/harness"
	"github.com/lamina-go/lamina/bench/python"
	"github.com/lamina-go/lamina/kernels"
)

// mapFunc maps src to dst element by element.
type mapFunc[T kernels.Float] = func(dst, src []T)

// A function is a row of the table.
type function[T kernels.Float] struct {
	name   string
	lamina mapFunc[T]
	math   func(float64) float64 // by Go's math, nil if one would not write it so
	torch  string                // the function of torch_functions.py that has it
	lo, hi float64               // arguments
	bar32  float64               // the slots asked of float32
}

// The parameters of LeakyReLU and SoftThreshold, as in torch_functions.py.
const leak, threshold = 0.01, 0.5

func functions[T kernels.Float]() []function[T] {
	return []function[T]{
		{"exp", kernels.Exp[T], math.Exp, "one", -10, 10, 20},
		{"expm1", kernels.Expm1[T], math.Expm1, "one", -10, 10, 0},
		{"log", kernels.Log[T], math.Log, "one", 0, 10, 30},
		{"log1p", kernels.Log1p[T], math.Log1p, "one", -0.9, 10, 0},
		{"sigmoid", kernels.Sigmoid[T], sigmoid, "one", -10, 10, 26},
		{"logsigmoid", kernels.LogSigmoid[T], logSigmoid, "fresh", -10, 10, 0},
		{"softplus", kernels.Softplus[T], softplus, "fresh", -10, 10, 55},
		{"tanh", kernels.Tanh[T], math.Tanh, "one", -5, 5, 30},
		{"erf", kernels.Erf[T], math.Erf, "one", -4, 4, 40},
		{"sin", kernels.Sin[T], math.Sin, "one", -6, 6, 0},
		{"cos", kernels.Cos[T], math.Cos, "one", -6, 6, 0},
		{"gelu", kernels.GELU[T], gelu, "fresh", -5, 5, 0},
		{"silu", kernels.SiLU[T], silu, "fresh", -10, 10, 0},
		{"elu", func(dst, src []T) { kernels.ELU(1, dst, src) }, elu, "fresh", -10, 10, 0},
		{"leakyrelu", func(dst, src []T) { kernels.LeakyReLU(leak, dst, src) }, leakyReLU, "fresh", -10, 10, 0},
		{"softthreshold", func(dst, src []T) { kernels.SoftThreshold(threshold, dst, src) }, softThreshold, "fresh", -2, 2, 0},
	}
}

// functionLengths are of L1 and of memory.
var functionLengths = []int{4096, 1 << 20}

func functionCases[T kernels.Float](element string, vek map[string]mapFunc[T], py []*python.Worker) []harness.Case {
	var cs []harness.Case
	for _, f := range functions[T]() {
		for _, n := range functionLengths {
			c := vectorCase[T]("Functions", f.name, n)
			if element == "float32" && n == functionLengths[0] {
				c.Bar = f.bar32
			}
			c.Setup = func() []harness.Contestant {
				src, dst := uniform[T](n, f.lo, f.hi), make([]T, n)
				contestant := func(name string, m mapFunc[T]) harness.Contestant {
					return repeat(name, func() { m(dst, src) })
				}
				cs := []harness.Contestant{contestant(reference, f.lamina)}
				if f.math != nil {
					cs = append(cs, contestant("math", mathMap[T](f.math)))
				}
				if v := vek[f.name]; v != nil {
					cs = append(cs, contestant("vek", v))
				}
				return append(cs, fromPython(py, "torch_functions."+f.torch, inputs{"function": f.name, "x": src})...)
			}
			cs = append(cs, c)
		}
	}
	return cs
}

// vectorCase is a case of n elements, without its Setup.
func vectorCase[T kernels.Float](table, name string, n int) harness.Case {
	element := fmt.Sprintf("%T", T(0))
	return harness.Case{
		Name:    fmt.Sprintf("%s/%s/%d", name, element, n),
		Table:   table + " " + element,
		Element: element,
		Work:    float64(n),
		Unit:    harness.GElements,
		Roof:    roof[T](),
		Measure: harness.Slots,
	}
}

// repeat is a contestant that calls f.
func repeat(name string, f func()) harness.Contestant {
	return harness.Contestant{Name: name, Run: func(calls int) {
		for range calls {
			f()
		}
	}}
}
