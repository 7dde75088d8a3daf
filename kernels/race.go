//go:build race

package kernels

const raceEnabled = true

// The race detector does not see into assembly, so kernels tell it what they
// read and write.

func raceRead[T Float](s []T) { raceReadAny(s) }

// raceRead2 is one call, so that Dot is small enough to be inlined.
func raceRead2[T Float](x, y []T) {
	raceRead(x)
	raceRead(y)
}

func raceWrite[T Float](s []T) { raceWriteAny(s) }

func raceWrite32(s []uint32) { raceWriteAny(s) }
