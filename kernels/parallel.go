package kernels

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// parallelWork is the number of multiplications from which a product is
// shared among goroutines: several times what waking one costs.
const parallelWork = 1 << 22

// run computes the product, in parts if it is large. The larger of m and n is
// split, never k, so an element is computed as it would be alone.
func (g *gemmArgs[T]) run(m, n, k int) {
	parts := 1
	if !g.serial && float64(m)*float64(n)*float64(k) >= parallelWork {
		parts = runtime.GOMAXPROCS(0)
	}
	if parts == 1 {
		g.block()
		return
	}
	tl := gemmTile[T](g.level)
	t := getGemmTask[T]()
	defer t.put()
	t.gemmArgs, t.byRows = *g, m > n
	t.total, t.step = n, tl.cols
	if t.byRows {
		t.total, t.step = m, tl.rows
	}
	tiles := (t.total + t.step - 1) / t.step
	t.step *= (tiles + parts - 1) / parts
	share(t, (t.total+t.step-1)/t.step)
}

// gemmTask is a product that several goroutines share.
type gemmTask[T Float] struct {
	gemmArgs[T]
	byRows      bool
	total, step int
	parts       taskParts
}

var gemmTasks [2]sync.Pool // by element type

func getGemmTask[T Float]() *gemmTask[T] {
	if t, ok := gemmTasks[poolIndex[T]()].Get().(*gemmTask[T]); ok {
		return t
	}
	return new(gemmTask[T])
}

func (t *gemmTask[T]) put() {
	t.gemmArgs = gemmArgs[T]{}
	gemmTasks[poolIndex[T]()].Put(t)
}

func (t *gemmTask[T]) state() *taskParts { return &t.parts }

// part computes rows or columns i·step … (i+1)·step.
func (t *gemmTask[T]) part(i int) {
	g := t.gemmArgs
	lo, hi := i*t.step, min((i+1)*t.step, t.total)
	if t.byRows {
		g.c = g.c.RowRange(lo, hi)
		if g.transA {
			g.a = g.a.colRange(lo, hi)
		} else {
			g.a = g.a.RowRange(lo, hi)
		}
	} else {
		g.c = g.c.colRange(lo, hi)
		if g.transB {
			g.b = g.b.RowRange(lo, hi)
		} else {
			g.b = g.b.colRange(lo, hi)
		}
		if g.bias != nil {
			g.bias = g.bias[lo:hi]
		}
	}
	g.block()
}

func (m Matrix[T]) colRange(lo, hi int) Matrix[T] {
	return Matrix[T]{Rows: m.Rows, Cols: hi - lo, Stride: m.Stride, Data: m.Data[lo:]}
}

// A task's parts may run at once, in any order.
type task interface {
	part(i int)
	state() *taskParts
}

// taskParts counts the parts of a task that are not done.
type taskParts struct {
	left atomic.Int32
	wait sync.WaitGroup
}

type job struct {
	task task
	i    int
}

func (j job) run() {
	j.task.part(j.i)
	s := j.task.state()
	s.left.Add(-1)
	s.wait.Done()
}

// spins is how often a worker looks for its next job before it parks: about
// 20 µs. A caller looks longer whether its parts are done, since they are even
// and being computed now, and waking it would cost more than the difference.
const (
	spins     = 20_000
	waitSpins = 20 * spins
)

const maxWorkers = 256

var (
	jobs    = make(chan job, 64)
	workers atomic.Int32
)

// share runs the parts of t on this goroutine and on as many workers as
// GOMAXPROCS leaves, and returns when all are done. Workers live as long as
// the program and wait on a channel; there are never more than GOMAXPROCS has
// been.
func share(t task, parts int) {
	for want := min(int32(runtime.GOMAXPROCS(0))-1, maxWorkers); ; {
		n := workers.Load()
		if n >= want {
			break
		}
		if workers.CompareAndSwap(n, n+1) {
			go work()
		}
	}
	s := t.state()
	s.left.Store(int32(parts))
	s.wait.Add(parts)
	for i := 1; i < parts; i++ {
		j := job{t, i}
		select {
		case jobs <- j:
		default: // all are busy with other products
			j.run()
		}
	}
	job{t, 0}.run()
	// What no worker has taken yet, this goroutine does, whosever it is, so
	// that products in several goroutines cannot wait for one another.
	for {
		j, ok := poll()
		if !ok {
			break
		}
		j.run()
	}
	for i := 0; i < waitSpins && s.left.Load() > 0; i++ {
	}
	s.wait.Wait()
}

// poll returns a job if there is one.
func poll() (job, bool) {
	select {
	case j := <-jobs:
		return j, true
	default:
		return job{}, false
	}
}

// work runs jobs, for ever. After each it looks for the next for a while, since
// training multiplies again soon, and then parks.
func work() {
	for {
		j := <-jobs
		for i := 0; i < spins; i++ {
			if j.task != nil {
				j.run()
				j, i = job{}, 0
			}
			if len(jobs) > 0 {
				j, _ = poll()
			}
		}
		if j.task != nil {
			j.run()
		}
	}
}
