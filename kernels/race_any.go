//go:build race

package kernels

import (
	"runtime"
	"unsafe"
)

// onReport is told of reports, for a test.
var onReport func(at unsafe.Pointer, n int, write bool)

// raceReadAny and raceWriteAny are raceRead and raceWrite for slices that are
// not floats, too.

func raceReadAny[E any](s []E) {
	if len(s) == 0 {
		return
	}
	at, n := unsafe.Pointer(&s[0]), len(s)*int(unsafe.Sizeof(s[0]))
	if onReport != nil {
		onReport(at, n, false)
	}
	runtime.RaceReadRange(at, n)
}

func raceWriteAny[E any](s []E) {
	if len(s) == 0 {
		return
	}
	at, n := unsafe.Pointer(&s[0]), len(s)*int(unsafe.Sizeof(s[0]))
	if onReport != nil {
		onReport(at, n, true)
	}
	runtime.RaceWriteRange(at, n)
}
