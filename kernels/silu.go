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
// changes sign, 2⁻²⁴ (2⁻⁵³). It is 1 at +Inf and −0 at −Inf; a NaN in dy or x gives NaN,
// and so does an infinity in dy where the factor is 0. dst is dy or x itself, or disjoint from both; all have one length.
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
// derivative is D = e·(1 − h/(1+e))/(1+e) or 1 − D. 2ⁿ comes in last.

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

// siluSlope has r + rlo = 1/(1+e) and q + qlo = 1 − h·r: w − wless is
// (r + rlo)·(1 − h·(r + rlo)).
func siluSlope[T Float](x T) T {
	h := min(abs(x), pick[T](110, 800))
	t, p := expDown(h, 0)
	e := scale(1-p, t)
	inv := reciprocal(1 + e)
	rest := fma(-inv, e, 1-inv) // 1 − inv is exact
	r := fma(rest, inv, inv)
	rlo := fma(rest, inv, inv-r)
	q := fma(-h, r, 1)
	qlo := fma(h, 1-r, (1-h)-q) // 1 − h is exact from ½ on
	w := T(r * q)
	wless := fma(-r, qlo, fma(-rlo, fma(2, q, -1), fma(-r, q, w)))
	y := timesExpDown(w, wless, t, p)
	if x < 0 {
		return y
	}
	return 1 - y
}
