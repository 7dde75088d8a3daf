package kernels

import "fmt"

// Div is: for i := range dst { dst[i] = x[i] / y[i] }. Exact rounding; 0/0 and
// Inf/Inf are NaN, other quotients by ±0 are ±Inf. dst is x or y itself, or
// disjoint from both; all have one length.
func Div[T Float](dst, x, y []T) {
	checkMap2("Div", dst, x, y)
	dispatchDiv(active, dst, x, y)
}

func divGo[T Float](dst, x, y []T) {
	for i, v := range x {
		dst[i] = v / y[i]
	}
}

// MulAdd is: for i := range dst { dst[i] = fma(x[i], y[i], z[i]) }, rounded
// once; 0·Inf is NaN whatever z is. dst is x, y or z itself, or disjoint from
// all three; all have one length.
func MulAdd[T Float](dst, x, y, z []T) {
	if len(dst) != len(z) || clashes(dst, z) {
		panicLength("MulAdd", len(dst), len(x), len(y), len(z))
	}
	checkMap2("MulAdd", dst, x, y)
	raceRead(z)
	dispatchMulAdd(active, dst, x, y, z)
}

func mulAddGo[T Float](dst, x, y, z []T) {
	for i, v := range x {
		dst[i] = fma(v, y[i], z[i])
	}
}

// Axpby is: for i, v := range x { y[i] = fma(alpha, v, beta·y[i]) }, beta·y[i]
// rounded before the fma. A beta of 0 does not hide a NaN or Inf in y: 0·NaN
// is NaN. y is x itself or disjoint from it; both have one length.
func Axpby[T Float](alpha T, x []T, beta T, y []T) {
	checkUpdate("Axpby", y, x)
	dispatchAxpby(active, y, x, alpha, beta)
}

func axpbyGo[T Float](y, x []T, alpha, beta T) {
	for i, v := range x {
		y[i] = fma(alpha, v, T(beta*y[i]))
	}
}

// Abs is: for i, x := range src { dst[i] = |x| }, the sign bit cleared: |±Inf| is +Inf,
// |−0| is +0, and a NaN stays one. dst is src itself or disjoint from it; both have one length.
func Abs[T Float](dst, src []T) {
	checkMap("Abs", dst, src)
	dispatchAbs(active, dst, src)
}

func absGo[T Float](dst, src []T) {
	for i, x := range src {
		dst[i] = abs(x)
	}
}

// Neg is: for i, x := range src { dst[i] = −x }, the sign bit flipped: −(+0)
// is −0, and a NaN stays one. dst is src itself or disjoint from it; both have one length.
func Neg[T Float](dst, src []T) {
	checkMap("Neg", dst, src)
	dispatchNeg(active, dst, src)
}

func negGo[T Float](dst, src []T) {
	for i, x := range src {
		dst[i] = -x
	}
}

// Sqrt is: for i, x := range src { dst[i] = √x }. Exact rounding; √±0 is ±0,
// √+Inf is +Inf, and the root of what is below 0 is NaN. dst is src itself or
// disjoint from it; both have one length.
func Sqrt[T Float](dst, src []T) {
	checkMap("Sqrt", dst, src)
	dispatchSqrt(active, dst, src)
}

func sqrtGo[T Float](dst, src []T) {
	for i, x := range src {
		dst[i] = sqrt(x)
	}
}

// Sign is: for i, x := range src { if x > 0 { x = 1 } else if x < 0 { x = −1 };
// dst[i] = x }: zeros keep their sign and NaN stays NaN. dst is src itself or
// disjoint from it; both have one length.
func Sign[T Float](dst, src []T) {
	checkMap("Sign", dst, src)
	dispatchSign(active, dst, src)
}

func signGo[T Float](dst, src []T) {
	for i, x := range src {
		if x > 0 {
			x = 1
		} else if x < 0 {
			x = -1
		}
		dst[i] = x
	}
}

// Maximum is: for i := range dst { dst[i] = max(x[i], y[i]) }, with Go's max:
// NaN if either is NaN, and −0 < +0. [Max] is the maximum of one slice. dst is
// x or y itself, or disjoint from both; all have one length.
func Maximum[T Float](dst, x, y []T) {
	checkMap2("Maximum", dst, x, y)
	dispatchMaximum(active, dst, x, y)
}

func maximumGo[T Float](dst, x, y []T) {
	for i, v := range x {
		dst[i] = max(v, y[i])
	}
}

// Minimum is: for i := range dst { dst[i] = min(x[i], y[i]) }, with Go's min:
// NaN if either is NaN, and −0 < +0. [Min] is the minimum of one slice. dst is
// x or y itself, or disjoint from both; all have one length.
func Minimum[T Float](dst, x, y []T) {
	checkMap2("Minimum", dst, x, y)
	dispatchMinimum(active, dst, x, y)
}

func minimumGo[T Float](dst, x, y []T) {
	for i, v := range x {
		dst[i] = min(v, y[i])
	}
}

// Clamp is: for i, x := range src { if x < lo { x = lo }; if x > hi { x = hi };
// dst[i] = x }: NaN stays NaN, and a zero that equals a bound keeps its own
// sign. It panics unless lo ≤ hi, so a bound cannot be NaN. dst is src itself
// or disjoint from it; both have one length.
func Clamp[T Float](dst, src []T, lo, hi T) {
	if !(lo <= hi) {
		panic(fmt.Sprintf("kernels: Clamp: bounds %v and %v are not in order", lo, hi))
	}
	checkMap("Clamp", dst, src)
	dispatchClamp(active, dst, src, lo, hi)
}

func clampGo[T Float](dst, src []T, lo, hi T) {
	for i, x := range src {
		if x < lo {
			x = lo
		}
		if x > hi {
			x = hi
		}
		dst[i] = x
	}
}

// divScalarGo is: for i, x := range src { dst[i] = x / alpha }.
func divScalarGo[T Float](dst, src []T, alpha T) {
	for i, x := range src {
		dst[i] = x / alpha
	}
}

// subScalarsGo is: for i, x := range src { dst[i] = (x − a) − c }.
func subScalarsGo[T Float](dst, src []T, a, c T) {
	for i, x := range src {
		dst[i] = (x - a) - c
	}
}

// addScaledProductGo is: for i, v := range x { y[i] = fma(alpha·s[i], v, y[i]) }.
func addScaledProductGo[T Float](y, x, s []T, alpha T) {
	for i, v := range x {
		y[i] = fma(T(alpha*s[i]), v, y[i])
	}
}
