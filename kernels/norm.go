package kernels

import "math"

// Nrm2 is the Euclidean norm √Σx², which neither overflows nor underflows on
// the way. With q = Dot(x, x), it is √q if q is finite and at least 2⁻⁶⁴
// (float64: 2⁻⁵¹²), so that squares too small to count are lost at most.
// Otherwise it is 2ᵉ·√Σ(2⁻ᵉ·x)², summed as Dot sums, where e is the exponent
// of the largest |x|, 2ᵉ ≤ |x| < 2ᵉ⁺¹, but from −126 to 126 (−1022 to 1022).
//
// A NaN gives NaN, else an infinity +Inf; zeros and an empty slice give +0.
func Nrm2[T Float](x []T) T {
	raceRead(x)
	return nrm2(active, x)
}

func nrm2[T Float](l level, x []T) T {
	q := dispatchDot(l, x, x)
	least, most := T(0x1p-64), 126
	if !isFloat32[T]() {
		least, most = T(tinySquare64), 1022
	}
	if q >= least && q < inf[T]() {
		return sqrt(q)
	}
	m := dispatchAmax(l, x)
	switch {
	case m <= 0: // zeros, or the −Inf of no element
		return 0
	case m != m || m == inf[T]():
		return m
	}
	_, e := math.Frexp(float64(m)) // of m in [½, 1)
	e = min(max(e-1, -most), most)
	return T(sqrt(dispatchScaledSquares(l, x, powerOf2[T](-e))) * powerOf2[T](e))
}

// tinySquare64 is a variable because no float32 is that small.
var tinySquare64 = 0x1p-512

// powerOf2 returns 2ᵉ, for a normal result.
func powerOf2[T Float](e int) T { return T(math.Float64frombits(uint64(e+1023) << 52)) }

func inf[T Float]() T { return T(math.Inf(1)) }

func scaledSquaresGo[T Float](acc *[maxLanes]T, x []T, alpha T) {
	w := lanes[T]() - 1
	for i, v := range x {
		t := T(alpha * v)
		acc[i&w] = fma(t, t, acc[i&w])
	}
}
