package harness

import (
	"runtime"
	"time"
)

// turn is a contestant or the roof, ready to run.
type turn struct {
	threads int
	run     func(calls int)
	time    func(calls int) time.Duration
	calls   int
}

// take runs the turn and returns how long it took. Threads are limited by
// GOMAXPROCS alone: locking the goroutine to its thread as well would charge a
// contestant that hands work to other goroutines for switching threads.
func (t *turn) take(o Options) time.Duration {
	if runtime.GOMAXPROCS(0) != t.threads { // setting it stops the world
		runtime.GOMAXPROCS(t.threads)
	}
	if t.time != nil {
		return max(t.time(t.calls), 1)
	}
	start := o.Now()
	t.run(t.calls)
	return max(o.Now().Sub(start), 1)
}

// calibrate finds how many calls fill a turn of the given length, and returns
// how long the turn is then, or that a single call takes too long.
func (t *turn) calibrate(o Options, length time.Duration) (took time.Duration, ok bool) {
	t.calls = 1
	if took = t.take(o); minRounds*took > o.Limit { // this call also warms up
		return took, false
	}
	for {
		// The shorter of two: an interrupted turn must not end the search.
		took = min(t.take(o), t.take(o))
		if took >= length {
			return took, true
		}
		grow := min(1.1*float64(length)/float64(took), 100)
		t.calls = max(t.calls+1, int(grow*float64(t.calls)))
	}
}
