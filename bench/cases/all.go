package cases

import (
	"slices"

	"github.com/lamina-go/lamina/bench/harness"
	"github.com/lamina-go/lamina/kernels"
)

// reference is the name of the contestant that all others are compared with.
const reference = "lamina"

// All returns every case, for the implementation of Lamina that is active.
func All() []harness.Case {
	return slices.Concat(
		gemmCases("float32", rivals32),
		gemmCases("float64", rivals64),
		functionCases[float32]("float32"),
		functionCases[float64]("float64"),
		vectorCases("float32", gonum32),
		vectorCases("float64", gonum64),
	)
}

func roof[T kernels.Float]() *harness.Roof {
	return harness.LaneFMA[T](kernels.Active())
}
