package kernels

import "math"

// Sin is: for i, x := range src { dst[i] = sin x }. ≤ 2 ULP for |x| ≤ 2π, and
// close to that up to 2¹⁷ for float32 and 2⁴⁵ for float64; a finite x beyond
// counts as ±0.
//
// Sin(±0) is ±0, Sin(±Inf) and Sin(NaN) are NaN. dst is src itself or disjoint
// from it; both have one length.
func Sin[T Float](dst, src []T) {
	checkMap("Sin", dst, src)
	dispatchSin(active, dst, src)
}

func sinGo[T Float](dst, src []T) {
	for i, x := range src {
		y := quarterWave(abs(x), 0)
		dst[i] = fromBits[T](bits(y) ^ bits(x)&signBit[T]())
	}
}

// Cos is: for i, x := range src { dst[i] = cos x }, as accurate as Sin; a finite x beyond
// Sin's bounds gives 1.
//
// Cos(±0) is 1, Cos(±Inf) and Cos(NaN) are NaN. dst is src itself or disjoint
// from it; both have one length.
func Cos[T Float](dst, src []T) {
	checkMap("Cos", dst, src)
	dispatchCos(active, dst, src)
}

func cosGo[T Float](dst, src []T) {
	for i, x := range src {
		dst[i] = quarterWave(abs(x), 1)
	}
}

// The parts of π/2; a multiple n of the first leaves x − n·pio2Hi exact for
// all n in the range (Cody & Waite, "Software Manual for the Elementary
// Functions", 1980, p. 134).
const (
	twoOverPi = 0x1.45f306dc9c883p-1

	pio2Hi32, pio2Mid32, pio2Lo32 = 0x1.921fb6p+0, -0x1.777a5cp-25, -0x1.ee59dap-50
	pio2Hi64, pio2Mid64, pio2Lo64 = 0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54, -0x1.f1976b7ed8fb8p-110

	trigMax32, trigMax64 = 0x1p+17, 0x1p+45
)

// quarterWave returns sin(a + quarters·π/2) for a ≥ 0.
func quarterWave[T Float](a T, quarters uint64) T {
	if a > pick[T](trigMax32, trigMax64) {
		a = a * 0 // NaN for Inf
	}
	t := fma(a, twoOverPi, pick[T](magic32, magic64))
	n := t - pick[T](magic32, magic64)
	rh := fma(n, pick[T](-pio2Hi32, -pio2Hi64), a)
	mid := T(n * pick[T](pio2Mid32, pio2Mid64))
	midlo := fma(n, pick[T](pio2Mid32, pio2Mid64), -mid)
	r := rh - mid
	lo := fma(n, pick[T](-pio2Lo32, -pio2Lo64), ((rh-r)-mid)-midlo)
	z := T(r * r)
	w := fma(-0.5, z, 1) // cos r to second order
	q := bits(t) + quarters
	var y T
	if q&1 == 0 { // r + r³·S(z) + lo·cos r
		y = r + fma(T(z*r), horner(z, sinCoef32, sinCoef64), T(lo*w))
	} else { // 1 − z/2 + z²·C(z) − lo·sin r
		wlo := fma(-0.5, z, 1-w)
		y = w + fma(T(z*z), horner(z, cosCoef32, cosCoef64), fma(-r, lo, wlo))
	}
	if q&2 != 0 {
		y = -y
	}
	return y
}

// Coefficients for |r| ≤ 1.01·π/4 (fitted like those of erf; errors 2^-27.8
// and 2^-33 for float32, 2^-57.7 and 2^-63 for float64).
var (
	sinCoef32 = []float32{-0x1.991fdp-13, 0x1.1106cep-7, -0x1.555544p-3}
	cosCoef32 = []float32{0x1.99e1d8p-16, -0x1.6c0c1cp-10, 0x1.55554ap-5}

	sinCoef64 = []float64{0x1.5d7fe4353ba55p-33, -0x1.ae5e25436a2efp-26, 0x1.71de3525fa94fp-19, -0x1.a01a019bb4afdp-13, 0x1.111111110f59bp-7, -0x1.5555555555547p-3}
	cosCoef64 = []float64{-0x1.8f97bf10243a3p-37, 0x1.1ee9c0164513cp-29, -0x1.27e4f7c9e103dp-22, 0x1.a01a019c59694p-16, -0x1.6c16c16c14df4p-10, 0x1.555555555554ap-5}
)

func signBit[T Float]() uint64 { return bits(T(math.Copysign(0, -1))) }

func fromBits[T Float](u uint64) T {
	if isFloat32[T]() {
		return T(math.Float32frombits(uint32(u)))
	}
	return T(math.Float64frombits(u))
}

func bits[T Float](x T) uint64 {
	if isFloat32[T]() {
		return uint64(math.Float32bits(float32(x)))
	}
	return math.Float64bits(float64(x))
}
