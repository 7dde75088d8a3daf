package kernels

import "fmt"

// roofSums is the number of FMAs in a round of the roof's loop.
const roofSums = 12

// PeakFMA runs rounds rounds of independent fused multiply-adds between
// registers on the implementation with the given name, and returns how many
// multiply-adds of single elements that was. Their rate is the roof of every
// product and polynomial on this machine: benchmarks print it beside their
// own. The generic implementation has no such loop.
func PeakFMA[T Float](implementation string, rounds int) (int, error) {
	l, err := choose(available, implementation)
	if err != nil || implementation == "" {
		return 0, fmt.Errorf("kernels: PeakFMA: no implementation %q here, only %v", implementation, Implementations())
	}
	const bounded = 10000 // rounds of one assembly call, about 30 µs
	lanes := 0
	for n := rounds; n > 0; n -= bounded {
		if lanes = dispatchRoof[T](l, min(n, bounded)); lanes == 0 {
			return 0, fmt.Errorf("kernels: PeakFMA: %s has no vector instructions", l)
		}
	}
	return rounds * roofSums * lanes, nil
}
