package kernels

import "math"

// Machines divide slowly (a vector of quotients takes as long as 17 of products
// on Intel's servers, and keeps the multipliers from working), so functions
// multiply by a reciprocal instead, and correct the quotient by what is left.

// reciprocal returns slightly more than 1/d, for d from 1 to 2^100: by a
// relative error of 2^-19 for float32 and 2^-38 for float64. A subtraction of
// bits negates the exponent and is right within 1 in 20 (J. F. Blinn,
// "Floating-point tricks", IEEE Computer Graphics and Applications 17:4, 1997);
// each of Newton's steps doubles the digits, the first with a factor that
// spreads its error evenly, the last with one that makes the result too great
// and not too small, so that e − e·reciprocal(1 + e) is exact for e ≤ 1.
func reciprocal[T Float](d T) T {
	if isFloat32[T]() {
		y := T(math.Float32frombits(0x7ef33408 - math.Float32bits(float32(d))))
		y *= fma(-d, y, T(0x1.0029fcp+1))
		return fma(fma(-d, y, T(1+0x1p-19)), y, y)
	}
	y := T(math.Float64frombits(0x7fde66811c7b30e1 - math.Float64bits(float64(d))))
	y *= fma(-d, y, T(0x1.0029fb896acb1p+1))
	y = fma(fma(-d, y, 1), y, y)
	return fma(fma(-d, y, T(1+0x1p-38)), y, y)
}

// quotient returns a/d, rounded but for 2^-30 of its ulp, and 1/d as
// reciprocal does. Where a/d is subnormal it is rounded twice.
func quotient[T Float](a, d T) (q, inv T) {
	inv = reciprocal(d)
	q = T(a * inv)
	return fma(fma(-q, d, a), inv, q), inv
}
