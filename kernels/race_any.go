//go:build race

package kernels

import (
	"runtime"
	"unsafe"
)

// raceReadAny and raceWriteAny are raceRead and raceWrite for slices that are
// not floats.

func raceReadAny[E any](s []E) {
	if len(s) > 0 {
		runtime.RaceReadRange(unsafe.Pointer(&s[0]), len(s)*int(unsafe.Sizeof(s[0])))
	}
}

func raceWriteAny[E any](s []E) {
	if len(s) > 0 {
		runtime.RaceWriteRange(unsafe.Pointer(&s[0]), len(s)*int(unsafe.Sizeof(s[0])))
	}
}
