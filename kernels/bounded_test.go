package kernels

import (
	"flag"
	"slices"
	"testing"
	"time"
)

var timeCalls = flag.Bool("calls", false, "print the longest assembly call of each kernel (make calls)")

// callElements are those of one assembly call of a loop over slices, at most.
const callElements = 8192

// TestCalls prints how long the longest call of each kernel into assembly
// takes, from memory that is in no cache. Nothing is asserted: a shared machine
// may take any time.
func TestCalls(t *testing.T) {
	if !*timeCalls {
		t.Skip("prints times only with -calls: make calls")
	}
	both(t, testCalls[float32], testCalls[float64])
}

func testCalls[T Float](t *testing.T) {
	const n = callElements
	cold := make([]float64, 16<<20)
	type timing struct {
		name string
		d    time.Duration
	}
	for _, l := range assembly() {
		var all []timing
		for _, r := range rows[T]() {
			s := make([][]T, r.out+r.in)
			for i := range s {
				s[i] = make([]T, n)
				fill(&values{r: Philox{Seed: uint64(i)}}, s[i], false)
			}
			best := time.Hour // of a few, since others share the machine
			for range 4 {
				for i := range cold {
					cold[i]++
				}
				start := time.Now()
				r.run(l, s)
				best = min(best, time.Since(start))
			}
			all = append(all, timing{r.name, best})
		}
		slices.SortFunc(all, func(a, b timing) int { return int(b.d - a.d) })
		for _, a := range all[:5] {
			t.Logf("%v: %s %v", l, a.name, a.d)
		}
	}
}
