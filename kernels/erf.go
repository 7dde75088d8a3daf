package kernels

// Erf is: for i, x := range src { dst[i] = erf(x) = 2/√π·∫₀ˣ e^−t² dt }. ≤ 1.5 ULP.
//
// Erf(±0) is ±0, Erf(±Inf) is ±1, Erf(NaN) is NaN. dst is src itself or
// disjoint from it; both have one length.
func Erf[T Float](dst, src []T) {
	checkMap("Erf", dst, src)
	dispatchErf(active, dst, src)
}

func erfGo[T Float](dst, src []T) {
	for i, x := range src {
		dst[i] = erf(x)
	}
}

// erf is x + x·P(x²) near 0 and ±(1 − e^L(|x|)) elsewhere.
func erf[T Float](x T) T {
	a := abs(x)
	if !(a > pick[T](erfNear32, erfNear64)) {
		return fma(horner(T(x*x), erfNearCoef32, erfNearCoef64), x, x)
	}
	a = min(a, pick[T](4, 6)) // from there on it rounds to 1
	var l T
	if isFloat32[T]() {
		l = horner(a, erfFarCoef32, nil)
	} else {
		l = horner(a-2, nil, erfFarCoef64)
	}
	t, r := reduceExp(l)
	return copysign(fma(-pow2(t), horner(r, expCoef32, expCoef64), 1), x)
}

// reduceExp returns t = n + magic and r with x = n·ln 2 + r.
func reduceExp[T Float](x T) (t, r T) {
	t = fma(x, log2e, pick[T](magic32, magic64))
	n := t - pick[T](magic32, magic64)
	r = fma(n, pick[T](-ln2Hi32, -ln2Hi64), x)
	return t, fma(n, pick[T](-ln2Lo32, -ln2Lo64), r)
}

// Coefficients of P and of L(a) = ln(1 − erf a), for float64 in a − 2: those
// for float32 are N. Juffa's (forums.developer.nvidia.com, "A more accurate,
// performance-competitive implementation of erff", 2018), those for float64
// from a least-squares fit that takes in the rounded coefficients one by one
// (errors 2^-56.3 and 2^-56).
const erfNear32, erfNear64 = 475. / 512, 1

var (
	erfNearCoef32 = []float32{-0x1.38ep-11, 0x1.471a58p-8, -0x1.b691b2p-6, 0x1.ce1c44p-4, -0x1.8127p-2, 0x1.06eba8p-3}
	erfNearCoef64 = []float64{-0x1.0aaf4b4e449f9p-35, 0x1.2277b3f406afep-32, -0x1.e14f8c940148ep-30, 0x1.0e6006693055ep-26,
		-0x1.61c337f1e1baap-23, 0x1.ba20dbaf3113bp-20, -0x1.f4d6525e15efbp-17, 0x1.f9a35712a471ap-14,
		-0x1.c02db59032de9p-11, 0x1.565bcd1705b93p-8, -0x1.b82ce312c3fa7p-6, 0x1.ce2f21a043a4cp-4,
		-0x1.812746b037a01p-2, 0x1.06eba8214db69p-3}

	erfFarCoef32 = []float32{-0x1.22p-16, 0x1.91cfb2p-12, -0x1.fd1438p-9, 0x1.8d6342p-6, -0x1.b55cb8p-4, -0x1.450aap-1, -0x1.20f3a2p+0, 0}
	erfFarCoef64 = []float64{0x1.28861f25c5bf9p-40, -0x1.6678ad3fe1995p-37, 0x1.48d113350702cp-35, -0x1.76e21cd360b29p-35, -0x1.2e027b6bcc9f5p-32, 0x1.5ccb47fba68dp-29, -0x1.df4e5bcec3a2dp-27, 0x1.f07e40b5ec6d8p-25, -0x1.73f507f0b3c02p-23, 0x1.b5506316f1076p-23, 0x1.0604e325012dbp-19, -0x1.5b6571d3d23fbp-16, 0x1.1bc3a55c0d894p-13, -0x1.7ffcfb4a37956p-11, 0x1.d406b374f658ep-9, -0x1.0dc3b5fb083bbp-6, -0x1.d8f5dece9241ap-1, -0x1.1ac3258a8dc31p+2, -0x1.575b329b1f516p+2}

	expCoef32 = []float32{0x1.694c9cp-10, 0x1.12398p-7, 0x1.555a26p-5, 0x1.555492p-3, 0x1.fffffap-2, 1, 1}
	expCoef64 = []float64{0x1.ad92ff4c50223p-26, 0x1.28ae00ae240bp-22, 0x1.71df18e74ac01p-19, 0x1.a019995b5d1d4p-16,
		0x1.a01a012ff004p-13, 0x1.6c16c1847815bp-10, 0x1.1111111126b36p-7, 0x1.55555555506b9p-5,
		0x1.55555555554fep-3, 0x1.000000000000ap-1, 1, 1}
)
