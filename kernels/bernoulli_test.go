package kernels

import (
	"math"
	"testing"
)

// TestBernoulliSure has logits that are sure of the right x: value and gradient keep
// their digits, the same on either side.
func TestBernoulliSure(t *testing.T) { both(t, testBernoulliSure[float32], testBernoulliSure[float64]) }

func testBernoulliSure[T Float](t *testing.T) {
	ulps := float64(pick[T](0x1p-22, 0x1p-51))
	for _, l := range available {
		grad := func(a, x T) (value, g float64) {
			da := []T{0}
			return float64(dispatchBernoulliGrad(l, da, []T{a}, []T{x}, 1)), float64(da[0])
		}
		for _, a := range []T{0, 0.5, 3, 10, 17, 20, 30, 50, 80} {
			v0, g0 := grad(-a, 0)
			v1, g1 := grad(a, 1)
			if v0 != v1 || g0 != -g1 {
				t.Errorf("%v: a = %v: %v and %v for x = 1, %v and %v for −a and 0", l, a, v1, g1, v0, g0)
			}
			e := math.Exp(-float64(a))
			if want := math.Log1p(e); math.Abs(v1-want) > ulps*want {
				t.Errorf("%v: value of %v for x = 1 is %v, want %v", l, a, v1, want)
			}
			if want := -e / (1 + e); math.Abs(g1-want) > ulps*-want {
				t.Errorf("%v: gradient of %v for x = 1 is %v, want %v", l, a, g1, want)
			}
			if v, g := grad(a, 0); math.Abs(v-float64(a)-math.Log1p(e)) > ulps*v || math.Abs(g-1/(1+e)) > ulps {
				t.Errorf("%v: value and gradient of %v for x = 0 are %v and %v", l, a, v, g)
			}
		}
		inf := T(math.Inf(1))
		if v, g := grad(-inf, 1); v != math.Inf(1) || g != -1 {
			t.Errorf("%v: value and gradient of −Inf for x = 1 are %v and %v", l, v, g)
		}
		for _, c := range [][2]T{{-inf, 0}, {inf, 0}, {inf, 1}, {T(math.NaN()), 0}} {
			if v, _ := grad(c[0], c[1]); v == v {
				t.Errorf("%v: value of %v for x = %v is %v, want NaN", l, c[0], c[1], v)
			}
		}
	}
}
