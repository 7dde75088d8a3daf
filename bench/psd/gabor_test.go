package main

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestGabor(t *testing.T) {
	const side = 12
	r := rand.New(rand.NewPCG(1, 2))
	wave := func(noise float64) []float64 {
		x := make([]float64, side*side)
		cx, cy, angle, f, phase := 3+6*r.Float64(), 3+6*r.Float64(), math.Pi*r.Float64(), 0.05+0.3*r.Float64(), 6*r.Float64()
		for i := range x {
			dx, dy := float64(i%side)-cx, float64(i/side)-cy
			u := dx*math.Cos(angle) + dy*math.Sin(angle)
			x[i] = math.Exp(-(dx*dx+dy*dy)/9)*math.Cos(2*math.Pi*f*u+phase) + noise*r.NormFloat64()
		}
		return x
	}
	for i := range 12 {
		if got := gabor(wave(0), side); got < 0.98 {
			t.Errorf("Gabor function %d: R² %v", i, got)
		}
	}
	for i := range 12 { // white noise is none
		x := make([]float64, side*side)
		for j := range x {
			x[j] = r.NormFloat64()
		}
		if got := gabor(x, side); got > 0.4 {
			t.Errorf("noise %d: R² %v", i, got)
		}
	}
	if got := gabor(make([]float64, side*side), side); got != 0 {
		t.Errorf("nothing: R² %v", got)
	}
}
