package kernels

import "math"

// Exp is: for i, x := range src { dst[i] = e^x }. ≤ 1 ULP.
//
// Exp(±0) is 1, Exp(+Inf) is +Inf, Exp(−Inf) is +0, Exp(NaN) is NaN; results
// below the smallest normal number are subnormal, correctly rounded from the
// reduced value. dst is src itself or disjoint from it; both have one length.
func Exp[T Float](dst, src []T) {
	checkMap("Exp", dst, src)
	dispatchExp(active, dst, src)
}

func expGo[T Float](dst, src []T) {
	for i, x := range src {
		dst[i] = exp1(x)
	}
}

func exp1[T Float](x T) T {
	if isFloat32[T]() {
		return T(exp32(float32(x)))
	}
	return T(exp64(float64(x)))
}

// Constants of the range reduction x = n·ln 2 + r, |r| ≤ ln2/2. Adding magic
// (1.5·2^23, 1.5·2^52) rounds to an integer and leaves it in the low bits.
const (
	log2e = 0x1.71547652b82fep+0

	magic32 = 0x1.8p+23
	ln2Hi32 = 0x1.62e43p-1
	ln2Lo32 = -0x1.05c61p-29

	magic64 = 0x1.8p+52
	ln2Hi64 = 0x1.62e42fefa39efp-1
	ln2Lo64 = 0x1.abc9e3b39803fp-56

	// Beyond these, e^x rounds to 0 or +Inf.
	expMin32, expMax32 = -104, 89
	expMin64, expMax64 = -746, 710
)

// exp32 is 2^n · e^r, with a polynomial of degree 6 for e^r (relative error
// 2^-28.1, from sollya's fpminimax).
func exp32(x float32) float32 {
	if x < expMin32 {
		x = expMin32
	}
	if x > expMax32 {
		x = expMax32
	}
	t := fma32(x, log2e, magic32)
	n := t - magic32
	r := fma32(n, -ln2Hi32, x)
	r = fma32(n, -ln2Lo32, r)
	p := float32(0x1.694c9cp-10)
	p = fma32(p, r, 0x1.12398p-7)
	p = fma32(p, r, 0x1.555a26p-5)
	p = fma32(p, r, 0x1.555492p-3)
	p = fma32(p, r, 0x1.fffffap-2)
	p = fma32(p, r, 1)
	p = fma32(p, r, 1)
	return scale32(p, t)
}

// exp64 is exp32 with a polynomial of degree 11 (2^-57.9).
func exp64(x float64) float64 {
	if x < expMin64 {
		x = expMin64
	}
	if x > expMax64 {
		x = expMax64
	}
	t := math.FMA(x, log2e, magic64)
	n := t - magic64
	r := math.FMA(n, -ln2Hi64, x)
	r = math.FMA(n, -ln2Lo64, r)
	p := 0x1.ad92ff4c50223p-26
	p = math.FMA(p, r, 0x1.28ae00ae240bp-22)
	p = math.FMA(p, r, 0x1.71df18e74ac01p-19)
	p = math.FMA(p, r, 0x1.a019995b5d1d4p-16)
	p = math.FMA(p, r, 0x1.a01a012ff004p-13)
	p = math.FMA(p, r, 0x1.6c16c1847815bp-10)
	p = math.FMA(p, r, 0x1.1111111126b36p-7)
	p = math.FMA(p, r, 0x1.55555555506b9p-5)
	p = math.FMA(p, r, 0x1.55555555554fep-3)
	p = math.FMA(p, r, 0x1.000000000000ap-1)
	p = math.FMA(p, r, 1)
	p = math.FMA(p, r, 1)
	return scale64(p, t)
}

// scale32 returns p·2^n, where t is n + magic32. The first of the two factors
// leaves p exact, so the product is rounded once, as VSCALEFPS rounds it.
func scale32(p, t float32) float32 {
	m := math.Float32bits(t) - (math.Float32bits(magic32) - 2*127)
	h := m >> 1
	p *= math.Float32frombits(h << 23)
	return p * math.Float32frombits((m-h)<<23)
}

func scale64(p, t float64) float64 {
	m := math.Float64bits(t) - (math.Float64bits(magic64) - 2*1023)
	h := m >> 1
	p *= math.Float64frombits(h << 52)
	return p * math.Float64frombits((m-h)<<52)
}
