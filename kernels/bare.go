package kernels

import "math"

// The bare kernels do no arithmetic: with one source and with two, they are
// what the loops, loads and stores of the elementwise kernels cost, for
// benchmarks to compare with.

func bare1Go[T Float](dst, src []T) { copy(dst, src) }

func bare2Go[T Float](dst, x, y []T) {
	for i, v := range x {
		if isFloat32[T]() {
			dst[i] = T(math.Float32frombits(math.Float32bits(float32(v)) | math.Float32bits(float32(y[i]))))
		} else {
			dst[i] = T(math.Float64frombits(math.Float64bits(float64(v)) | math.Float64bits(float64(y[i]))))
		}
	}
}
