package cases

import (
	"fmt"

	"github.com/lamina-go/lamina/bench/harness"
	"github.com/lamina-go/lamina/bench/python"
	"github.com/lamina-go/lamina/kernels"
)

// rowFunction maps the rows of a matrix to another.
type rowFunction[T kernels.Float] struct {
	name   string
	lamina func(dst, src kernels.Matrix[T])
	bar32  float64 // the slots asked of float32
}

func rowFunctions[T kernels.Float]() []rowFunction[T] {
	return []rowFunction[T]{
		{"softmax", kernels.Softmax[T], 32},
		{"logsoftmax", kernels.LogSoftmax[T], 0},
	}
}

func rowCases[T kernels.Float](element string, py []*python.Worker) []harness.Case {
	const rows, cols = 16, 256
	var cs []harness.Case
	for _, f := range rowFunctions[T]() {
		c := vectorCase[T]("Rows", f.name, rows*cols)
		c.Name = fmt.Sprintf("%s/%s/%dx%d", f.name, element, rows, cols)
		if element == "float32" {
			c.Bar = f.bar32
		}
		c.Setup = func() []harness.Contestant {
			src, dst := uniformMatrix[T](rows, cols), kernels.NewMatrix[T](rows, cols)
			cs := []harness.Contestant{repeat(reference, func() { f.lamina(dst, src) })}
			return append(cs, fromPython(py, "torch_functions.rows", inputs{"function": f.name, "x": src})...)
		}
		cs = append(cs, c)
	}
	return cs
}
