package kernels

import (
	"math"
	"testing"
)

// accuracy is the table of functions, ranges and worst errors in ULP that the
// tests and the documentation read. A ULP is that of the exact value's
// binade, and of the smallest subnormal below the normal numbers.
var accuracy = []struct {
	name       string
	f32        func(level, []float32, []float32)
	f64        func(level, []float64, []float64)
	exact      func(float64) float64
	lo, hi     float64 // range of the samples
	ulp, ulp64 float64
}{
	{"Exp", dispatchExp[float32], dispatchExp[float64], math.Exp, -110, 88, 1, 2},
	{"Log", dispatchLog[float32], dispatchLog[float64], math.Log, 0, 1e30, 1, 2},
	{"Sigmoid", dispatchSigmoid[float32], dispatchSigmoid[float64], func(x float64) float64 { return 1 / (1 + math.Exp(-x)) }, -110, 30, 1.5, 4},
	{"Softplus", dispatchSoftplus[float32], dispatchSoftplus[float64], func(x float64) float64 {
		return math.Max(x, 0) + math.Log1p(math.Exp(-math.Abs(x)))
	}, -110, 100, 2, 4},
	{"Tanh", dispatchTanh[float32], dispatchTanh[float64], math.Tanh, -12, 12, 1.5, 3},
}

// TestAccuracy checks a sample against Go's math in float64, which is good to an
// ULP of its own: the float64 bounds here allow for one or two of them.
func TestAccuracy(t *testing.T) {
	const n = 1 << 17
	for _, a := range accuracy {
		x32, y32, x64, y64 := make([]float32, n), make([]float32, n), make([]float64, n), make([]float64, n)
		v := &values{}
		for i := range x64 {
			u := float64(v.next()>>11) * 0x1p-53
			x := a.lo + (a.hi-a.lo)*u
			if i%2 == 0 { // all magnitudes
				x *= math.Ldexp(1, -int(v.next()%40))
			}
			x64[i], x32[i] = x, float32(x)
		}
		a.f32(active, y32, x32)
		a.f64(active, y64, x64)
		worst, at := 0.0, float32(0)
		worst64, at64 := 0.0, 0.0
		for i := range x64 {
			if e := ulps(float64(y32[i]), a.exact(float64(x32[i])), 24, -149); e > worst {
				worst, at = e, x32[i]
			}
			if e := ulps(y64[i], a.exact(x64[i]), 53, -1074); e > worst64 {
				worst64, at64 = e, x64[i]
			}
		}
		if worst > a.ulp {
			t.Errorf("%s float32: %.3f ULP at %g, want ≤ %g", a.name, worst, at, a.ulp)
		}
		if worst64 > a.ulp64 {
			t.Errorf("%s float64: %.3f ULP at %g, want ≤ %g", a.name, worst64, at64, a.ulp64)
		}
		t.Logf("%s: float32 %.3f at %g, float64 %.3f at %g", a.name, worst, at, worst64, at64)
	}
}

func ulps(got, exact float64, prec, least int) float64 {
	if got == exact || exact != exact && got != got {
		return 0
	}
	_, e := math.Frexp(exact)
	return math.Abs(got-exact) / math.Ldexp(1, max(e-prec, least))
}

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
		{"ReLU", dispatchRelu[T], []T{0, neg, inf, -inf, nan, 3, -3}, []T{0, neg, inf, 0, nan, 3, 0}},
	} {
		for _, l := range available {
			got := make([]T, len(tt.in))
			tt.f(l, got, tt.in)
			compare(t, got, tt.want, "%s %v", tt.name, l)
		}
	}
}
