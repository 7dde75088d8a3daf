package kernels

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

// TestNoEscape: a kernel allocates nothing, and a stack array passed to it
// stays on the stack.
func TestNoEscape(t *testing.T) {
	if raceEnabled {
		t.Skip("the race detector's own calls make slices escape")
	}
	m := NewMatrix[float32](40, 40)
	a, b := NewMatrix[float32](40, 40), NewMatrix[float32](40, 40)
	for _, tt := range []struct {
		name string
		f    func()
	}{
		{"Exp", func() { var x [100]float32; Exp(x[:], x[:]) }},
		{"Add", func() { var x, y [100]float64; Add(x[:], x[:], y[:]) }},
		{"Dot", func() { var x, y [100]float32; _ = Dot(x[:], y[:]) }},
		{"Dot long", func() { var x [10000]float32; _ = Dot(x[:], x[:]) }},
		{"BernoulliGrad", func() { var x, y, z [100]float32; _ = BernoulliGrad(1, x[:], y[:], z[:]) }},
		{"JacobianTanh", func() { var h, w, s, d [50]float64; _ = JacobianTanh(1, h[:], w[:], s[:], d[:]) }},
		{"AdamStep", func() { var p, g, m, v [50]float32; AdamStep(AdamConfig[float32]{}, p[:], g[:], m[:], v[:]) }},
		{"Uniform", func() { var x [100]float64; Uniform(Philox{}, x[:], 3) }},
		{"Bernoulli", func() { var x [100]float32; Bernoulli(Philox{}, 0.5, x[:], 3) }},
		{"ColSums", func() { var x [40]float32; ColSums(x[:], m) }},
		{"Gemm on the heap", func() { Gemm(false, true, 1, a, b, 0, m) }},
	} {
		if n := testing.AllocsPerRun(100, tt.f); n >= 1 { // a pool may be emptied once
			t.Errorf("%s allocates %v times", tt.name, n)
		}
	}
}

// TestPanics: errors of the programmer name the kernel and the sizes.
func TestPanics(t *testing.T) {
	x := make([]float32, 10)
	for _, tt := range []struct {
		want string
		f    func()
	}{
		{"kernels: Exp: slice lengths differ: [3 2]", func() { Exp(x[:3], x[5:7]) }},
		{"kernels: Exp: slices overlap without being the same", func() { Exp(x[:3], x[1:4]) }},
		{"kernels: Dot: slice lengths differ: [3 2]", func() { Dot(x[:3], x[:2]) }},
		{"kernels: Add: slice lengths differ: [3 3 4]", func() { Add(x[:3], x[:3], x[:4]) }},
		{"kernels: Axpy: slice lengths differ: [2 3]", func() { Axpy(1, x[:3], x[5:7]) }},
		{"kernels: AdamStep: lengths p 1, g 1, m 2, v 1 differ", func() { AdamStep(AdamConfig[float32]{}, x[:1], x[1:2], x[2:4], x[5:6]) }},
		{"kernels: AdamStep: lengths p 3, g 3, m 3, v 0 differ", func() { AdamStep(AdamConfig[float32]{}, x[:3], x[3:6], x[6:9], nil) }},
		{"kernels: AdamWStep: lengths p 3, g 3, m 3, v 0 differ", func() { AdamWStep(AdamConfig[float32]{}, 0, x[:3], x[3:6], x[6:9], nil) }},
		{"kernels: SGDStep: lengths p 3, g 3, buf 0 differ", func() { SGDStep(0, 0, x[:3], x[3:6], nil) }},
		{"kernels: AddRow: row has 3 elements, the matrix 2×4", func() { AddRow(NewMatrix[float32](2, 4), x[:3]) }},
		{"kernels: L1Grad: dh overlaps h", func() { L1Grad(1, x[:3], x[:3]) }},
		{fmt.Sprintf("kernels: NewMatrix: %d×%[1]d is too large", math.MaxInt/2+1), func() { NewMatrix[float32](math.MaxInt/2+1, math.MaxInt/2+1) }},
		{"kernels: Row: row 2 of a 2×4 matrix", func() { NewMatrix[float32](2, 4).Row(2) }},
	} {
		func() {
			defer func() {
				if got := recover(); fmt.Sprint(got) != tt.want {
					t.Errorf("panic %q, want %q", got, tt.want)
				}
			}()
			tt.f()
		}()
	}
}

// TestChoose: LAMINA_ISA lowers the level; a wrong name lists the right ones.
func TestChoose(t *testing.T) {
	have := []level{levelAVX2, levelGeneric}
	for _, tt := range []struct {
		name string
		want level
		err  string
	}{
		{"", levelAVX2, ""},
		{"generic", levelGeneric, ""},
		{"avx512", levelAVX2, "LAMINA_ISA=avx512: not supported by this machine or build; choose from: avx2, generic"},
		{"sse9", levelAVX2, "LAMINA_ISA=sse9: unknown implementation; choose from: avx2, generic"},
	} {
		l, err := choose(have, tt.name)
		if l != tt.want || (err == nil) != (tt.err == "") || err != nil && !strings.HasSuffix(err.Error(), tt.err) {
			t.Errorf("choose(%q) = %v, %v, want %v, %s", tt.name, l, err, tt.want, tt.err)
		}
	}
	names := Implementations()
	if len(names) == 0 || names[len(names)-1] != "generic" {
		t.Errorf("Implementations() = %v, want generic last", names)
	}
}

func TestPeaks(t *testing.T) {
	for _, tt := range []struct {
		name     string
		rounds   int // more than one assembly call has
		f32, f64 func(implementation string, rounds int) (int, error)
	}{
		{"PeakFMA", 25000, PeakFMA[float32], PeakFMA[float64]},
		{"PeakDiv", 1000, PeakDiv[float32], PeakDiv[float64]},
		{"PeakSqrt", 1000, PeakSqrt[float32], PeakSqrt[float64]},
	} {
		for _, l := range assembly() {
			n, err := tt.f32(l.String(), tt.rounds)
			if err != nil || n < tt.rounds*roofSums {
				t.Errorf("%s on %v: %d, %v", tt.name, l, n, err)
			}
			if n64, err := tt.f64(l.String(), tt.rounds); err != nil || 2*n64 != n {
				t.Errorf("%s on %v: %d float64, %d float32, %v", tt.name, l, n64, n, err)
			}
		}
		if _, err := tt.f32("generic", 1); err == nil {
			t.Errorf("%s: generic has no roof, but no error", tt.name)
		}
	}
}
