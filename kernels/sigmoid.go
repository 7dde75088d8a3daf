package kernels

// Sigmoid is: for i, x := range src { dst[i] = 1/(1+e^−x) }. ≤ 1.5 ULP.
//
// Sigmoid(+Inf) is 1, Sigmoid(−Inf) is +0, Sigmoid(NaN) is NaN; far left it
// falls through the subnormal numbers as e^x does. dst is src itself or
// disjoint from it; both have one length.
func Sigmoid[T Float](dst, src []T) {
	checkMap("Sigmoid", dst, src)
	dispatchSigmoid(active, dst, src)
}

func sigmoidGo[T Float](dst, src []T) {
	for i, x := range src {
		dst[i] = sigmoid1(x)
	}
}

// sigmoid1 is e/(1 + e) with e = e^x.
func sigmoid1[T Float](x T) T {
	if most := pick[T](20, 40); x > most { // from there on it rounds to 1
		x = most
	}
	return portion(exp1(x))
}

// portion is e/(1 + e). The quotient is corrected for its own errors and for the
// rounding of 1 + e, by the rest e − y·(1 + e).
func portion[T Float](e T) T {
	inv := reciprocal(1 + e)
	y := T(e * inv)
	rest := fma(-y, e, e-y) // e − y is exact for e ≤ 1
	return fma(rest, inv, y)
}

// SigmoidGrad is: for i, d := range dy { dst[i] = d · y[i](1 − y[i]) }, the
// gradient before a sigmoid from the gradient dy after it and its output y. NaN
// and infinities go as the product takes them. dst is dy or y itself, or disjoint from both; all have one length.
func SigmoidGrad[T Float](dst, dy, y []T) {
	checkMap2("SigmoidGrad", dst, dy, y)
	dispatchSigmoidGrad(active, dst, dy, y)
}

func sigmoidGradGo[T Float](dst, dy, y []T) {
	for i, v := range y {
		t := T(v * (1 - v))
		dst[i] = dy[i] * t
	}
}

// Softplus is: for i, x := range src { dst[i] = log(1 + e^x) }. ≤ 2 ULP.
//
// Softplus(+Inf) is +Inf, Softplus(−Inf) is +0, Softplus(NaN) is NaN. dst is
// src itself or disjoint from it; both have one length.
func Softplus[T Float](dst, src []T) {
	checkMap("Softplus", dst, src)
	dispatchSoftplus(active, dst, src)
}

func softplusGo[T Float](dst, src []T) {
	for i, x := range src {
		dst[i] = softplus1(x)
	}
}

// softplus1 is max(x, 0) + log(1 + e^−|x|).
func softplus1[T Float](x T) T {
	l := log1pUnit(exp1(-abs(x)))
	if x < 0 {
		x = 0
	}
	return x + l
}

// log1pUnit returns log(1 + e) for 0 ≤ e ≤ 1. For float32 that is e + e²·Q(e),
// for float64 2·atanh(u/2) with u = 2e/(2+e) ≤ 2/3, where ulo is what rounding
// took from u.
func log1pUnit[T Float](e T) T {
	if isFloat32[T]() {
		return fma(T(e*e), horner(e, log1pUnitCoef32, nil), e)
	}
	d := 2 + e
	lo := e - (d - 2) // exact
	u, inv := quotient(e+e, d)
	ulo := T(fma(-u, lo, fma(-u, d, e+e)) * inv)
	s := T(u * u)
	p := T(horner(s, nil, atanhCoef64) * s)
	return u + fma(u, p, ulo)
}

// Coefficients of (log(1+e) − e)/e², 0 ≤ e ≤ 1: relative error of the whole
// 2^-30 (least maximum, by Lawson's iteration, each rounded before the next).
var log1pUnitCoef32 = []float32{0x1.1139b4p-9, -0x1.c0a61p-7, 0x1.590130p-5, -0x1.54f25ep-4, 0x1.ff295ap-4,
	-0x1.4a72c4p-3, 0x1.978b56p-3, -0x1.ffc59ep-3, 0x1.5553b6p-2, -0x1.fffff8p-2}

// Coefficients of (2·atanh(u/2) − u)/u³ in u²: relative error of the whole
// 2^-65 (sollya's fpminimax).
var atanhCoef64 = []float64{0x1.66dc0297269c9p-28, 0x1.8853e1249eaddp-28, 0x1.a9ef86d143b77p-25, 0x1.aa171bdff12bfp-23, 0x1.e25cd73d67ab4p-21, 0x1.110d10d6576c3p-18, 0x1.3b13df1560ef1p-16, 0x1.745d15e2637d8p-14, 0x1.c71c71ce1d2abp-12, 0x1.2492492487969p-9, 0x1.9999999999aaep-7, 0x1.5555555555555p-4}
