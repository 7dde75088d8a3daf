package oracle

import "math/big"

// Expm1 is e^x − 1, from its series near 0 and Exp elsewhere.
func Expm1(x *big.Float) *big.Float {
	if exponent(x) < -3 {
		return series(x, func(t *big.Float, i int) { t.Quo(t.Mul(t, x), num(float64(i+1))) })
	}
	return sub(Exp(x), one)
}

// Exp is e^x = 2ⁿ·(1 + m) with m = e^r − 1, r = x − n·ln 2; m from the
// eighth halving of r by m(2r) = m(r)·(2 + m(r)).
func Exp(x *big.Float) *big.Float {
	if x.Sign() == 0 {
		return num(1)
	}
	const huge = 20 // beyond 2²⁰ any number far out of a float's range does
	if exponent(x) >= huge {
		return shift(one, x.Sign()<<huge)
	}
	n := roundInt(div(x, ln2))
	r := sub(x, mul(num(float64(n)), ln2))
	const halvings = 8
	m := Expm1(shift(r, -halvings))
	for range halvings {
		m.Mul(m, add(m, num(2)))
	}
	return shift(add(one, m), int(n))
}

// Log is ln x = e·ln 2 + ln m with m near 1.
func Log(x *big.Float) *big.Float {
	m, e := zero(), 0
	e = x.MantExp(m) // m in [½, 1)
	if m.Cmp(num(0.70710678)) < 0 {
		m = shift(m, 1)
		e--
	}
	return add(mul(num(float64(e)), ln2), Log1p(sub(m, one)))
}

// Log1p is ln(1+x). Near 0 it is 2·atanh(x/(2+x)); to come there it takes
// square roots: ln(1+x) = 2·ln(1 + x/(1+√(1+x))).
func Log1p(x *big.Float) *big.Float {
	if x.Sign() == 0 {
		return zero()
	}
	u, n := zero().Set(x), 0
	if exponent(x) > 2 { // no bit of 1 + x is lost that matters
		return Log(add(one, x))
	}
	for ; exponent(u) > -8; n++ {
		u = div(u, add(one, zero().Sqrt(add(one, u))))
	}
	s := div(u, add(u, num(2)))
	s2, power, sum := mul(s, s), zero().Set(s), zero().Set(s)
	for i := 1; ; i++ {
		power.Mul(power, s2)
		t := div(power, num(float64(2*i+1)))
		if exponent(t) < exponent(sum)-Prec {
			return shift(sum, n+1)
		}
		sum.Add(sum, t)
	}
}

// Tanh is (e^2x − 1)/(e^2x + 1).
func Tanh(x *big.Float) *big.Float {
	if x.Sign() > 0 {
		return neg(Tanh(neg(x)))
	}
	m := Expm1(shift(x, 1))
	return div(m, add(m, num(2)))
}

// Sigmoid is 1/(1 + e^−x).
func Sigmoid(x *big.Float) *big.Float { return div(one, add(one, Exp(neg(x)))) }

// Softplus is ln(1 + e^x).
func Softplus(x *big.Float) *big.Float {
	if x.Sign() > 0 {
		return add(x, Softplus(neg(x)))
	}
	return Log1p(Exp(x))
}

// LogSigmoid is −ln(1 + e^−x).
func LogSigmoid(x *big.Float) *big.Float { return neg(Softplus(neg(x))) }

// SiLU is x/(1 + e^−x), SiLUGrad its derivative.
func SiLU(x *big.Float) *big.Float { return mul(x, Sigmoid(x)) }

func SiLUGrad(x *big.Float) *big.Float {
	return mul(Sigmoid(x), add(one, mul(x, Sigmoid(neg(x)))))
}

// ELU is x, or alpha·(e^x − 1) below 0.
func ELU(alpha float64) func(*big.Float) *big.Float {
	return func(x *big.Float) *big.Float {
		if x.Sign() >= 0 {
			return x
		}
		return mul(num(alpha), Expm1(x))
	}
}

// Sin and Cos reduce by π/2, with the bits that a large x takes, and sum
// the series of an eighth of the rest.
func Sin(x *big.Float) *big.Float { return quarter(x, 0) }
func Cos(x *big.Float) *big.Float { return quarter(x, 1) }

func quarter(x *big.Float, turn int64) *big.Float {
	half := shift(pi, -1)
	n := roundInt(div(x, half))
	r := sub(x, mul(num(float64(n)), half))
	r2 := neg(mul(r, r))
	alternate := func(first *big.Float, odd int) *big.Float {
		return series(first, func(t *big.Float, i int) { t.Quo(t.Mul(t, r2), num(float64((2*i+odd)*(2*i+odd-1)))) })
	}
	var y *big.Float
	if (n+turn)&1 == 0 {
		y = alternate(r, 1)
	} else {
		y = alternate(one, 0)
	}
	if (n+turn)&2 != 0 {
		return neg(y)
	}
	return y
}
