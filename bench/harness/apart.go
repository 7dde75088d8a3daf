package harness

import (
	"runtime"
	"sync/atomic"
	"time"
)

// CoresApart is how long a cache line takes from one core to another and back: under
// 100 ns within a group of cores that share a cache, several times as long beyond,
// and a virtual machine may move its cores from one to the other at any time. It
// is 0 where there is one core.
func CoresApart() time.Duration {
	const trips = 2000
	if runtime.NumCPU() == 1 {
		return 0
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(2))
	var line atomic.Int64
	done := make(chan struct{})
	go func() {
		runtime.LockOSThread() // begins a thread, which gets a core of its own
		for from := int64(1); from < 2*trips; from += 2 {
			for line.Load() != from {
			}
			line.Store(from + 1)
		}
		close(done)
	}()
	trip := func(from int64) {
		line.Store(from + 1)
		for line.Load() == from+1 {
		}
	}
	trip(0) // before the clock runs: the other is there
	start := time.Now()
	for from := int64(2); from < 2*trips; from += 2 {
		trip(from)
	}
	took := time.Since(start)
	<-done
	return took / (trips - 1)
}
