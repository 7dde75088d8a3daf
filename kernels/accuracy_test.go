package kernels

import (
	"math"
	"testing"
)

// TestSpecialValues checks the documented values at the edges, on every
// implementation.
func TestSpecialValues(t *testing.T) { both(t, testSpecial[float32], testSpecial[float64]) }

func testSpecial[T Float](t *testing.T) {
	inf, nan, neg := T(math.Inf(1)), T(math.NaN()), T(math.Copysign(0, -1))
	for _, tt := range []struct {
		name     string
		f        func(level, []T, []T)
		in, want []T
	}{
		{"Exp", dispatchExp[T], []T{0, neg, inf, -inf, nan, 1000, -1000}, []T{1, 1, inf, 0, nan, inf, 0}},
		{"Log", dispatchLog[T], []T{0, neg, 1, inf, -1, -inf, nan}, []T{-inf, -inf, 0, inf, nan, nan, nan}},
		{"Sigmoid", dispatchSigmoid[T], []T{0, neg, inf, -inf, nan, 1000, -1000}, []T{0.5, 0.5, 1, 0, nan, 1, 0}},
		{"Softplus", dispatchSoftplus[T], []T{inf, -inf, nan, 1000, -1000}, []T{inf, 0, nan, 1000, 0}},
		{"Tanh", dispatchTanh[T], []T{0, neg, inf, -inf, nan, 1000, -1000}, []T{0, neg, 1, -1, nan, 1, -1}},
		{"Expm1", dispatchExpm1[T], []T{0, neg, inf, -inf, nan, 1000, -1000}, []T{0, neg, inf, -1, nan, inf, -1}},
		{"Log1p", dispatchLog1p[T], []T{0, neg, inf, -inf, nan, -1, -2}, []T{0, neg, inf, nan, nan, -inf, nan}},
		{"LogSigmoid", dispatchLogSigmoid[T], []T{inf, -inf, nan, -1000, 1000}, []T{neg, -inf, nan, -1000, neg}},
		{"Erf", dispatchErf[T], []T{0, neg, inf, -inf, nan, 1000, -1000}, []T{0, neg, 1, -1, nan, 1, -1}},
		{"Sin", dispatchSin[T], []T{0, neg, inf, -inf, nan, 1e30, -1e30}, []T{0, neg, nan, nan, nan, 0, neg}},
		{"Cos", dispatchCos[T], []T{0, neg, inf, -inf, nan, 1e30, -1e30}, []T{1, 1, nan, nan, nan, 1, 1}},
		{"GELU", dispatchGelu[T], []T{0, neg, inf, -inf, nan, 1000, -1000}, []T{0, neg, inf, neg, nan, 1000, neg}},
		{"SiLU", dispatchSilu[T], []T{0, neg, inf, -inf, nan, 1000, -1000}, []T{0, neg, inf, neg, nan, 1000, neg}},
		{"ReLU", dispatchRelu[T], []T{0, neg, inf, -inf, nan, 3, -3}, []T{0, neg, inf, 0, nan, 3, 0}},
	} {
		for _, l := range available {
			got := make([]T, len(tt.in))
			tt.f(l, got, tt.in)
			compare(t, got, tt.want, "%s %v", tt.name, l)
		}
	}
}
