package kernels

import "fmt"

// roofSums is the number of operations in a round of the roofs' loops.
const roofSums = 12

// PeakFMA runs rounds rounds of independent fused multiply-adds between
// registers on the implementation with the given name, and returns how many
// multiply-adds of single elements that was. Their rate is the roof of every
// product and polynomial on this machine: benchmarks print it beside their
// own. The generic implementation has no such loop.
func PeakFMA[T Float](implementation string, rounds int) (int, error) {
	return peak("PeakFMA", implementation, rounds, 10000, dispatchRoof[T])
}

// PeakDiv is PeakFMA for divisions: their rate is the divider's, which [Div]
// cannot exceed.
func PeakDiv[T Float](implementation string, rounds int) (int, error) {
	return peak("PeakDiv", implementation, rounds, 400, dispatchRoofDiv[T])
}

// PeakSqrt is PeakFMA for square roots: their rate is what [Sqrt] cannot
// exceed.
func PeakSqrt[T Float](implementation string, rounds int) (int, error) {
	return peak("PeakSqrt", implementation, rounds, 400, dispatchRoofSqrt[T])
}

// peak runs a roof's loop, at most bounded rounds in an assembly call: that is
// some 30 µs.
func peak(op, implementation string, rounds, bounded int, loop func(l level, n int) (lanes int)) (int, error) {
	l, err := choose(available, implementation)
	if err != nil || implementation == "" {
		return 0, fmt.Errorf("kernels: %s: no implementation %q here, only %v", op, implementation, Implementations())
	}
	lanes := 0
	for n := rounds; n > 0; n -= bounded {
		if lanes = loop(l, min(n, bounded)); lanes == 0 {
			return 0, fmt.Errorf("kernels: %s: %s has no vector instructions", op, l)
		}
	}
	return rounds * roofSums * lanes, nil
}
