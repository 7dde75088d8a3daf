package kernels

// LeakyReLU is: for i, x := range src { if !(x > 0) { x *= alpha }; dst[i] = x }.
// Exact rounding. LeakyReLU(−0) is −alpha·0 and LeakyReLU(NaN) is NaN; alpha 0
// makes −Inf NaN. dst is src itself or disjoint from it; both have one length.
func LeakyReLU[T Float](alpha T, dst, src []T) {
	checkMap("LeakyReLU", dst, src)
	dispatchLeakyRelu(active, dst, src, alpha)
}

func leakyReluGo[T Float](dst, src []T, alpha T) {
	for i, x := range src {
		if !(x > 0) {
			x = alpha * x
		}
		dst[i] = x
	}
}

// LeakyReLUGrad is: for i, d := range dy { if !(y[i] > 0) { d *= alpha };
// dst[i] = d }, the gradient before a LeakyReLU with alpha > 0 from the gradient
// dy after it and its output y. NaN and infinities in dy stay; a NaN in y counts as not
// above 0. dst is dy or y itself, or disjoint from both;
// all have one length.
func LeakyReLUGrad[T Float](alpha T, dst, dy, y []T) {
	checkMap2("LeakyReLUGrad", dst, dy, y)
	dispatchLeakyReluGrad(active, dst, dy, y, alpha)
}

func leakyReluGradGo[T Float](dst, dy, y []T, alpha T) {
	for i, v := range y {
		d := dy[i]
		if !(v > 0) {
			d = alpha * d
		}
		dst[i] = d
	}
}

// ELU is: for i, x := range src { if !(x > 0) { x = alpha·(e^x − 1) };
// dst[i] = x }, with Expm1's bits (Clevert, Unterthiner & Hochreiter, "Fast and
// accurate deep network learning by exponential linear units", 2016). ≤ 2 ULP.
//
// ELU(−Inf) is −alpha, ELU(NaN) is NaN. dst is src itself or disjoint from it;
// both have one length.
func ELU[T Float](alpha T, dst, src []T) {
	checkMap("ELU", dst, src)
	dispatchElu(active, dst, src, alpha)
}

func eluGo[T Float](dst, src []T, alpha T) {
	for i, x := range src {
		if !(x > 0) {
			x = alpha * expm1(x)
		}
		dst[i] = x
	}
}

// ELUGrad is: for i, d := range dy { if !(y[i] > 0) { d *= y[i] + alpha };
// dst[i] = d }, the gradient before an ELU with alpha > 0 from the gradient dy
// after it and its output y. A NaN in dy or y gives NaN; so does an infinity in dy where
// y is −alpha, and elsewhere it stays. dst is dy or y itself, or disjoint from both; all
// have one length.
func ELUGrad[T Float](alpha T, dst, dy, y []T) {
	checkMap2("ELUGrad", dst, dy, y)
	dispatchEluGrad(active, dst, dy, y, alpha)
}

func eluGradGo[T Float](dst, dy, y []T, alpha T) {
	alpha = T(alpha) // the compiler may fuse what the caller multiplied
	for i, v := range y {
		d := dy[i]
		if !(v > 0) {
			d *= v + alpha
		}
		dst[i] = d
	}
}

// SoftThreshold is: for i, x := range src { dst[i] = x − max(−lambda,
// min(x, lambda)) }: x moved towards 0 by lambda ≥ 0, the proximal step of the
// ℓ1 norm. Exact rounding; what is not beyond lambda becomes +0.
// SoftThreshold(±Inf) is ±Inf, SoftThreshold(NaN) is NaN. dst is src itself or
// disjoint from it; both have one length.
func SoftThreshold[T Float](lambda T, dst, src []T) {
	checkMap("SoftThreshold", dst, src)
	dispatchSoftThreshold(active, dst, src, lambda)
}

func softThresholdGo[T Float](dst, src []T, lambda T) {
	lambda = T(lambda)
	for i, x := range src {
		c := x
		if c < -lambda {
			c = -lambda
		}
		if c > lambda {
			c = lambda
		}
		dst[i] = x - c
	}
}

// SoftThresholdGrad is: for i, d := range dy { if y[i] == 0 { d = 0 };
// dst[i] = d }, the gradient before a SoftThreshold from the gradient dy after
// it and its output y. A NaN or an infinity in dy is 0 where y is 0, and stays elsewhere,
// also where y is NaN. dst is dy or y itself, or disjoint from both; all have
// one length.
func SoftThresholdGrad[T Float](dst, dy, y []T) {
	checkMap2("SoftThresholdGrad", dst, dy, y)
	dispatchSoftThresholdGrad(active, dst, dy, y)
}

func softThresholdGradGo[T Float](dst, dy, y []T) {
	for i, v := range y {
		d := dy[i]
		if v == 0 {
			d = 0
		}
		dst[i] = d
	}
}
