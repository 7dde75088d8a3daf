package kernels

import (
	"fmt"
	"math"
)

// Bare copies x to dst or, with two or three sources, joins their bits by or.
// It is what the loops, loads and stores of an elementwise kernel cost, for
// benchmarks to compare with; see also [PeakFMA]. dst is a source itself or
// disjoint from it; all have one length.
func Bare[T Float](dst []T, x ...[]T) {
	for _, s := range x {
		checkMap("Bare", dst, s)
	}
	switch len(x) {
	case 1:
		dispatchBare1(active, dst, x[0])
	case 2:
		dispatchBare2(active, dst, x[0], x[1])
	case 3:
		dispatchBare3(active, dst, x[0], x[1], x[2])
	default:
		panic(fmt.Sprintf("kernels: Bare: %d sources, not 1 to 3", len(x)))
	}
}

func bare1Go[T Float](dst, src []T) { copy(dst, src) }

func bare2Go[T Float](dst, x, y []T) {
	for i, v := range x {
		dst[i] = orBits(v, y[i])
	}
}

func bare3Go[T Float](dst, x, y, z []T) {
	for i, v := range x {
		dst[i] = orBits(orBits(v, y[i]), z[i])
	}
}

func orBits[T Float](x, y T) T {
	if isFloat32[T]() {
		return T(math.Float32frombits(math.Float32bits(float32(x)) | math.Float32bits(float32(y))))
	}
	return T(math.Float64frombits(math.Float64bits(float64(x)) | math.Float64bits(float64(y))))
}
