package kernels

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
// is the normal density. The factor is good to 2 ULP, or 2·2⁻²⁴ (2⁻⁵³) near
// its zero at −0.75. dst is dy or x itself, or disjoint from both; all have
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
	g := newGaussian(x)
	y := g.times(g.v, g.vlo, geluCoef32, geluCoef64, pick[T](0, geluLastLo64))
	if x < 0 {
		return copysign(y, x)
	}
	return x - y
}

func geluSlope[T Float](x T) T {
	g := newGaussian(x)
	y := g.times(g.d, g.dlo, geluGradCoef32, geluGradCoef64, pick[T](0, geluGradLastLo64))
	if x < 0 {
		return y
	}
	return 1 - y
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
	g.v = h / g.d
	g.vlo = T(fma(-g.v, g.dlo, fma(-g.v, g.d, h)) * fma(-0.25, g.v, 0.25)) // 1/d = (1−v)/4
	return g
}

// times returns (f + flo)·P(2v − 1)·e^(−h²/2), where lo belongs to the last of
// P's coefficients.
func (g gaussian[T]) times(f, flo T, c32 []float32, c64 []float64, lo T) T {
	s := fma(2, g.v, -1)
	last := pick[T](c32[len(c32)-1], c64[len(c64)-1])
	p := horner(s, c32[:len(c32)-1], c64[:len(c64)-1])
	m := fma(p, s, last)
	mlo := fma(p, g.vlo+g.vlo, fma(p, s, last-m)+lo)
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
// coefficients one by one (errors 2^-29.5, 2^-32; 2^-59.7, 2^-68; rounding the
// coefficients adds to them).
const (
	geluLastLo64     = -0x1.a73d4ad843bb2p-56
	geluGradLastLo64 = 0x1.3efcf3818a601p-57
)

var (
	geluCoef32     = []float32{-0x1.0db34ap-15, -0x1.8e1d38p-13, 0x1.7a029ep-13, 0x1.a6ec1ep-10, -0x1.cb5924p-9, -0x1.edefap-8, 0x1.eed0aep-5, -0x1.7dff58p-3, 0x1.8c6d9cp-2, -0x1.373e3ap-1, 0x1.82b4bcp-1}
	geluGradCoef32 = []float32{-0x1.8cf6f6p-18, -0x1.0581p-17, 0x1.b0e8f2p-20, -0x1.9856f6p-14, 0x1.f4c556p-16, 0x1.276796p-10, -0x1.42a606p-8, 0x1.a41a3p-7, -0x1.91944ep-6, 0x1.2dda46p-5, -0x1.dc4edp-3, -0x1.805908p-3}

	geluCoef64     = []float64{0x1.189d083a4252dp-35, -0x1.5a181abae650fp-31, -0x1.5d80fb67baa4ap-29, 0x1.b638f9d515718p-30, 0x1.4e36785139cffp-26, 0x1.d7dd269a3d7c8p-27, -0x1.6d282a930c2a2p-24, -0x1.4d80a59871be2p-23, 0x1.236a2ec189e23p-22, 0x1.1241d50087f29p-20, -0x1.51ef807050c15p-21, -0x1.8d4c2cfee70fep-18, 0x1.80b55b4a4196dp-21, 0x1.26d0a16b9aaccp-15, -0x1.001e8499a5895p-19, -0x1.e4a425b2f1c3bp-13, 0x1.17a4ae4f63dc7p-13, 0x1.ab825fc179422p-10, -0x1.c81719d576251p-9, -0x1.ee2761047e6d3p-8, 0x1.eec4cc3e4d4abp-5, -0x1.7dff2bff683adp-3, 0x1.8c6dbf2cfc2b3p-2, -0x1.373e3a893c28ap-1, 0x1.82b4bb8c94dcep-1}
	geluGradCoef64 = []float64{-0x1.966eefe7c8e6cp-41, -0x1.720363a9a5087p-38, 0x1.4d948cda220d2p-39, 0x1.6c9abe8e057a8p-34, 0x1.2f14c17bdfcdap-33, -0x1.98c5e5e09d71ap-32, -0x1.6c834a195cb1dp-30, 0x1.0771a3c89a4b7p-31, 0x1.0683f5915f636p-27, 0x1.58230b657552fp-28, -0x1.41a3519d8ef1fp-25, -0x1.e83186bff4bbap-25, 0x1.90266fa1f7e5dp-23, 0x1.d23e729f9c482p-22, -0x1.2bcf8890ed4p-20, -0x1.92eedfcbc85dp-19, 0x1.373b1c2a6f6dbp-17, 0x1.2904ae7ee1fcdp-16, -0x1.b10f974b069d7p-14, 0x1.134143224ad9cp-16, 0x1.26e69970fb952p-10, -0x1.426966935b5d2p-8, 0x1.a422c25a17183p-7, -0x1.9195e25b092d1p-6, 0x1.2dda040d62d0ep-5, -0x1.dc4ece5769c33p-3, -0x1.805907847a174p-3}
)
