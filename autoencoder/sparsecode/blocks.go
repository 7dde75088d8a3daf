package sparsecode

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// blockRows is how many rows a goroutine takes at a time. No result depends on it.
const blockRows = 64

// eachBlock calls f for every block of n rows, on up to GOMAXPROCS goroutines.
func eachBlock(n int, f func(lo, hi int)) {
	blocks := (n + blockRows - 1) / blockRows
	var next atomic.Int64
	run := func() {
		for {
			b := int(next.Add(1)) - 1
			if b >= blocks {
				return
			}
			f(b*blockRows, min((b+1)*blockRows, n))
		}
	}
	var wait sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), blocks) - 1 {
		wait.Go(run)
	}
	run()
	wait.Wait()
}
