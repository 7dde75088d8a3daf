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

// tanh32 is x + x³·P(x²) near 0 (error 2^-28.4, fitted like erf's coefficients)
// and ±(1 − 2/(e^2a + 1)), a = |x|, elsewhere, where 2/(e^2a + 1) is less than
// tanh and its error counts for less: ln 2 needs no second part.
func tanh32(x float32) float32 {
	a := abs(x)
	if !(a > 0.6) {
		s := float32(x * x)
		return copysign(fma32(float32(horner(s, tanhCoef32, nil)*s), a, a), x)
	}
	a = min(a, 10)                // from there on it rounds to 1
	const shifted = magic32 + 127 // leaves the exponent's bits of 2^n
	t := fma32(a, 2*log2e, shifted)
	n := t - shifted
	r := fma32(n, -ln2Hi32/2, a)
	e := math.Float32frombits(math.Float32bits(t) << 23)
	return copysign(1-2/fma32(e, horner(r, exp2rCoef32, nil), 1), x)
}

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
// rounded numbers, corrected for what rounding took from y, m and m+2. The
// correction's factor 1/(m+2) is (1 − y)/2; where that is of no use, as y
// comes near 1, so is the correction.
func quotient2(m, lo float64) float64 {
	d := m + 2
	dlo := (m - (d - 2)) + lo
	y := m / d
	h := max(math.FMA(-0.5, y, 0.5-0x1p-14), 0)
	return math.FMA(math.FMA(-y, dlo, math.FMA(-y, d, m)+lo), h, y)
}

// exp2rCoef32 is expCoef32 for e^2r.
var (
	tanhCoef32  = []float32{-0x1.82a7d8p-8, 0x1.54ca2p-6, -0x1.b89b86p-5, 0x1.1109c2p-3, -0x1.55553ep-2}
	exp2rCoef32 = []float32{0x1.694c9cp-4, 0x1.12398p-2, 0x1.555a26p-1, 0x1.555492p+0, 0x1.fffffap+0, 2, 1}
)

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
