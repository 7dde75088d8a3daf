package kernels

import "math"

// GELU is: for i, x := range src { dst[i] = x·Φ(x) }, Φ(x) = (1 + erf(x/√2))/2
// (Hendrycks & Gimpel, "Gaussian Error Linear Units", 2016). ≤ 2 ULP.
//
// GELU(±0) is ±0, GELU(+Inf) is +Inf, GELU(−Inf) is −0, GELU(NaN) is NaN. dst
// is src itself or disjoint from it; both have one length.
func GELU[T Float](dst, src []T) {
	checkMap("GELU", dst, src)
	dispatchGelu(active, dst, src)
}

// GELUGrad is: for i, d := range dy { dst[i] = d · (Φ(x[i]) + x[i]·φ(x[i])) },
// the gradient before a GELU from the gradient dy after it and its input x; φ
// is the normal density. The factor is good to 2 ULP or, between −1 and
// −0.25, where it changes sign, 2⁻²⁴ (2⁻⁵³). It is 1 at +Inf and −0 at −Inf; a NaN in
// dy or x gives NaN, and so does an infinity in dy where the factor is 0. dst is dy or x itself, or disjoint from both; all have
// one length.
func GELUGrad[T Float](dst, dy, x []T) {
	checkMap2("GELUGrad", dst, dy, x)
	dispatchGeluGrad(active, dst, dy, x)
}

func geluGo[T Float](dst, src []T) {
	for i, x := range src {
		dst[i] = gelu(x)
	}
}

func geluGradGo[T Float](dst, dy, x []T) {
	for i, v := range x {
		dst[i] = dy[i] * geluSlope(v)
	}
}

// Both functions come from one side: with h = |x|, GELU(x) is
// max(x, 0) − h·Q(h) and its derivative is D(h) or 1 − D(h), where
// Q = 1 − Φ and D = Q − h·φ. On this side the factor e^(−h²/2) makes all the
// range; what is left is a polynomial in v = h/(h+4).

func gelu[T Float](x T) T {
	if isFloat32[T]() {
		return positive(x) - T(geluLess(float32(x)))
	}
	g := newGaussian(x)
	y := g.times(g.v, g.vlo, geluCoef32, geluCoef64, [2]T{pick[T](geluLo32[0], geluLo64[0]), pick[T](geluLo32[1], geluLo64[1])})
	if x < 0 {
		return copysign(y, x)
	}
	return x - y
}

func geluSlope[T Float](x T) T {
	g := newGaussian(x)
	y := g.times(g.d, g.dlo, geluGradCoef32, geluGradCoef64, [2]T{pick[T](geluGradLo32[0], geluGradLo64[0]), pick[T](geluGradLo32[1], geluGradLo64[1])})
	if x < 0 {
		return y
	}
	return 1 - y
}

// positive is max(x, −0).
func positive[T Float](x T) T {
	if zero := T(math.Copysign(0, -1)); x < zero {
		return zero
	}
	return x
}

// geluLess is h·Q(h) for float32, with v + vlo = h/(h+4). P's last two steps and
// the first product are compensated.
func geluLess(x float32) float32 {
	h := min(abs(x), 15) // where the result rounds to 0
	d := h + 4
	dlo := h - (d - 4)
	inv := reciprocal(d)
	v := float32(h * inv)
	vlo := float32(fma32(-v, dlo, fma32(-v, d, h)) * inv)

	s := fma32(2, vlo, fma32(2, v, -1))
	last := len(geluCoef32) - 2
	b, c := geluCoef32[last], geluCoef32[last+1]
	q := horner(s, geluCoef32[:last], nil)
	p := fma32(q, s, b)
	m := fma32(p, s, c)
	mlo := fma32(fma32(q, s, b-p), s, fma32(p, s, c-m)) + fma32(geluLo32[0], s, geluLo32[1])
	w := float32(v * m)
	wless := fma32(-v, mlo, fma32(-vlo, m, fma32(-v, m, w)))

	half := float32(0.5 * h)
	sq := float32(half * h)
	t, e := expDown(sq, fma32(-half, h, sq))
	return timesExpDown(w, wless, t, e)
}

// gaussian is e^(−h²/2) as expParts has it, with d + dlo = h + 4 and
// v + vlo = h/(h+4), for h = |x|.
type gaussian[T Float] struct{ t, p, plo, d, dlo, v, vlo T }

func newGaussian[T Float](x T) gaussian[T] {
	h := abs(x)
	if most := pick[T](15, 40); h > most { // where the result rounds to 0
		h = most
	}
	var g gaussian[T]
	sq := T(h * h)
	sqlo := fma(h, h, -sq)
	g.t, g.p, g.plo = expParts(T(-0.5*sq), T(-0.5*sqlo))
	g.d = h + 4
	g.dlo = h - (g.d - 4)
	v, inv := quotient(h, g.d)
	g.v = v
	g.vlo = T(fma(-v, g.dlo, fma(-v, g.d, h)) * inv)
	return g
}

