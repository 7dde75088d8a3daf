package kernels

import "math"

// Expm1 is: for i, x := range src { dst[i] = e^x − 1 }. ≤ 1 ULP.
//
// Expm1(±0) is ±0, Expm1(+Inf) is +Inf, Expm1(−Inf) is −1, Expm1(NaN) is NaN.
// dst is src itself or disjoint from it; both have one length.
func Expm1[T Float](dst, src []T) {
	checkMap("Expm1", dst, src)
	dispatchExpm1(active, dst, src)
}

func expm1Go[T Float](dst, src []T) {
	for i, x := range src {
		dst[i] = expm1(x)
	}
}

// expm1 is (2ⁿ·(e^r − 1) + (2ⁿ − 1))·2^k, with what rounding takes from the
// first factor added at its end; k is 0 but near overflow.
func expm1[T Float](x T) T {
	z := x
	if lo := pick[T](-20, -40); z < lo { // below half an ulp of −1
		z = lo
	}
	if hi := pick[T](expMax32, expMax64); z > hi {
		z = hi
	}
	t, p, plo := expParts(z, 0)
	tn := t
	if most := pick[T](magic32+64, magic64+512); tn > most {
		tn = most
	}
	s := pow2(tn)
	a := s - 1
	m := fma(s, p, a)
	mlo := fma(s, p, a-m) + ((s - a) - 1)
	y := m + fma(s, plo, mlo)
	return copysign(y*pow2(t-tn+pick[T](magic32, magic64)), x)
}

// expParts returns e^(x+xlo) = 2ⁿ·(1 + p + plo), where t is n + magic, p is
// the rounded e^r − 1 and |xlo| is below an ulp of x.
func expParts[T Float](x, xlo T) (t, p, plo T) {
	t = fma(x, log2e, pick[T](magic32, magic64))
	n := t - pick[T](magic32, magic64)
	rh := fma(n, pick[T](-ln2Hi32, -ln2Hi64), x)
	r := fma(n, pick[T](-ln2Lo32, -ln2Lo64), rh)
	rlo := fma(n, pick[T](-ln2Lo32, -ln2Lo64), rh-r) + xlo
	q := T(horner(r, expm1Coef32, expm1Coef64) * r)
	p = fma(q, r, r)
	plo = fma(q, r, r-p) + fma(rlo, p, rlo)
	return t, p, plo
}

// expDown returns e^−(x−less) = 2ⁿ·(1 − p), where t is n + magic, for x ≥ 0 and
// less below an ulp of it.
func expDown[T Float](x, less T) (t, p T) {
	t = fma(x, -log2e, pick[T](magic32, magic64))
	n := t - pick[T](magic32, magic64)
	r := fma(n, pick[T](ln2Lo32, ln2Lo64), fma(n, pick[T](ln2Hi32, ln2Hi64), x)) - less
	q := T(horner(-r, expm1Coef32, expm1Coef64) * r)
	return t, fma(-q, r, r)
}

// timesExpDown returns (w − less)·2ⁿ·(1 − p), t being n + magic.
func timesExpDown[T Float](w, less, t, p T) T {
	return scale(w-fma(w, p, fma(-less, p, less)), t)
}

// Coefficients of (e^r − 1 − r)/r², |r| ≤ ln2/2: relative errors of e^r − 1
// 2^-31.5 and 2^-61.5 (sollya's fpminimax).
var (
	expm1Coef32 = []float32{0x1.9e0bfcp-13, 0x1.6d436ap-10, 0x1.111306p-7, 0x1.5554fp-5, 0x1.555554p-3, 0x1p-1}
	expm1Coef64 = []float64{0x1.1f1a1ca2da488p-29, 0x1.af5f18d55e5e8p-26, 0x1.27e5134378f66p-22, 0x1.71ddf818b6788p-19,
		0x1.a01a018e0d1afp-16, 0x1.a01a01b000b2fp-13, 0x1.6c16c16c1aaffp-10, 0x1.111111110f659p-7,
		0x1.555555555554dp-5, 0x1.5555555555559p-3, 0x1p-1}
)

// pow2 returns 2ⁿ of t = n + magic, where that is a normal number.
func pow2[T Float](t T) T {
	if isFloat32[T]() {
		return T(math.Float32frombits((math.Float32bits(float32(t)) - (math.Float32bits(magic32) - 127)) << 23))
	}
	return T(math.Float64frombits((math.Float64bits(float64(t)) - (math.Float64bits(magic64) - 1023)) << 52))
}

// scale returns x·2ⁿ, rounded once, where t is n + magic.
func scale[T Float](x, t T) T {
	if isFloat32[T]() {
		return T(scale32(float32(x), float32(t)))
	}
	return T(scale64(float64(x), float64(t)))
}

func copysign[T Float](x, sign T) T { return T(math.Copysign(float64(x), float64(sign))) }
