package kernels

import (
	"math"
	"unsafe"
)

// isFloat32 tells which of its two types T is. Each instantiation has its own
// code, in which this is a constant.
func isFloat32[T Float]() bool { return unsafe.Sizeof(T(0)) == 4 }

// f32 and f64 name a slice by its element type once isFloat32 has told it.
func f32[T Float](s []T) []float32 {
	return *(*[]float32)(unsafe.Pointer(&s)) // unsafe.Slice would check the length
}

func f64[T Float](s []T) []float64 {
	return *(*[]float64)(unsafe.Pointer(&s))
}

// maxLanes is the number of virtual lanes of a float32 reduction; float64 has
// half as many. Four ZMM, eight YMM or sixteen NEON registers hold either.
const maxLanes = 64

func lanes[T Float]() int {
	if isFloat32[T]() {
		return maxLanes
	}
	return maxLanes / 2
}

// sumLanes adds the lanes of a reduction in the one order that every
// implementation uses: the upper half onto the lower, until one is left.
func sumLanes[T Float](acc *[maxLanes]T) T {
	for w := lanes[T]() / 2; w > 0; w /= 2 {
		for i := range w {
			acc[i] += acc[i+w]
		}
	}
	return acc[0]
}

// fma returns x·y + z, rounded once.
func fma[T Float](x, y, z T) T {
	if isFloat32[T]() {
		return T(fma32(float32(x), float32(y), float32(z)))
	}
	return T(math.FMA(float64(x), float64(y), float64(z)))
}

// fma32 returns x·y + z, rounded once to float32. The product of two float32
// is exact in float64, so only the sum needs care: rounding it to float64 and
// then to float32 rounds twice, which is wrong where the first rounding lands
// on the midpoint of two float32.
func fma32(x, y, z float32) float32 {
	p := float64(x) * float64(y)
	s := p + float64(z)
	// Away from a midpoint, and with a normal float32 as its result, the second
	// rounding decides as the exact sum would.
	b := math.Float64bits(s)
	if e := b >> 52 & 0x7ff; e >= 1023-126 && e < 1023+127 && b&(1<<29-1) != 1<<28 {
		return float32(s)
	}
	return fma32Slow(p, float64(z))
}

// fma32Slow adds p and z with rounding to odd, after which the conversion to
// float32 rounds correctly, for subnormal results too (Boldo & Melquiond,
// "Emulation of FMA and correctly rounded sums", IEEE TC 57, 2008).
func fma32Slow(p, z float64) float32 {
	s := p + z
	if math.IsInf(s, 0) || math.IsNaN(s) || s == 0 {
		return float32(s)
	}
	// TwoSum (Knuth): s + e is exactly p + z.
	t := s - p
	e := (p - (s - t)) + (z - t)
	b := math.Float64bits(s)
	if e != 0 && b&1 == 0 {
		if (e > 0) == (s > 0) {
			b++
		} else {
			b--
		}
	}
	return float32(math.Float64frombits(b))
}

// leastNormal returns the least positive normal number.
func leastNormal[T Float]() T {
	if isFloat32[T]() {
		return 0x1p-126
	}
	return T(0x1p-1022)
}

func sqrt[T Float](x T) T { return T(math.Sqrt(float64(x))) }

func abs[T Float](x T) T { return T(math.Abs(float64(x))) }
