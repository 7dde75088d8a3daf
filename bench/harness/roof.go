package harness

import "github.com/lamina-go/lamina/kernels"

// Roof is the loop that work is held against.
type Roof struct {
	FMAs float64         // lane-FMAs in one call
	Run  func(calls int) // calls the loop that many times
}

// LaneFMA returns the roof of T at the level with the given name, as in
// kernels.Implementations, or nil if the level has no vector instructions.
func LaneFMA[T kernels.Float](level string) *Roof {
	const rounds = 10000 // some 30 µs
	n, err := kernels.PeakFMA[T](level, 1)
	if err != nil {
		return nil
	}
	return &Roof{
		FMAs: rounds * float64(n),
		Run:  func(calls int) { kernels.PeakFMA[T](level, calls*rounds) },
	}
}
