package oracle

import "math/big"

// Abs is |x|.
func Abs(x *big.Float) *big.Float { return zero().Abs(x) }

// Neg is −x.
func Neg(x *big.Float) *big.Float { return neg(x) }

// ReLU is the larger of x and 0, ReLUGrad its derivative, 0 at 0.
func ReLU(x *big.Float) *big.Float { return Maximum(0)(x) }

func ReLUGrad(x *big.Float) *big.Float {
	if x.Sign() > 0 {
		return one
	}
	return zero()
}

// Maximum and Minimum are the larger and the smaller of x and y.
func Maximum(y float64) func(*big.Float) *big.Float {
	return func(x *big.Float) *big.Float {
		if x.Cmp(num(y)) < 0 {
			return num(y)
		}
		return x
	}
}

func Minimum(y float64) func(*big.Float) *big.Float {
	return func(x *big.Float) *big.Float { return neg(Maximum(-y)(neg(x))) }
}

// Clamp is x moved to the nearest of lo … hi.
func Clamp(lo, hi float64) func(*big.Float) *big.Float {
	return func(x *big.Float) *big.Float { return Minimum(hi)(Maximum(lo)(x)) }
}

// Sign is −1, 0 or 1.
func Sign(x *big.Float) *big.Float { return num(float64(x.Sign())) }

// Sqrt is √x.
func Sqrt(x *big.Float) *big.Float { return zero().Sqrt(x) }

// LeakyReLU is x, or alpha·x below 0.
func LeakyReLU(alpha float64) func(*big.Float) *big.Float {
	return func(x *big.Float) *big.Float {
		if x.Sign() >= 0 {
			return x
		}
		return mul(num(alpha), x)
	}
}

// SoftThreshold moves x towards 0 by lambda, and to 0 what is not beyond it.
func SoftThreshold(lambda float64) func(*big.Float) *big.Float {
	return func(x *big.Float) *big.Float {
		if Abs(x).Cmp(num(lambda)) <= 0 {
			return zero()
		}
		return sub(x, mul(num(lambda), Sign(x)))
	}
}