// times returns (f + flo)·P(2v − 1)·e^(−h²/2), where lo belongs to the last two
// of P's coefficients, whose steps are compensated.
func (g gaussian[T]) times(f, flo T, c32 []float32, c64 []float64, lo [2]T) T {
	s := fma(2, g.v, -1)
	p := horner(s, c32[:len(c32)-2], c64[:len(c64)-2])
	q, m, mlo := p, p, T(0)
	for i := range 2 {
		p = m
		c := pick[T](c32[len(c32)-2+i], c64[len(c64)-2+i])
		t := T(p * s)
		tlo := fma(p, s, -t)
		m = c + t
		v := m - c
		rest := ((c - (m - v)) + (t - v)) + (tlo + lo[i]) // exact but for the sums with lo (TwoSum)
		if i > 0 {
			rest = fma(mlo, s, rest)
		}
		mlo = rest
	}
	slo := fma(2, g.v, -(s+1)) + (g.vlo + g.vlo)
	mlo = fma(fma(s, q, p), slo, mlo) // about P′
	w := T(f * m)
	wlo := fma(f, m, -w) + fma(f, mlo, T(flo*m))
	return timesExp(w, wlo, g.t, g.p, g.plo)
}

// timesExp returns (w + wlo)·2ⁿ·(1 + p + plo), t being n + magic.
func timesExp[T Float](w, wlo, t, p, plo T) T {
	return scale(w+fma(w, p, fma(w, plo, fma(wlo, p, wlo))), t)
}

// Coefficients in v·2 − 1 of (h+4)·Q(h)/e^(−h²/2) and, for the derivative, of
// D(h)/(h+4)/e^(−h²/2), from least-squares fits that take in the rounded
// coefficients one by one (errors 2^-29.4 and 2^-26.5, for the latter of the
// greater of the value and 0.01; 2^-58.8 and 2^-57.1 for float64). Lo continues
// the last two.
var (
	geluCoef32     = []float32{-0x1.8e03aep-15, -0x1.d5d8dcp-13, 0x1.66ce52p-13, 0x1.ad934cp-10, -0x1.c993bp-9, -0x1.ee5ccep-8, 0x1.eec7fp-5, -0x1.7dfefcp-3, 0x1.8c6dbap-2, -0x1.373e3ap-1, 0x1.82b4bcp-1}
	geluGradCoef32 = []float32{0x1.934906p-21, 0x1.88ec98p-17, 0x1.0a74aep-16, -0x1.bb138ap-14, 0x1.12f5b2p-16, 0x1.27166ap-10, -0x1.42674cp-8, 0x1.a4220ap-7, -0x1.9195f6p-6, 0x1.2dda06p-5, -0x1.dc4ecep-3, -0x1.805908p-3}

	geluCoef64     = []float64{0x1.b04c20d51ed7cp-35, -0x1.4935ae16b7b9fp-31, -0x1.6609ae0de6ac8p-29, 0x1.92e2fcdff8f89p-30, 0x1.4fd444904386fp-26, 0x1.e0015c5197d95p-27, -0x1.6d7cc98942fcep-24, -0x1.4e0b8853c805dp-23, 0x1.2373fe7defb49p-22, 0x1.124da7150779cp-20, -0x1.51f0a9a75069fp-21, -0x1.8d4d8379c91e4p-18, 0x1.80b564fad5d0ep-21, 0x1.26d0ae6b6efaep-15, -0x1.001e81628375ep-19, -0x1.e4a42659c4548p-13, 0x1.17a4ae4c3ce07p-13, 0x1.ab825fc41ef67p-10, -0x1.c81719d57168dp-9, -0x1.ee2761048afcdp-8, 0x1.eec4cc3e4d484p-5, -0x1.7dff2bff68371p-3, 0x1.8c6dbf2cfc2b3p-2, -0x1.373e3a893c28ap-1, 0x1.82b4bb8c94dcep-1}
	geluGradCoef64 = []float64{-0x1.d1d9fc827c147p-39, -0x1.0d5941d2f7d13p-36, -0x1.498bcfe8996dbp-40, 0x1.fbdb13c16451ep-34, 0x1.7eebf12214155p-33, -0x1.c4bfe1fe3638cp-32, -0x1.810cf991f44bdp-30, 0x1.11467b9ba45bap-31, 0x1.093b934a55b51p-27, 0x1.58abc64a711b1p-28, -0x1.42131f4a825d1p-25, -0x1.e8518bf7fe073p-25, 0x1.9031fcd0e047cp-23, 0x1.d240d91dfa2bdp-22, -0x1.2bcfebf17ccd9p-20, -0x1.92eef9b8de1e3p-19, 0x1.373b1e4ba03e7p-17, 0x1.2904af29f8784p-16, -0x1.b10f97521132bp-14, 0x1.1341430ce0bap-16, 0x1.26e6997101cc7p-10, -0x1.4269669359d5fp-8, 0x1.a422c25a1713ep-7, -0x1.9195e25b09308p-6, 0x1.2dda040d62d0ep-5, -0x1.dc4ece5769c33p-3, -0x1.805907847a174p-3}
	geluLo32       = [2]float32{-0x1.b64eeap-26, -0x1.b597fap-27}
	geluGradLo32   = [2]float32{-0x1.0c0436p-29, 0x1.ec01e8p-29}
	geluLo64       = [2]float64{-0x1.8a05e5df368eep-56, -0x1.a73d4ad843bb2p-56}
	geluGradLo64   = [2]float64{0x1.5aaccddf3e223p-59, 0x1.3efcf58c99779p-57}
)
