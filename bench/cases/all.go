package cases

import (
	"slices"

	"github.com/lamina-go/lamina/bench/harness"
	"github.com/lamina-go/lamina/bench/python"
	"github.com/lamina-go/lamina/kernels"
)

// reference is the name of the contestant that all others are compared with.
const reference = "lamina"

// All returns every case, for the implementation of Lamina that is active and
// with what the interpreters py have.
func All(py ...*python.Worker) []harness.Case {
	return slices.Concat(
		gemmCases("float32", rivals32),
		gemmCases("float64", rivals64),
		threadCases(),
		epilogueCases(),
		dropInCases(),
		functionCases("float32", vek32Maps, py),
		functionCases[float64]("float64", nil, py),
		derivativeCases[float32](py),
		derivativeCases[float64](py),
		rowCases[float32]("float32", py),
		rowCases[float64]("float64", py),
		foldCases(folds32, py),
		foldCases(folds64, py),
		jobCases("Matrices", matrixJobs(matrixRivals32), matrixShapes, py),
		jobCases("Matrices", matrixJobs(matrixRivals64), matrixShapes, py),
		operationCases(operations32, py),
		operationCases(operations64, py),
		formatCases(py),
		jobCases("Random numbers", randomJobs[float32](), vectorShapes, py),
		jobCases("Random numbers", randomJobs[float64](), vectorShapes, py),
		jobCases("Likelihoods and their gradients", likelihoodJobs[float32](), vectorShapes, py),
		jobCases("Likelihoods and their gradients", likelihoodJobs[float64](), vectorShapes, py),
		jobCases("Likelihoods and their gradients", categoricalJobs[float32](), categoricalShapes, py),
		jobCases("Likelihoods and their gradients", categoricalJobs[float64](), categoricalShapes, py),
		jobCases("Optimisers' steps", optimiserJobs[float32](), optimiserShapes, py),
		jobCases("Optimisers' steps", optimiserJobs[float64](), optimiserShapes, py),
		trainingCases(py),
		encodingCases(py),
		stepCases(py),
		codeCases(py),
	)
}

// The rivals in Go, by their names and those of the operations that they have.
var (
	folds32      = map[string]map[string]foldFunc[float32]{"gonum": gonum32Folds, "vek": vek32Folds}
	folds64      = map[string]map[string]foldFunc[float64]{"gonum": gonum64Folds, "vek": vek64Folds}
	operations32 = map[string]map[string]operationFunc[float32]{"gonum": gonum32Operations, "vek": vek32Operations}
	operations64 = map[string]map[string]operationFunc[float64]{"gonum": gonum64Operations, "vek": vek64Operations}
)

func roof[T kernels.Float]() *harness.Roof {
	return harness.LaneFMA[T](kernels.Active())
}
