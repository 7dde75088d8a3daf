package kernels

import (
	"math"
	"math/big"
	"testing"
)

// TestFma32 compares with exact arithmetic, near midpoints and among the
// subnormal numbers above all.
func TestFma32(t *testing.T) {
	v := &values{}
	f32 := func() float32 {
		u := v.next()
		x := math.Float32frombits(uint32(u))
		switch u >> 32 & 3 {
		case 0: // few bits, so that sums hit midpoints
			x = math.Float32frombits(uint32(u) &^ (1<<(u>>40%23) - 1))
		case 1: // near the subnormals
			x = math.Float32frombits(uint32(u)&0x807fffff | uint32(u>>40&63)<<23)
		}
		return x
	}
	slow := 0
	for range 1_000_000 {
		x, y, z := f32(), f32(), f32()
		if v.next()&1 == 0 { // make z an inexact fraction of the product
			z = float32(math.Ldexp(float64(x)*float64(y), -int(v.next()%60)))
		}
		got := fma32(x, y, z)
		if !finite(x) || !finite(y) || !finite(z) {
			if want := float32(float64(x)*float64(y) + float64(z)); !same(got, want) {
				t.Fatalf("fma32(%g, %g, %g) = %g, want %g", x, y, z, got, want)
			}
			continue
		}
		p := new(big.Float).SetPrec(2000).SetFloat64(float64(x) * float64(y)) // exact
		s := p.Add(p, new(big.Float).SetFloat64(float64(z)))
		want, _ := s.Float32()
		if s.Sign() == 0 {
			want = float32(float64(x)*float64(y) + float64(z)) // the sign of zero
		}
		if !same(got, want) {
			t.Fatalf("fma32(%g, %g, %g) = %g (%#x), want %g (%#x)", x, y, z, got, bits(got), want, bits(want))
		}
		if float32(float64(x)*float64(y)+float64(z)) != want {
			slow++
		}
	}
	if slow == 0 {
		t.Error("no input rounds twice: the test does not test")
	}
}

// TestSumLanes: the lanes fold in the documented order.
func TestSumLanes(t *testing.T) {
	var acc [maxLanes]float32
	acc[0], acc[32], acc[1], acc[33] = 1, 0x1p-24, -1, 0x1p-24
	// 1 + 2^-24 and −1 + 2^-24 are rounded first, then their sum.
	one, minus := float32(1), float32(-1)
	want := (one + 0x1p-24) + (minus + 0x1p-24)
	if got := sumLanes(&acc); got != want {
		t.Errorf("%g, want %g", got, want)
	}
}
