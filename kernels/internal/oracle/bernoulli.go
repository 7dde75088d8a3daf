package oracle

import "math/big"

// ContinuousBernoulliMean is 1/(1 − e^−a) − 1/a, the mean of the continuous
// Bernoulli variable with logit a.
func ContinuousBernoulliMean(a *big.Float) *big.Float {
	if exponent(a) < -12 { // Bernoulli's numbers (Abramowitz and Stegun 4.5.67)
		sq, sum := mul(a, a), zero()
		for _, d := range []float64{-1307674368000 / 691., 47900160, -1209600, 30240, -720, 12} {
			sum = add(mul(sum, sq), div(one, num(d)))
		}
		return add(num(0.5), mul(a, sum))
	}
	u := Abs(a)
	below := div(one, u) // the mean of −u
	if u.Cmp(num(2000)) < 0 {
		below = sub(below, div(one, Expm1(u)))
	}
	if a.Sign() < 0 {
		return below
	}
	return sub(one, below)
}
