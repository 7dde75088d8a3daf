package kernels

// Second derivatives s″ of activations, which gradients of Jacobian norms need
// (JacobianRow). They are taken from what the first ones are taken from: the
// output y or, for GELU and SiLU, the input x. Errors are absolute, at most
// 2·2⁻²⁴ (2·2⁻⁵³). In each, dst is the source itself or disjoint from it; both
// have one length.

// SigmoidCurvature is: for i, y := range src { dst[i] = y(1 − y)(1 − 2y) }.
// NaN and infinities go as the product takes them.
func SigmoidCurvature[T Float](dst, src []T) {
	checkMap("SigmoidCurvature", dst, src)
	dispatchSigmoidCurvature(active, dst, src)
}

func sigmoidCurvatureGo[T Float](dst, src []T) {
	for i, y := range src {
		t := T(y * (1 - y))
		dst[i] = t * fma(-2, y, 1)
	}
}

// TanhCurvature is: for i, y := range src { dst[i] = −2y(1 − y²) }. NaN and
// infinities go as the product takes them.
func TanhCurvature[T Float](dst, src []T) {
	checkMap("TanhCurvature", dst, src)
	dispatchTanhCurvature(active, dst, src)
}

func tanhCurvatureGo[T Float](dst, src []T) {
	for i, y := range src {
		dst[i] = T(-2*y) * fma(-y, y, 1)
	}
}

// ELUCurvature is: for i, y := range src { if y > 0 { y = −alpha };
// dst[i] = y + alpha }, so that it is 0 right of the kink. A NaN stays.
func ELUCurvature[T Float](alpha T, dst, src []T) {
	checkMap("ELUCurvature", dst, src)
	dispatchEluCurvature(active, dst, src, alpha)
}

func eluCurvatureGo[T Float](dst, src []T, alpha T) {
	alpha = T(alpha) // the compiler may fuse what the caller multiplied
	for i, y := range src {
		if y > 0 {
			y = -alpha
		}
		dst[i] = y + alpha
	}
}

// SoftplusGrad is: for i, d := range dy { dst[i] = d · (1 − e^−y[i]) }, the
// gradient before a softplus from the gradient dy after it and its output y ≥ 0,
// since 1 − e^−y is the sigmoid of its input. The factor is 1 at +Inf; a NaN in dy or y
// gives NaN, and so does an infinity in dy where y is 0. dst is dy or y itself, or disjoint
// from both; all have one length.
func SoftplusGrad[T Float](dst, dy, y []T) {
	checkMap2("SoftplusGrad", dst, dy, y)
	dispatchSoftplusGrad(active, dst, dy, y)
}

func softplusGradGo[T Float](dst, dy, y []T) {
	for i, v := range y {
		dst[i] = dy[i] * -expm1(-v)
	}
}

// SoftplusCurvature is: for i, y := range src { dst[i] = (1 − e^−y)·e^−y }, with
// Expm1's bits. A NaN stays.
func SoftplusCurvature[T Float](dst, src []T) {
	checkMap("SoftplusCurvature", dst, src)
	dispatchSoftplusCurvature(active, dst, src)
}

func softplusCurvatureGo[T Float](dst, src []T) {
	for i, y := range src {
		e := expm1(-y)
		dst[i] = fma(-e, e, -e)
	}
}

// SiLUCurvature is: for i, x := range src { dst[i] = s(1 − s)(2 + x(1 − 2s)) }
// with s = 1/(1 + e^−x), an even function. It is 0 at ±Inf; a NaN stays.
func SiLUCurvature[T Float](dst, src []T) {
	checkMap("SiLUCurvature", dst, src)
	dispatchSiluCurvature(active, dst, src)
}

func siluCurvatureGo[T Float](dst, src []T) {
	for i, x := range src {
		h := -abs(x)
		if most := pick[T](-120, -800); h < most { // where the result is 0
			h = most
		}
		s := sigmoid1(h)
		t := T(s * (1 - s))
		dst[i] = t * fma(h, fma(-2, s, 1), 2)
	}
}

// GELUCurvature is: for i, x := range src { dst[i] = (2 − x²)·φ(x) }, φ the
// normal density. It is 0 at ±Inf; a NaN stays.
func GELUCurvature[T Float](dst, src []T) {
	checkMap("GELUCurvature", dst, src)
	dispatchGeluCurvature(active, dst, src)
}

func geluCurvatureGo[T Float](dst, src []T) {
	const density = 0x1.9884533d43651p-2 // 1/√(2π)
	for i, x := range src {
		h := abs(x)
		if most := pick[T](15, 40); h > most { // where the result is 0
			h = most
		}
		sq := T(h * h)
		e := exp1(T(-0.5 * sq))
		dst[i] = e * fma(T(-density), sq, T(2*density))
	}
}
