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

func tanh1[T Float](x T) T {
	if isFloat32[T]() {
		return T(tanh32(float32(x)))
	}
	return T(tanh64(float64(x)))
}

// tanh32 is ±m/(m+1) with m = (e^2a − 1)/2, a = |x|. The reduction 2a = n·ln 2 +
// 2r takes n down, so that r ≥ 0 and no digits of m cancel. The quotient is
// corrected by the rest m − y·(m + 1), so that the rounding of m + 1 is of no
// matter.
func tanh32(x float32) float32 {
	a := min(abs(x), 10)          // from there on it rounds to 1
	const shifted = magic32 + 127 // leaves the exponent's bits of 2^n
	t := fma32(a, 2*log2e, -0.4999) + shifted
	r := fma32(t-shifted, -ln2Hi32/2, a)
	p := fma32(float32(horner(r, tanhCoef32, nil)*r), r, r) // (e^2r − 1)/2
	s := math.Float32frombits(math.Float32bits(t) << 23)
	m := fma32(s, p, fma32(s, 0.5, -0.5))
	inv := reciprocal(m + 1)
	y := float32(m * inv)
	return copysign(fma32(fma32(-y, m, m-y), inv, y), x)
}

// Coefficients of (e^2r − 1 − 2r)/2r², −0.0001 ≤ r ≤ ln2/2 (minimax fit of
// relative error 2^-29.7, its coefficients rounded one by one).
var tanhCoef32 = []float32{0x1.10e514p-6, 0x1.5ed844p-5, 0x1.11a33cp-3, 0x1.5550ap-2, 0x1.55555ap-1, 1}

// tanh64 is ±m/(m+2) with m = e^z − 1, z = 2|x|.
func tanh64(x float64) float64 {
	a := abs(x)
	t, p, plo := expParts(min(a+a, 40), 0) // from there on it rounds to 1
	s := pow2(t)
	one := s - 1
	m := math.FMA(s, p, one)
	lo := math.FMA(s, plo, math.FMA(s, p, one-m))
	return copysign(quotient2(m, lo), x)
}

// quotient2 returns m/(m+2) for the number m + lo ≥ 0: the quotient y of the
// rounded numbers, corrected for what rounding took from y, m and m+2.
func quotient2(m, lo float64) float64 {
	d := m + 2
	dlo := (m - (d - 2)) + lo
	y, inv := quotient(m, d)
	return math.FMA(math.FMA(-y, dlo, math.FMA(-y, d, m)+lo), inv, y)
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
