package cases

import (
	"github.com/lamina-go/lamina/bench/harness"
	"github.com/lamina-go/lamina/bench/python"
	"github.com/lamina-go/lamina/kernels"
)

// operationFunc computes dst from up to three sources, or from itself.
type operationFunc[T kernels.Float] = func(dst, x, y, z []T)

// operation is a row of one operation an element, on up to three sources.
type operation[T kernels.Float] struct {
	name    string
	lamina  operationFunc[T]
	sources int // that the bare loop beside it loads
	torch   string
	inputs  inputs // of torch's, besides the slices
	// divider is the loop that is as fast as the divider, nil if the operation needs none.
	divider func(implementation string, rounds int) (int, error)
}

const (
	alpha = 1e-9 // y stays finite however often it is added to
	beta  = 0.5
)

func operations[T kernels.Float]() []operation[T] {
	return []operation[T]{
		{"add", func(d, x, y, _ []T) { kernels.Add(d, x, y) }, 2, "two", nil, nil},
		{"sub", func(d, x, y, _ []T) { kernels.Sub(d, x, y) }, 2, "two", nil, nil},
		{"mul", func(d, x, y, _ []T) { kernels.Mul(d, x, y) }, 2, "two", nil, nil},
		{"maximum", func(d, x, y, _ []T) { kernels.Maximum(d, x, y) }, 2, "two", nil, nil},
		{"minimum", func(d, x, y, _ []T) { kernels.Minimum(d, x, y) }, 2, "two", nil, nil},
		{"muladd", func(d, x, y, z []T) { kernels.MulAdd(d, x, y, z) }, 3, "muladd", nil, nil},
		{"axpy", func(d, x, _, _ []T) { kernels.Axpy(alpha, x, d) }, 2, "axpy", inputs{"alpha": alpha}, nil},
		{"axpby", func(d, x, _, _ []T) { kernels.Axpby(alpha, x, beta, d) }, 2, "", nil, nil},
		{"scale", func(d, x, _, _ []T) { kernels.Scale(d, beta, x) }, 1, "scale", inputs{"alpha": beta}, nil},
		{"abs", func(d, x, _, _ []T) { kernels.Abs(d, x) }, 1, "one", nil, nil},
		{"neg", func(d, x, _, _ []T) { kernels.Neg(d, x) }, 1, "one", nil, nil},
		{"sign", func(d, x, _, _ []T) { kernels.Sign(d, x) }, 1, "one", nil, nil},
		{"clamp", func(d, x, _, _ []T) { kernels.Clamp(d, x, -beta, beta) }, 1, "clamp", inputs{"lo": -beta, "hi": beta}, nil},
		{"relu", func(d, x, _, _ []T) { kernels.ReLU(d, x) }, 1, "fresh", nil, nil},
		{"div", func(d, x, y, _ []T) { kernels.Div(d, x, y) }, 2, "two", nil, kernels.PeakDiv[T]},
		{"sqrt", func(d, x, _, _ []T) { kernels.Sqrt(d, x) }, 1, "one", nil, kernels.PeakSqrt[T]},
	}
}

// operationLengths are of L1, of L2 and of memory.
var operationLengths = []int{2048, 1 << 15, 1 << 20, 1 << 23}

// What Lamina is held against: the loads and stores alone, or the divider.
const (
	bareLoop    = "bare loop"
	dividerLoop = "divider"
)

func operationCases[T kernels.Float](rivals map[string]map[string]operationFunc[T], py []*python.Worker) []harness.Case {
	var cs []harness.Case
	for _, op := range operations[T]() {
		for _, n := range operationLengths {
			c := vectorCase[T]("Arithmetic", op.name, n)
			c.Bar, c.Against = 0.9, bareLoop
			if op.divider != nil {
				c.Against = bareLoop + harness.Or + dividerLoop
			}
			c.Setup = func() []harness.Contestant {
				d, x, y, z := uniform[T](n, -1, 1), uniform[T](n, 0, 1), uniform[T](n, 1, 2), uniform[T](n, -1, 1)
				contestant := func(name string, f func(d, x, y, z []T)) harness.Contestant {
					return repeat(name, func() { f(d, x, y, z) })
				}
				cs := []harness.Contestant{contestant(reference, op.lamina)}
				switch op.sources {
				case 1:
					cs = append(cs, contestant(bareLoop, func(d, x, _, _ []T) { kernels.Bare(d, x) }))
				case 2:
					cs = append(cs, contestant(bareLoop, func(d, x, y, _ []T) { kernels.Bare(d, x, y) }))
				case 3:
					cs = append(cs, contestant(bareLoop, func(d, x, y, z []T) { kernels.Bare(d, x, y, z) }))
				}
				if op.divider != nil {
					cs = appendDivider(cs, op.divider, n)
				}
				for _, name := range []string{"gonum", "vek"} {
					if f := rivals[name][op.name]; f != nil {
						cs = append(cs, contestant(name, f))
					}
				}
				if op.torch == "" {
					return cs
				}
				return append(cs, fromPython(py, "torch_functions."+op.torch, op.torchInputs(x, y, z))...)
			}
			cs = append(cs, c)
		}
	}
	return cs
}

// appendDivider adds the loop of independent operations between registers, as
// many as n elements need, where the implementation has one.
func appendDivider(cs []harness.Contestant, divider func(implementation string, rounds int) (int, error), n int) []harness.Contestant {
	each, err := divider(kernels.Active(), 1)
	if err != nil {
		return cs
	}
	return append(cs, harness.Contestant{Name: dividerLoop, Run: func(calls int) {
		divider(kernels.Active(), (calls*n+each-1)/each)
	}})
}

// torchInputs are those of the function in torch_functions.py.
func (op operation[T]) torchInputs(x, y, z []T) inputs {
	in := inputs{"x": x}
	switch op.torch {
	case "one", "fresh":
		in["function"] = op.name
	case "two":
		in["function"], in["y"] = op.name, y
	case "axpy":
		in["y"] = y
	case "muladd":
		in["y"], in["z"] = y, z
	}
	for k, v := range op.inputs {
		in[k] = v
	}
	return in
}
