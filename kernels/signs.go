package kernels

import "fmt"

// PackSigns sets bit i%64 of dst[i/64] where x[i] > 0, and clears it where x[i]
// is negative, ±0 or NaN. dst has (len(x)+63)/64 words, of which the last has
// zeros above; dst and x are disjoint.
func PackSigns[T Float](dst []uint64, x []T) {
	if len(dst) != (len(x)+63)/64 {
		panic(fmt.Sprintf("kernels: PackSigns: dst has %d words, want %d for %d bits", len(dst), (len(x)+63)/64, len(x)))
	}
	checkDisjoint("PackSigns", dst, x)
	raceRead(x)
	raceWriteAny(dst)
	packSigns(active, dst, x)
}

func packSigns[T Float](l level, dst []uint64, x []T) {
	if isFloat32[T]() {
		dispatchPackSignsF32(l, dst, f32(x))
	} else {
		dispatchPackSignsF64(l, dst, f64(x))
	}
}

func packSignsF32Go(dst []uint64, src []float32) { packSignsGo(dst, src) }
func packSignsF64Go(dst []uint64, src []float64) { packSignsGo(dst, src) }

func packSignsGo[T Float](dst []uint64, src []T) {
	for i := range dst {
		var w uint64
		for j, v := range src[64*i : min(64*i+64, len(src))] {
			if v > 0 {
				w |= 1 << j
			}
		}
		dst[i] = w
	}
}
