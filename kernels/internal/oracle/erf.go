package oracle

import "math/big"

// Erf is (2/√π)·e^−x²·Σ 2ⁱ·x^(2i+1)/(1·3·…·(2i+1)), whose terms have one
// sign (Abramowitz & Stegun 7.1.6); 1 − Erfc far out.
func Erf(x *big.Float) *big.Float {
	if x.Sign() < 0 {
		return neg(Erf(neg(x)))
	}
	if x.Cmp(num(far)) > 0 {
		return sub(one, Erfc(x))
	}
	x2 := mul(x, x)
	s := series(x, func(t *big.Float, i int) { t.Quo(t.Mul(t, shift(x2, 1)), num(float64(2*i+1))) })
	return div(mul(shift(s, 1), Exp(neg(x2))), sqrtPi)
}

// far is where the continued fraction takes over; Erfc there is 2^−41.
const far = 5

// Erfc is 1 − Erf. Far out it is e^−x²/√π · 1/(x + ½/(x + 1/(x + 3⁄2/(x + …
// (Abramowitz & Stegun 7.1.14).
func Erfc(x *big.Float) *big.Float {
	if x.Cmp(num(far)) <= 0 {
		return sub(one, Erf(x))
	}
	d := zero().Set(x)
	const depth = 150 // from x = 5 on, 2^−130 (TestErfcMeets)
	for k := depth; k > 0; k-- {
		d = add(x, div(num(float64(k)/2), d))
	}
	return div(Exp(neg(mul(x, x))), mul(sqrtPi, d))
}

// normal is Φ(x), the normal distribution function.
func normal(x *big.Float) *big.Float { return shift(Erfc(neg(mul(x, invSqrt2))), -1) }

// density is φ(x), the normal density.
func density(x *big.Float) *big.Float {
	return div(mul(Exp(neg(shift(mul(x, x), -1))), invSqrt2), sqrtPi)
}

// GELU is x·Φ(x), GELUGrad its derivative Φ(x) + x·φ(x).
func GELU(x *big.Float) *big.Float { return mul(x, normal(x)) }

func GELUGrad(x *big.Float) *big.Float { return add(normal(x), mul(x, density(x))) }
