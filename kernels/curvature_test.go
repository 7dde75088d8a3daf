package kernels

import (
	"math"
	"testing"
)

// curvatures has each second derivative with its activation and its first one.
// Where output is set, derivatives are taken from the activation's output.
var curvatures = []struct {
	name            string
	act             func(dst, src []float64)
	grad            func(dst, dy, v []float64)
	second          func(dst, src []float64)
	second32, act32 func(dst, src []float32)
	output, kinked  bool
}{
	{"sigmoid", Sigmoid[float64], SigmoidGrad[float64], SigmoidCurvature[float64], SigmoidCurvature[float32], Sigmoid[float32], true, false},
	{"tanh", Tanh[float64], TanhGrad[float64], TanhCurvature[float64], TanhCurvature[float32], Tanh[float32], true, false},
	{"softplus", Softplus[float64], SoftplusGrad[float64], SoftplusCurvature[float64], SoftplusCurvature[float32], Softplus[float32], true, false},
	{"elu", func(d, s []float64) { ELU(0.75, d, s) }, func(d, dy, y []float64) { ELUGrad(0.75, d, dy, y) },
		func(d, s []float64) { ELUCurvature(0.75, d, s) }, func(d, s []float32) { ELUCurvature(0.75, d, s) }, func(d, s []float32) { ELU(0.75, d, s) }, true, true},
	{"silu", SiLU[float64], SiLUGrad[float64], SiLUCurvature[float64], SiLUCurvature[float32], SiLU[float32], false, false},
	{"gelu", GELU[float64], GELUGrad[float64], GELUCurvature[float64], GELUCurvature[float32], GELU[float32], false, false},
}

// The second derivative is the slope of the first, which is that of the function.
func TestCurvatures(t *testing.T) {
	const n, step = 401, 1e-3
	for _, c := range curvatures {
		t.Run(c.name, func(t *testing.T) {
			x, v, ones := make([]float64, n), make([]float64, n), make([]float64, n)
			for i := range x {
				x[i], ones[i] = float64(i-n/2)/25, 1 // −8 … 8
			}
			from := func(dst, at []float64) {
				copy(dst, at)
				if c.output {
					c.act(dst, at)
				}
			}
			// slope is f's five-point difference at x.
			slope := func(f func(dst, at []float64)) []float64 {
				sum, y, at := make([]float64, n), make([]float64, n), make([]float64, n)
				for k, w := range map[float64]float64{-2: 1, -1: -8, 1: 8, 2: -1} {
					for i := range at {
						at[i] = x[i] + k*step
					}
					f(y, at)
					Axpy(w/(12*step), y, sum)
				}
				return sum
			}
			first, second := make([]float64, n), make([]float64, n)
			from(v, x)
			c.grad(first, ones, v)
			c.second(second, v)
			numeric1 := slope(c.act)
			numeric2 := slope(func(dst, at []float64) {
				from(dst, at)
				c.grad(dst, ones, dst)
			})
			for i := range x {
				if c.kinked && math.Abs(x[i]) <= 2*step {
					continue
				}
				if !(math.Abs(first[i]-numeric1[i]) <= 1e-10) {
					t.Fatalf("s′(%g) is %v, want %v", x[i], first[i], numeric1[i])
				}
				if !(math.Abs(second[i]-numeric2[i]) <= 1e-10) {
					t.Fatalf("s″(%g) is %v, want %v", x[i], second[i], numeric2[i])
				}
			}
			v32, got := make([]float32, n), make([]float32, n)
			for i, u := range v {
				v32[i] = float32(u)
				v[i] = float64(v32[i])
			}
			c.second32(got, v32)
			c.second(second, v)
			for i := range got {
				if e := math.Abs(float64(got[i]) - second[i]); !(e <= 0x1p-22) {
					t.Fatalf("float32 s″ from %v is %v, want %v", v[i], got[i], second[i])
				}
			}
		})
	}
}

// Where the functions are flat or linear, their second derivatives are 0.
func TestCurvaturesAtInfinity(t *testing.T) {
	at := []float64{math.Inf(-1), math.Inf(1), -1e300, 1e300}
	for _, c := range curvatures {
		v, got := append([]float64(nil), at...), make([]float64, len(at))
		if c.output {
			c.act(v, v)
		}
		c.second(got, v)
		for i := range got {
			if got[i] != 0 {
				t.Errorf("%s: s″(%g) is %v", c.name, at[i], got[i])
			}
		}
		v[0] = math.NaN()
		if c.second(got, v); !math.IsNaN(got[0]) {
			t.Errorf("%s: s″(NaN) is %v", c.name, got[0])
		}
	}
}
