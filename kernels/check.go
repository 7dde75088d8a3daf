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

// clashes tells whether x and y, of one length, share memory without being the
// same slice.
func clashes[T Float](x, y []T) bool {
	d := uintptr(unsafe.Pointer(unsafe.SliceData(x))) - uintptr(unsafe.Pointer(unsafe.SliceData(y)))
	size := uintptr(len(x)) * unsafe.Sizeof(T(0))
	return d != 0 && (d < size || -d < size)
}

// The checks below are small enough to inline: what is rare, and builds a
// message, is in functions of its own.

func checkMap[T Float](op string, dst, src []T) {
	if len(dst) != len(src) || clashes(dst, src) {
		panic(misuse{op, len(dst), len(src), none})
	}
	raceRead(src)
	raceWrite(dst)
}

func checkMap2[T Float](op string, dst, x, y []T) {
	if len(dst) != len(x) || len(dst) != len(y) || clashes(dst, x) || clashes(dst, y) {
		panic(misuse{op, len(dst), len(x), len(y)})
	}
	raceRead(x)
	raceRead(y)
	raceWrite(dst)
}

func checkUpdate[T Float](op string, y, x []T) {
	if len(x) != len(y) || clashes(x, y) {
		panic(misuse{op, len(y), len(x), none})
	}
	raceRead(x)
	raceWrite(y)
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

// misuse is what the checks above panic with: a value costs less than a call
// against the limit for inlining.
type misuse struct {
	op      string
	a, b, c int // lengths, c none without a third slice
}

const none = -1

func (m misuse) Error() string {
	if m.c == none {
		return lengthMessage(m.op, m.a, m.b)
	}
	return lengthMessage(m.op, m.a, m.b, m.c)
}

func panicLength(op string, lens ...int) { panic(lengthMessage(op, lens...)) }

// lengthMessage tells of lengths that differ or, if they do not, an overlap.
func lengthMessage(op string, lens ...int) string {
	for _, n := range lens {
		if n != lens[0] {
			return fmt.Sprintf("kernels: %s: slice lengths differ: %d", op, lens)
		}
	}
	return fmt.Sprintf("kernels: %s: slices overlap without being the same", op)
}
