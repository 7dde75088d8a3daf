package kernels

import (
	"fmt"
	"unsafe"
)

// overlaps tells whether x and y share memory.
func overlaps[T Float](x, y []T) bool {
	if len(x) == 0 || len(y) == 0 {
		return false
	}
	a, b := uintptr(unsafe.Pointer(&x[0])), uintptr(unsafe.Pointer(&y[0]))
	size := unsafe.Sizeof(T(0))
	return a < b+uintptr(len(y))*size && b < a+uintptr(len(x))*size
}

// clashes tells whether x and y share memory without being the same slice.
func clashes[T Float](x, y []T) bool {
	return overlaps(x, y) && &x[0] != &y[0]
}

// The checks below are small enough to inline: what is rare, and builds a
// message, is in functions of its own.

func checkMap[T Float](op string, dst, src []T) {
	if len(dst) != len(src) || clashes(dst, src) {
		panicLength(op, len(dst), len(src))
	}
	raceRead(src)
	raceWrite(dst)
}

func checkMap2[T Float](op string, dst, x, y []T) {
	if len(dst) != len(x) || len(dst) != len(y) || clashes(dst, x) || clashes(dst, y) {
		panicLength(op, len(dst), len(x), len(y))
	}
	raceRead(x)
	raceRead(y)
	raceWrite(dst)
}

func checkUpdate[T Float](op string, y, x []T) {
	if len(x) != len(y) || clashes(x, y) {
		panicLength(op, len(y), len(x))
	}
	raceRead(x)
	raceWrite(y)
}

func checkRead[T Float](_ string, x []T) { raceRead(x) }

func checkRead2[T Float](op string, x, y []T) {
	if len(x) != len(y) {
		panicLength(op, len(x), len(y))
	}
	raceRead(x)
	raceRead(y)
}

func checkJacobian[T Float](op string, h, w, s, dh []T) {
	if len(w) != len(h) || len(s) != len(h) || len(dh) != len(h) {
		panic(fmt.Sprintf("kernels: %s: lengths h %d, w %d, s %d, dh %d differ", op, len(h), len(w), len(s), len(dh)))
	}
	if overlaps(s, h) || overlaps(s, w) || overlaps(dh, h) || overlaps(dh, w) || overlaps(s, dh) {
		panic(fmt.Sprintf("kernels: %s: s or dh overlaps another slice", op))
	}
	raceRead(h)
	raceRead(w)
}

// panicLength reports lengths that differ or, if they do not, an overlap.
func panicLength(op string, lens ...int) {
	for _, n := range lens {
		if n != lens[0] {
			panic(fmt.Sprintf("kernels: %s: slice lengths differ: %d", op, lens))
		}
	}
	panic(fmt.Sprintf("kernels: %s: slices overlap without being the same", op))
}
