//go:build race

package kernels

import (
	"runtime"
	"unsafe"
)

const raceEnabled = true

// The race detector does not see into assembly, so kernels tell it what they
// read and write.

func raceRead[T Float](s []T) {
	if len(s) > 0 {
		runtime.RaceReadRange(unsafe.Pointer(&s[0]), len(s)*int(unsafe.Sizeof(s[0])))
	}
}

// raceRead2 is one call, so that Dot is small enough to be inlined.
func raceRead2[T Float](x, y []T) {
	raceRead(x)
	raceRead(y)
}

func raceWrite[T Float](s []T) {
	if len(s) > 0 {
		runtime.RaceWriteRange(unsafe.Pointer(&s[0]), len(s)*int(unsafe.Sizeof(s[0])))
	}
}

func raceWrite32(s []uint32) {
	if len(s) > 0 {
		runtime.RaceWriteRange(unsafe.Pointer(&s[0]), len(s)*4)
	}
}
