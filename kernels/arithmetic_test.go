package kernels

import (
	"math"
	"testing"
)

func rowsArithmetic[T Float]() []row[T] {
	return []row[T]{
		{"Div", 1, 2, map2(dispatchDiv[T])},
		{"MulAdd", 1, 3, func(l level, s [][]T) T { dispatchMulAdd(l, s[0], s[1], s[2], s[3]); return 0 }},
		{"Axpby", 1, 1, func(l level, s [][]T) T { dispatchAxpby(l, s[0], s[1], testScalar, 0.3); return 0 }},
		{"Abs", 1, 1, map1(dispatchAbs[T])},
		{"Neg", 1, 1, map1(dispatchNeg[T])},
		{"Sqrt", 1, 1, map1(dispatchSqrt[T])},
		{"Sign", 1, 1, map1(dispatchSign[T])},
		{"Maximum", 1, 2, map2(dispatchMaximum[T])},
		{"Minimum", 1, 2, map2(dispatchMinimum[T])},
		{"Clamp", 1, 1, func(l level, s [][]T) T { dispatchClamp(l, s[0], s[1], testScalar, 0); return 0 }},
		{"DivScalar", 1, 1, func(l level, s [][]T) T { dispatchDivScalar(l, s[0], s[1], testScalar); return 0 }},
		{"SubScalars", 1, 1, func(l level, s [][]T) T { dispatchSubScalars(l, s[0], s[1], testScalar, 0.3); return 0 }},
		{"AddScaledProduct", 1, 2, func(l level, s [][]T) T { dispatchAddScaledProduct(l, s[0], s[1], s[2], testScalar); return 0 }},
		{"Bare1", 1, 1, map1(dispatchBare1[T])},
		{"Bare2", 1, 2, map2(dispatchBare2[T])},
		{"Bare3", 1, 3, func(l level, s [][]T) T { dispatchBare3(l, s[0], s[1], s[2], s[3]); return 0 }},
	}
}

// TestSpecialArithmetic checks the documented rules for NaN, infinities and
// zeros, on every implementation and at two lengths: in whole vectors and in
// the tail.
func TestSpecialArithmetic(t *testing.T) {
	both(t, testSpecialArithmetic[float32], testSpecialArithmetic[float64])
}

func testSpecialArithmetic[T Float](t *testing.T) {
	inf, nan, neg := T(math.Inf(1)), T(math.NaN()), T(math.Copysign(0, -1))
	x := []T{neg, 0, neg, 0, nan, 1, nan, inf, -inf, inf, 3, -3}
	y := []T{0, neg, neg, 0, 1, nan, nan, nan, inf, -inf, -2, 2}
	for _, tt := range []struct {
		name string
		f    func(l level, dst, x, y []T)
		want []T
	}{
		{"Maximum", dispatchMaximum[T], []T{0, 0, neg, 0, nan, nan, nan, nan, inf, inf, 3, 2}},
		{"Minimum", dispatchMinimum[T], []T{neg, neg, neg, 0, nan, nan, nan, nan, -inf, -inf, -2, -3}},
		{"Div", dispatchDiv[T], []T{nan, nan, nan, nan, nan, nan, nan, nan, nan, nan, -1.5, -1.5}},
		{"Abs", func(l level, dst, x, _ []T) { dispatchAbs(l, dst, x) }, []T{0, 0, 0, 0, nan, 1, nan, inf, inf, inf, 3, 3}},
		{"Neg", func(l level, dst, x, _ []T) { dispatchNeg(l, dst, x) }, []T{0, neg, 0, neg, nan, -1, nan, -inf, inf, -inf, -3, 3}},
		{"Sign", func(l level, dst, x, _ []T) { dispatchSign(l, dst, x) }, []T{neg, 0, neg, 0, nan, 1, nan, 1, -1, 1, 1, -1}},
		{"Sqrt", func(l level, dst, x, _ []T) { dispatchSqrt(l, dst, x) }, []T{neg, 0, neg, 0, nan, 1, nan, inf, nan, inf, T(math.Sqrt(3)), nan}},
		{"Clamp to [+0, 2]", func(l level, dst, x, _ []T) { dispatchClamp(l, dst, x, 0, 2) }, []T{neg, 0, neg, 0, nan, 1, nan, 2, 0, 2, 2, 0}},
		{"Clamp to [−2, −0]", func(l level, dst, x, _ []T) { dispatchClamp(l, dst, x, -2, neg) }, []T{neg, 0, neg, 0, nan, neg, nan, neg, -2, neg, neg, -2}},
		{"0·x + y", func(l level, dst, x, y []T) { copy(dst, y); dispatchAxpby(l, dst, x, 0, 1) }, []T{0, 0, neg, 0, nan, nan, nan, nan, nan, nan, -2, 2}},
		{"x + 0·y", func(l level, dst, x, y []T) { copy(dst, y); dispatchAxpby(l, dst, x, 1, 0) }, []T{0, 0, neg, 0, nan, nan, nan, nan, nan, nan, 3, -3}},
	} {
		for _, l := range available {
			for _, repeat := range []int{1, 12} {
				for i := range x {
					n := repeat*len(x) - i
					var xs, ys, want []T
					for range repeat {
						xs, ys, want = append(xs, x...), append(ys, y...), append(want, tt.want...)
					}
					got := make([]T, n)
					tt.f(l, got, xs[i:], ys[i:])
					compare(t, got, want[i:], "%s %v", tt.name, l)
				}
			}
		}
	}
}

func TestSpecialMulAdd(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	for _, l := range available {
		got := make([]float64, 4)
		// The product is not rounded, and 0·Inf is NaN beside a NaN and a number.
		dispatchMulAdd(l, got, []float64{1 + 0x1p-52, 0, 0, 2}, []float64{1 - 0x1p-52, inf, -inf, 3}, []float64{-1, 5, nan, -inf})
		compare(t, got, []float64{-0x1p-104, nan, nan, -inf}, "MulAdd %v", l)
	}
}
