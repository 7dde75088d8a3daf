package kernels

import (
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// A task's parts may run at once, in any order.
type task interface {
	part(i int)
	state() *taskParts
}

// taskParts are the parts of a task: goroutines take one after another, so that
// who comes late finds less to do, or nothing, but is never waited for. Who runs the
// task takes them from the first on and workers in turns from the last and from the
// first on: so in a task that is run again and again, most parts find their data in
// the caches of the core where they ran before.
type taskParts struct {
	open atomic.Uint64 // the end of those that are not taken, shifted, and their begin
	left atomic.Int32  // not done
	wait sync.WaitGroup
}

const openShift = 32

// begin opens a task that nobody is at work on. Whatever its parts read must have
// been written before: workers that were asked for help with an earlier run of
// the task may still come, and help with this one.
func (s *taskParts) begin(parts int) {
	s.left.Store(int32(parts))
	s.wait.Add(parts)
	s.open.Store(uint64(parts) << openShift)
}

// runParts runs parts of t, the last or the first first, until all are taken.
func runParts(t task, last bool) {
	s := t.state()
	for {
		v := s.open.Load()
		i, end := v&(1<<openShift-1), v>>openShift
		if i >= end {
			return
		}
		rest := v + 1
		if last {
			i, rest = end-1, v-1<<openShift
		}
		if s.open.CompareAndSwap(v, rest) {
			t.part(int(i))
			s.left.Add(-1)
			s.wait.Done()
		}
	}
}

const (
	// spinTime is how long a worker that has nothing to do looks for work before
	// it parks: what waking it costs in a virtual machine, where that is most.
	spinTime = 200 * time.Microsecond
	// idleSpins is how often it looks before others may run: some microseconds.
	idleSpins = 5_000
	// waitSpins is how often a caller looks whether its parts are done before it
	// parks, and yieldSpins how often before others may run.
	waitSpins  = 400_000
	yieldSpins = 1_000
	maxWorkers = 256
)

var (
	invitations = make(chan task, maxWorkers) // to workers that are awake, or on the way
	alarms      = make(chan task)             // to parked ones
	workers     atomic.Int32                  // that there are
	idle        atomic.Int32                  // that look for invitations
	lastDone    atomic.Int64                  // when shareable work was done, since began
	began       = time.Now()
)

// help tells whether a task would find help, and whether parked workers are to be
// woken for it: for large tasks, and for those that follow others closely, since
// then they will stay awake.
func help(large bool) (wake, ok bool) {
	wake = large || time.Since(began)-time.Duration(lastDone.Load()) < spinTime
	return wake, wake || idle.Load() > 0
}

// share runs the parts of t on this goroutine and on as many workers as GOMAXPROCS
// leaves, and returns when all are done. Workers live as long as the program;
// there are never more than GOMAXPROCS has been.
func share(t task, parts int, wake bool) {
	s := t.state()
	s.begin(parts)
	invite(t, parts-1, wake)
	runParts(t, false)
	// The rest is being computed, and parts are even.
	for i := 1; i < waitSpins && s.left.Load() > 0; i++ {
		if i%yieldSpins == 0 {
			runtime.Gosched()
		}
	}
	s.wait.Wait()
	done()
}

// done tells later calls of help that work which might have been shared is done.
func done() { lastDone.Store(int64(time.Since(began))) }

// invite asks up to n workers to help with t: those that look for work and then, if
// wake, new and parked ones.
func invite(t task, n int, wake bool) {
	most := min(runtime.GOMAXPROCS(0)-1, maxWorkers)
	n = min(n, most)
	for free := int(idle.Load()); n > 0 && free > 0; n, free = n-1, free-1 {
		select {
		case invitations <- t:
		default:
			return
		}
	}
	if !wake {
		return
	}
	for ; n > 0; n-- {
		if have := workers.Load(); int(have) < most && workers.CompareAndSwap(have, have+1) {
			go work(t, have%2 == 0)
			continue
		}
		select {
		case alarms <- t:
			continue
		default: // nobody is parked, but who is on the way or at work will look here
		}
		select {
		case invitations <- t:
		default:
			return
		}
		select {
		case alarms <- t: // who parked in this moment
		default:
		}
	}
}

// work helps with t and then with other tasks, for ever.
func work(t task, last bool) {
	for {
		runParts(t, last)
		idle.Add(1)
		start := time.Now()
		for i := 1; ; i++ {
			if len(invitations) > 0 {
				select {
				case t = <-invitations:
					idle.Add(-1)
					runParts(t, last)
					idle.Add(1)
					start = time.Now()
				default: // another worker was faster
				}
			}
			if i%idleSpins == 0 {
				if time.Since(start) > spinTime {
					break
				}
				runtime.Gosched()
			}
		}
		idle.Add(-1)
		select {
		case t = <-invitations: // the last moment's
		default:
			t = <-alarms
		}
	}
}
