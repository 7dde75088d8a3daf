package oracle

import "math/big"

// Derivatives by the input, from the output y, as backward kernels have them;
// Curvature is the second derivative.

// SigmoidGrad is y(1 − y), SigmoidCurvature y(1 − y)(1 − 2y).
func SigmoidGrad(y *big.Float) *big.Float { return mul(y, sub(one, y)) }

func SigmoidCurvature(y *big.Float) *big.Float {
	return mul(SigmoidGrad(y), sub(one, shift(y, 1)))
}

// TanhGrad is 1 − y² = (1 − y)(1 + y), TanhCurvature −2y(1 − y²).
func TanhGrad(y *big.Float) *big.Float { return mul(sub(one, y), add(one, y)) }

func TanhCurvature(y *big.Float) *big.Float { return mul(shift(neg(y), 1), TanhGrad(y)) }

// SoftplusGrad is 1 − e^−y, SoftplusCurvature (1 − e^−y)·e^−y.
func SoftplusGrad(y *big.Float) *big.Float { return neg(Expm1(neg(y))) }

func SoftplusCurvature(y *big.Float) *big.Float { return mul(SoftplusGrad(y), Exp(neg(y))) }

// ELUGrad is 1, or y + alpha for y ≤ 0.
func ELUGrad(alpha float64) func(*big.Float) *big.Float {
	return func(y *big.Float) *big.Float {
		if y.Sign() > 0 {
			return one
		}
		return add(y, num(alpha))
	}
}

// ELUCurvature is 0, or y + alpha for y ≤ 0.
func ELUCurvature(alpha float64) func(*big.Float) *big.Float {
	return func(y *big.Float) *big.Float {
		if y.Sign() > 0 {
			return zero()
		}
		return add(y, num(alpha))
	}
}

// LeakyReLUGrad is 1, or alpha for y ≤ 0.
func LeakyReLUGrad(alpha float64) func(*big.Float) *big.Float {
	return func(y *big.Float) *big.Float {
		if y.Sign() > 0 {
			return one
		}
		return num(alpha)
	}
}

// SoftThresholdGrad is 1, or 0 at 0.
func SoftThresholdGrad(y *big.Float) *big.Float {
	if y.Sign() == 0 {
		return zero()
	}
	return one
}

// SiLUCurvature is s(1 − s)(2 + x(1 − 2s)) with s = Sigmoid(x).
func SiLUCurvature(x *big.Float) *big.Float {
	s, rest := Sigmoid(x), Sigmoid(neg(x))
	return mul(mul(s, rest), add(num(2), mul(x, sub(rest, s))))
}

// GELUCurvature is (2 − x²)·φ(x).
func GELUCurvature(x *big.Float) *big.Float { return mul(sub(num(2), mul(x, x)), density(x)) }
