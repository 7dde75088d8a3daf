package kernels

import "math"

// Tanh is: for i, x := range src { dst[i] = tanh(x) }. ≤ 1.5 ULP.
//
// Tanh(±0) is ±0, Tanh(±Inf) is ±1, Tanh(NaN) is NaN. dst is src itself or
// disjoint from it; both have one length.
func Tanh[T Float](dst, src []T) {
	checkMap("Tanh", dst, src)
	dispatchTanh(active, dst, src)
}

func tanhGo[T Float](dst, src []T) {
	for i, x := range src {
		dst[i] = tanh1(x)
	}
}

// Beyond these, 2/(e^z+1) is below half an ulp of 1. (min returns NaN for NaN.)
const (
	tanhMax32 = 20
	tanhMax64 = 40
)

// tanh1 is ±m/(m+2) with m = e^z − 1, z = 2|x|.
func tanh1[T Float](x T) T {
	a := abs(x)
	z := a + a
	var m, lo T
	if isFloat32[T]() {
		h, l := expm1Pos32(min(float32(z), tanhMax32))
		m, lo = T(h), T(l)
	} else {
		h, l := expm1Pos64(min(float64(z), tanhMax64))
		m, lo = T(h), T(l)
	}
	return T(math.Copysign(float64(quotient2(m, lo)), float64(x)))
}

// quotient2 returns m/(m+2) for the number m + lo ≥ 0: the quotient y of the
// rounded numbers, corrected for what rounding took from y, m and m+2. The
// correction's factor 1/(m+2) is (1 − y)/2; where that is of no use, as y
// comes near 1, so is the correction.
func quotient2[T Float](m, lo T) T {
	d := m + 2
	dlo := m - (d - 2)
	y := m / d
	h := max(fma(-0.5, y, 0.5-0x1p-14), 0)
	return fma(fma(-y, dlo, fma(-y, d, m)+T(lo)), h, y)
}

// expm1Pos32 returns e^z − 1 for 0 ≤ z ≤ 88 as a rounded number and most
// of what rounding took from it: 2^n·(e^r − 1) + (2^n − 1), with a polynomial of
// degree 7 for e^r − 1 (relative error 2^-31.5, from sollya's fpminimax).
func expm1Pos32(z float32) (m, lo float32) {
	t := fma32(z, log2e, magic32)
	n := t - magic32
	r := fma32(n, -ln2Hi32, z)
	r = fma32(n, -ln2Lo32, r)
	q := float32(0x1.9e0bfcp-13)
	q = fma32(q, r, 0x1.6d436ap-10)
	q = fma32(q, r, 0x1.111306p-7)
	q = fma32(q, r, 0x1.5554fp-5)
	q = fma32(q, r, 0x1.555554p-3)
	q = fma32(q, r, 0x1p-1)
	q = float32(q * r)
	p := fma32(q, r, r)
	plo := fma32(q, r, r-p)
	s := math.Float32frombits((math.Float32bits(t) - (math.Float32bits(magic32) - 127)) << 23)
	return fma32(s, p, s-1), s * plo
}

// expm1Pos64 is expm1Pos32 with a polynomial of degree 12 (2^-61.5).
func expm1Pos64(z float64) (m, lo float64) {
	t := math.FMA(z, log2e, magic64)
	n := t - magic64
	r := math.FMA(n, -ln2Hi64, z)
	r = math.FMA(n, -ln2Lo64, r)
	q := 0x1.1f1a1ca2da488p-29
	q = math.FMA(q, r, 0x1.af5f18d55e5e8p-26)
	q = math.FMA(q, r, 0x1.27e5134378f66p-22)
	q = math.FMA(q, r, 0x1.71ddf818b6788p-19)
	q = math.FMA(q, r, 0x1.a01a018e0d1afp-16)
	q = math.FMA(q, r, 0x1.a01a01b000b2fp-13)
	q = math.FMA(q, r, 0x1.6c16c16c1aaffp-10)
	q = math.FMA(q, r, 0x1.111111110f659p-7)
	q = math.FMA(q, r, 0x1.555555555554dp-5)
	q = math.FMA(q, r, 0x1.5555555555559p-3)
	q = math.FMA(q, r, 0x1p-1)
	q = float64(q * r)
	p := math.FMA(q, r, r)
	plo := math.FMA(q, r, r-p)
	s := math.Float64frombits((math.Float64bits(t) - (math.Float64bits(magic64) - 1023)) << 52)
	return math.FMA(s, p, s-1), s * plo
}

// TanhGrad is: for i, d := range dy { dst[i] = d · (1 − y[i]²) }, the gradient
// before a tanh from the gradient dy after it and its output y. NaN and infinities
// go as the product takes them. dst is dy or y
// itself, or disjoint from both; all have one length.
func TanhGrad[T Float](dst, dy, y []T) {
	checkMap2("TanhGrad", dst, dy, y)
	dispatchTanhGrad(active, dst, dy, y)
}

func tanhGradGo[T Float](dst, dy, y []T) {
	for i, v := range y {
		dst[i] = dy[i] * fma(-v, v, 1)
	}
}
