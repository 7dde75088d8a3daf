package kernels

// SiLU is: for i, x := range src { dst[i] = x/(1 + e^−x) } (Elfwing, Uchibe &
// Doya, "Sigmoid-weighted linear units", 2017). ≤ 2 ULP.
//
// SiLU(±0) is ±0, SiLU(+Inf) is +Inf, SiLU(−Inf) is −0, SiLU(NaN) is NaN. dst
// is src itself or disjoint from it; both have one length.
func SiLU[T Float](dst, src []T) {
	checkMap("SiLU", dst, src)
	dispatchSilu(active, dst, src)
}

// SiLUGrad is: for i, d := range dy { dst[i] = d · s·(1 + x[i]·(1 − s)) } with
// s = 1/(1 + e^−x[i]), the gradient before a SiLU from the gradient dy after it
// and its input x. The factor is good to 2 ULP or, between −2 and −1, where it
// changes sign, 2⁻²⁴ (2⁻⁵³). dst is dy or x itself, or disjoint from both; all have one length.
func SiLUGrad[T Float](dst, dy, x []T) {
	checkMap2("SiLUGrad", dst, dy, x)
	dispatchSiluGrad(active, dst, dy, x)
}

func siluGo[T Float](dst, src []T) {
	for i, x := range src {
		dst[i] = silu(x)
	}
}

func siluGradGo[T Float](dst, dy, x []T) {
	for i, v := range x {
		dst[i] = dy[i] * siluSlope(v)
	}
}

// With h = |x| and e = e^−h, SiLU(x) is max(x, 0) − h·e/(1+e), and its
// derivative is D = e·(1 − h + e)/(1+e)² or 1 − D. The quotients are corrected
// for their rounding, and 2ⁿ comes in last.

func silu[T Float](x T) T { return positive(x) - siluLess(x) }

// siluLess is h·e/(1 + e): v − vless is h/(1+e), whatever rounding took from
// 1 + e.
func siluLess[T Float](x T) T {
	h := min(abs(x), pick[T](110, 800)) // where the result rounds to 0
	t, p := expDown(h, 0)
	e := scale(1-p, t)
	inv := reciprocal(1 + e)
	v := T(h * inv)
	vless := T(fma(v, e, v-h) * inv)
	return timesExpDown(v, vless, t, p)
}

func siluSlope[T Float](x T) T {
	l := newLogistic(x)
	a := 1 - l.h
	n := a + l.e
	nlo := (l.e - (n - a)) + ((1 - a) - l.h) + l.elo
	d := T(l.d * l.d)
	dlo := fma(l.d+l.d, l.dlo, fma(l.d, l.d, -d))
	inv := T(l.inv * l.inv)
	v := T(n * inv)
	v = fma(fma(-v, d, n), inv, v)
	vlo := T((fma(-v, dlo, fma(-v, d, n)) + nlo) * inv)
	y := timesExp(v, vlo, l.t, l.p, l.plo)
	if x < 0 {
		return y
	}
	return 1 - y
}

// logistic is e^−h = e + elo, also as expParts has it, for h = |x|, with
// d + dlo = 1 + e^−h and inv = reciprocal(d).
type logistic[T Float] struct{ h, t, p, plo, e, elo, d, dlo, inv T }

func newLogistic[T Float](x T) logistic[T] {
	h := abs(x)
	if most := pick[T](120, 800); h > most { // where the result rounds to 0
		h = most
	}
	l := logistic[T]{h: h}
	l.t, l.p, l.plo = expParts(-h, 0)
	one := T(1)
	m := one + l.p
	l.e = scale(m, l.t)
	l.elo = scale((l.p-(m-one))+l.plo, l.t)
	l.d = one + l.e
	l.dlo = (l.e - (l.d - one)) + l.elo
	l.inv = reciprocal(l.d)
	return l
}
