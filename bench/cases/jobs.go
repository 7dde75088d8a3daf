package cases

import (
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/lamina-go/lamina/bench/harness"
	"github.com/lamina-go/lamina/bench/python"
	"github.com/lamina-go/lamina/kernels"
)

// A job is a call of a kernel that fits no table of slices: on rows or columns of
// matrices, with several results, or with a state.
type job[T kernels.Float] struct {
	name   string
	lamina func(*operandsOf[T]) []T            // what is returned is compared
	rivals map[string]func(*operandsOf[T]) []T // in Go, by their names
	torch  string                              // the function of torch_kernels.py that has it
	inputs func(*operandsOf[T]) inputs         // of torch's
}

// operandsOf is what jobs work on; those on vectors take Data. Each contestant has its
// own.
type operandsOf[T kernels.Float] struct {
	x, y, z, dst, dst2 kernels.Matrix[T] // x and y in [−1, 1), z positive and with rows of sum 1
	turned             kernels.Matrix[T] // of their shape transposed
	row, col           []T               // ±1, with which repeated scaling goes nowhere
	top                kernels.Matrix[T]
	index              []int
	step               int
}

const topK = 16

func newOperandsOf[T kernels.Float](rows, cols int) *operandsOf[T] {
	matrix := func(seed int, lo, hi float64) kernels.Matrix[T] {
		return kernels.Matrix[T]{Rows: rows, Cols: cols, Stride: cols, Data: uniform[T](rows*cols+seed, lo, hi)[seed:]}
	}
	o := &operandsOf[T]{x: matrix(0, -1, 1), y: matrix(1, -1, 1), z: matrix(2, 0, 1),
		dst: kernels.NewMatrix[T](rows, cols), dst2: kernels.NewMatrix[T](rows, cols), turned: kernels.NewMatrix[T](cols, rows),
		top: kernels.NewMatrix[T](rows, min(topK, cols)), index: make([]int, rows*topK)}
	kernels.Softmax(o.z, o.z)
	for i := range max(rows, cols) {
		sign := T(math.Copysign(1, float64(o.x.Data[i])))
		if i < cols {
			o.row = append(o.row, sign)
		}
		if i < rows {
			o.col = append(o.col, sign)
		}
	}
	return o
}

// shapeOf is a matrix's, or with one row a vector's.
type shapeOf struct{ rows, cols int }

// jobCases are cases of jobs at each shape, named by its element count if they are on
// vectors.
func jobCases[T kernels.Float](table string, jobs []job[T], shapes []shapeOf, py []*python.Worker) []harness.Case {
	var cs []harness.Case
	for _, j := range jobs {
		for _, s := range shapes {
			c := vectorCase[T](table, j.name, s.rows*s.cols)
			if s.rows > 1 {
				c.Name = fmt.Sprintf("%s/%s/%dx%d", j.name, c.Element, s.rows, s.cols)
			}
			c.Setup = func() []harness.Contestant {
				contestant := func(name string, f func(*operandsOf[T]) []T) harness.Contestant {
					o := newOperandsOf[T](s.rows, s.cols)
					return repeat(name, func() { f(o) })
				}
				cs := []harness.Contestant{contestant(reference, j.lamina)}
				for _, name := range slices.Sorted(maps.Keys(j.rivals)) {
					cs = append(cs, contestant(name, j.rivals[name]))
				}
				if j.torch == "" {
					return cs
				}
				return append(cs, fromPython(py, "torch_kernels."+j.torch, j.inputs(newOperandsOf[T](s.rows, s.cols)))...)
			}
			cs = append(cs, c)
		}
	}
	return cs
}
