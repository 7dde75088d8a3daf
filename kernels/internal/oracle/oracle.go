// Package oracle evaluates the functions of package kernels with math/big, to
// about 120 bits, far more than any test needs. It shares no code and no
// constants with what it judges. Arguments are finite and in the function's
// domain.
package oracle

import "math/big"

// Prec is the working precision in bits: 120 for the result and 70 that
// cancellation may take, most of it in Erfc.
const Prec = 192

func num(x float64) *big.Float { return new(big.Float).SetPrec(Prec).SetFloat64(x) }

func zero() *big.Float { return new(big.Float).SetPrec(Prec) }

func add(x, y *big.Float) *big.Float { return zero().Add(x, y) }
func sub(x, y *big.Float) *big.Float { return zero().Sub(x, y) }
func mul(x, y *big.Float) *big.Float { return zero().Mul(x, y) }
func div(x, y *big.Float) *big.Float { return zero().Quo(x, y) }
func neg(x *big.Float) *big.Float    { return zero().Neg(x) }

// shift returns x·2ⁿ.
func shift(x *big.Float, n int) *big.Float { return zero().SetMantExp(x, n) }

// exponent is that of x's binade, −∞ for 0: 2^e ≤ |x| < 2^(e+1).
func exponent(x *big.Float) int {
	if x.Sign() == 0 {
		return -1 << 30
	}
	return x.MantExp(nil) - 1
}

// series returns first + first·f(1) + first·f(1)·f(2) + …, which converges.
func series(first *big.Float, next func(term *big.Float, i int)) *big.Float {
	sum, term := zero().Set(first), zero().Set(first)
	if first.Sign() == 0 {
		return sum
	}
	for i := 1; ; i++ {
		next(term, i)
		if exponent(term) < exponent(sum)-Prec {
			return sum
		}
		sum.Add(sum, term)
	}
}

// atanhInv is atanh(1/n) = Σ 1/((2i+1)·n^(2i+1)).
func atanhInv(n float64) *big.Float {
	power, sq, sum := div(num(1), num(n)), num(n*n), zero()
	for i := 0; exponent(power) > -Prec-8; i++ {
		sum.Add(sum, div(power, num(float64(2*i+1))))
		power.Quo(power, sq)
	}
	return sum
}

// atanInv is atan(1/n).
func atanInv(n float64) *big.Float {
	power, sq, sum := div(num(1), num(n)), num(-n*n), zero()
	for i := 0; exponent(power) > -Prec-8; i++ {
		sum.Add(sum, div(power, num(float64(2*i+1))))
		power.Quo(power, sq)
	}
	return sum
}

var (
	one = num(1)
	// ln 2 = 18·atanh(1/26) − 2·atanh(1/4801) + 8·atanh(1/8749).
	ln2 = add(sub(mul(num(18), atanhInv(26)), mul(num(2), atanhInv(4801))), mul(num(8), atanhInv(8749)))
	// π = 16·atan(1/5) − 4·atan(1/239) (Machin).
	pi       = sub(mul(num(16), atanInv(5)), mul(num(4), atanInv(239)))
	sqrtPi   = zero().Sqrt(pi)
	invSqrt2 = div(one, zero().Sqrt(num(2)))
)

// roundInt returns x rounded to an integer.
func roundInt(x *big.Float) int64 {
	n, _ := add(x, num(0.5)).Int64()
	if x.Sign() < 0 {
		n, _ = sub(x, num(0.5)).Int64()
	}
	return n
}

// Of lifts a function of big numbers to one of float64.
func Of(f func(*big.Float) *big.Float) func(float64) *big.Float {
	return func(x float64) *big.Float { return f(num(x)) }
}
