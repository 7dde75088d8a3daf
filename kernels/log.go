package kernels

import "math"

// Log is: for i, x := range src { dst[i] = ln x }. ≤ 1 ULP.
//
// Log(±0) is −Inf, Log(+Inf) is +Inf, Log(x < 0) and Log(NaN) are NaN;
// subnormal x are exact inputs like any other. dst is src itself or disjoint
// from it; both have one length.
func Log[T Float](dst, src []T) {
	checkMap("Log", dst, src)
	dispatchLog(active, dst, src)
}

func logGo[T Float](dst, src []T) {
	for i, x := range src {
		if isFloat32[T]() {
			dst[i] = T(log32(float32(x)))
		} else {
			dst[i] = T(log64(float64(x)))
		}
	}
}

// Constants of the reduction x = 2^k·(1+f), √½ ≤ 1+f < √2. The products
// k·logHi are exact: these have that many trailing zeros.
const (
	sqrtHalf32 = 0x3f3504f3 // bits of √½, rounded down
	logHi32    = 0x1.63p-1
	logLo32    = -0x1.bd0106p-13

	sqrtHalf64 = 0x3fe6a09e667f3bcc
	logHi64    = 0x1.62e42feep-1
	logLo64    = 0x1.a39ef35793c76p-33
)

// log32 is log32Core of the mantissa's f and the exponent k.
func log32(x float32) float32 {
	if !(x > 0) || x > math.MaxFloat32 {
		return logSpecial(x)
	}
	y, bias := x, float32(0x1p+23+128)
	if x < 0x1p-126 {
		y, bias = x*0x1p+23, 0x1p+23+128+23
	}
	// Adding 128 to the exponent keeps the shifted difference positive.
	d := math.Float32bits(y) - sqrtHalf32 + 128<<23
	e := d >> 23
	f := math.Float32frombits(d&(1<<23-1)+sqrtHalf32) - 1
	k := math.Float32frombits(e|0x4b000000) - bias
	return log32Core(f, k, k*logLo32)
}

// log32Core is k·logHi + (f + f²·(f·P(f) − ½) + lo), with P of degree 8
// (relative error of the whole 2^-30.3, from sollya's fpminimax).
func log32Core(f, k, lo float32) float32 {
	p := float32(0x1.13be0cp-4)
	p = fma32(p, f, -0x1.dd992ap-4)
	p = fma32(p, f, 0x1.e6dd24p-4)
	p = fma32(p, f, -0x1.fc3e3ap-4)
	p = fma32(p, f, 0x1.233af6p-3)
	p = fma32(p, f, -0x1.555b8cp-3)
	p = fma32(p, f, 0x1.99a478p-3)
	p = fma32(p, f, -0x1.000008p-2)
	p = fma32(p, f, 0x1.555548p-2)
	p = fma32(p, f, -0.5)
	q := float32(f * f)
	return fma32(k, logHi32, f+fma32(q, p, float32(lo)))
}

func log64(x float64) float64 {
	if !(x > 0) || x > math.MaxFloat64 {
		return logSpecial(x)
	}
	y, bias := x, float64(0x1p+52+1024)
	if x < 0x1p-1022 {
		y, bias = x*0x1p+52, 0x1p+52+1024+52
	}
	d := math.Float64bits(y) - sqrtHalf64 + 1024<<52
	e := d >> 52
	f := math.Float64frombits(d&(1<<52-1)+sqrtHalf64) - 1
	k := math.Float64frombits(e|0x4330000000000000) - bias
	return log64Core(f, k, k*logLo64)
}

// log64Core is k·logHi + f − (f²/2 − u·(f²/2 + R) − lo), u = f/(2+f),
// R = 2·atanh(u)/u − 2 of degree 7 in u² (2^-59.5), as in FreeBSD's e_log.c.
func log64Core(f, k, lo float64) float64 {
	u, _ := quotient(f, 2+f)
	s := float64(u * u)
	r := 0x1.2f140bb24b689p-3
	r = math.FMA(r, s, 0x1.39a05d50acad4p-3)
	r = math.FMA(r, s, 0x1.74664b835d63bp-3)
	r = math.FMA(r, s, 0x1.c71c51d0c0553p-3)
	r = math.FMA(r, s, 0x1.2492494230764p-2)
	r = math.FMA(r, s, 0x1.999999997f9bbp-2)
	r = math.FMA(r, s, 0x1.5555555555593p-1)
	r = float64(r * s)
	h := float64(float64(f*f) * 0.5)
	w := math.FMA(u, h+r, float64(lo))
	return math.FMA(k, logHi64, f-(h-w))
}

// logSpecial is Log outside the positive finite numbers.
func logSpecial[T Float](x T) T {
	switch {
	case x == 0:
		return T(math.Inf(-1))
	case x > 0:
		return x // +Inf
	}
	return T(math.NaN())
}
