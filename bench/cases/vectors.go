package cases

import (
	"fmt"

	"github.com/lamina-go/lamina/bench/harness"
	"github.com/lamina-go/lamina/kernels"
)

// vectorFuncs are one library's operations on two vectors.
type vectorFuncs[T kernels.Float] struct {
	dot  func(x, y []T) T
	axpy func(alpha T, x, y []T)
}

// vectorLengths are bound by the call, by L1 and by memory.
var vectorLengths = []int{64, 4096, 1 << 20}

func vectorCases[T kernels.Float](element string, gonum vectorFuncs[T]) []harness.Case {
	lamina := vectorFuncs[T]{kernels.Dot[T], kernels.Axpy[T]}
	operations := []struct {
		name       string
		contestant func(name string, f vectorFuncs[T], x, y []T) harness.Contestant
	}{
		{"dot", dotContestant[T]},
		{"axpy", axpyContestant[T]},
	}
	var cs []harness.Case
	for _, op := range operations {
		for _, n := range vectorLengths {
			cs = append(cs, harness.Case{
				Name:    fmt.Sprintf("%s/%s/%d", op.name, element, n),
				Table:   fmt.Sprintf("Vectors %s", element),
				Element: element,
				Work:    float64(n),
				Unit:    harness.GElements,
				Roof:    roof[T](),
				Measure: harness.Slots,
				Setup: func() []harness.Contestant {
					x, y := uniform[T](n, -1, 1), uniform[T](n, -1, 1)
					return []harness.Contestant{
						op.contestant(reference, lamina, x, y),
						op.contestant("gonum", gonum, x, y),
					}
				},
			})
		}
	}
	return cs
}

func dotContestant[T kernels.Float](name string, f vectorFuncs[T], x, y []T) harness.Contestant {
	var sum T // outlives the call, so that the products are not dead code
	return harness.Contestant{Name: name, Run: func(calls int) {
		for range calls {
			sum += f.dot(x, y)
		}
	}}
}

func axpyContestant[T kernels.Float](name string, f vectorFuncs[T], x, y []T) harness.Contestant {
	const alpha = 1e-9 // y stays finite however often it is added to
	return harness.Contestant{Name: name, Run: func(calls int) {
		for range calls {
			f.axpy(alpha, x, y)
		}
	}}
}
