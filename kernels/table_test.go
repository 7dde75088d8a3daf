package kernels

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A row of the test table is a kernel over slices, for one element type. Every
// test of the contract runs over all rows and all implementations.
type row[T Float] struct {
	name    string
	out, in int // slices written (and perhaps read), then slices only read
	// run calls the kernel on level l; the slices are those written first. It
	// returns the sum, or 0.
	run func(l level, s [][]T) T
}

// rows is the test table.
func rows[T Float]() []row[T] {
	return slices.Concat(rowsElementwise[T](), rowsArithmetic[T](), rowsFunctions[T](), rowsActivations[T](), rowsReductions[T](), rowsFolded[T](), rowsTraining[T](), rowsOptimisers[T](), rowsRandom[T](), rowsLikelihoods[T](), rowsJacobians[T](), rowsOptimisersMore[T](), rowsBLAS[T]())
}

// TestEveryKernelHasARow compares with the generated stubs.
func TestEveryKernelHasARow(t *testing.T) {
	stubs, err := os.ReadFile("stubs_amd64.go")
	if err != nil {
		t.Fatal(err)
	}
	names := regexp.MustCompile(`func (\w+)F32AVX2\(`).FindAllSubmatch(stubs, -1)
	if len(names) < 20 {
		t.Fatalf("found only %d kernels", len(names))
	}
	for _, m := range names {
		name := string(m[1])
		own := regexp.MustCompile(`^(gemm\w*|dots|roof\w*|transpose|fromBytes|packSigns)$`).MatchString(name) // tests of their own
		has := slices.ContainsFunc(rows[float32](), func(r row[float32]) bool { return strings.EqualFold(r.name, name) })
		if !has && !own {
			t.Errorf("%s has no row in the test table", name)
		}
	}
}

func map1[T Float](f func(level, []T, []T)) func(level, [][]T) T {
	return func(l level, s [][]T) T { f(l, s[0], s[1]); return 0 }
}

func map2[T Float](f func(level, []T, []T, []T)) func(level, [][]T) T {
	return func(l level, s [][]T) T { f(l, s[0], s[1], s[2]); return 0 }
}

// testScalar is an unround scalar for the rows that take one.
const testScalar = -1.7

func rowsElementwise[T Float]() []row[T] {
	return []row[T]{
		{"Add", 1, 2, map2(dispatchAdd[T])},
		{"Sub", 1, 2, map2(dispatchSub[T])},
		{"Mul", 1, 2, map2(dispatchMul[T])},
		{"Scale", 1, 1, func(l level, s [][]T) T { dispatchScale(l, s[0], s[1], testScalar); return 0 }},
		{"Axpy", 1, 1, func(l level, s [][]T) T { dispatchAxpy(l, s[0], s[1], testScalar); return 0 }},
		{"AddSquares", 1, 1, map1(dispatchAddSquares[T])},
	}
}

func rowsFunctions[T Float]() []row[T] {
	return []row[T]{
		{"Exp", 1, 1, map1(dispatchExp[T])},
		{"Log", 1, 1, map1(dispatchLog[T])},
		{"Sigmoid", 1, 1, map1(dispatchSigmoid[T])},
		{"Softplus", 1, 1, map1(dispatchSoftplus[T])},
		{"Tanh", 1, 1, map1(dispatchTanh[T])},
		{"ReLU", 1, 1, map1(dispatchRelu[T])},
		{"SigmoidGrad", 1, 2, map2(dispatchSigmoidGrad[T])},
		{"TanhGrad", 1, 2, map2(dispatchTanhGrad[T])},
		{"ReLUGrad", 1, 2, map2(dispatchReluGrad[T])},
	}
}

func rowsReductions[T Float]() []row[T] {
	return []row[T]{
		{"Dot", 0, 2, func(l level, s [][]T) T { return dispatchDot(l, s[0], s[1]) }},
		{"Sum", 0, 1, func(l level, s [][]T) T { return dispatchSum(l, s[0]) }},
		{"Asum", 0, 1, func(l level, s [][]T) T { return dispatchAsum(l, s[0]) }},
		{"SquaredDistance", 0, 2, func(l level, s [][]T) T { return dispatchSquaredDistance(l, s[0], s[1]) }},
	}
}

func rowsTraining[T Float]() []row[T] {
	return []row[T]{
		{"SquaredErrorGrad", 1, 2, func(l level, s [][]T) T { return dispatchSquaredErrorGrad(l, s[0], s[1], s[2], testScalar) }},
		{"BernoulliGrad", 1, 2, func(l level, s [][]T) T { return dispatchBernoulliGrad(l, s[0], s[1], s[2], testScalar) }},
		{"L1Grad", 1, 1, func(l level, s [][]T) T { return dispatchL1Grad(l, s[0], s[1], testScalar) }},
		{"JacobianSigmoid", 2, 2, func(l level, s [][]T) T { return dispatchJacobianSigmoid(l, s[0], s[1], s[2], s[3], testScalar) }},
		{"JacobianTanh", 2, 2, func(l level, s [][]T) T { return dispatchJacobianTanh(l, s[0], s[1], s[2], s[3], testScalar) }},
		{"JacobianReLU", 1, 2, func(l level, s [][]T) T { return dispatchJacobianRelu(l, s[0], s[1], s[2]) }},
	}
}

func rowsOptimisers[T Float]() []row[T] {
	return []row[T]{
		{"AdamStep", 3, 1, func(l level, s [][]T) T {
			dispatchAdamStep(l, s[0], s[1], s[2], s[3], 0.01, 0.9, 0.1, 0.999, 0.001, 1e-8, 1.3, 1.7)
			return 0
		}},
		{"SGDStep", 2, 1, func(l level, s [][]T) T { dispatchSgdStep(l, s[0], s[1], s[2], 0.01, 0.9); return 0 }},
	}
}

func rowsRandom[T Float]() []row[T] {
	return []row[T]{
		{"UnitFloat", 1, 1, map1(dispatchUnitFloat[T])},
		{"Less", 1, 1, func(l level, s [][]T) T { dispatchLess(l, s[0], s[1], 0.3); return 0 }},
		{"BoxMuller", 2, 0, func(l level, s [][]T) T { dispatchBoxMuller(l, s[0], s[1]); return 0 }},
	}
}
