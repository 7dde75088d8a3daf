package kernels

import (
	"runtime"
	"sync"
)

// parallelWork is the number of multiplications from which a product is
// shared among goroutines: about ten times what waking one costs.
const parallelWork = 1 << 21

// run computes the product, in parts if it is large. The larger of m and n is
// split, never k, so an element is computed as it would be alone.
func (g *gemmArgs[T]) run(m, n, k int) {
	parts := 1
	if float64(m)*float64(n)*float64(k) >= parallelWork {
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
	wait        sync.WaitGroup
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

func (t *gemmTask[T]) group() *sync.WaitGroup { return &t.wait }

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
	group() *sync.WaitGroup
}

type job struct {
	task task
	i    int
}

func (j job) run() {
	j.task.part(j.i)
	j.task.group().Done()
}

var (
	jobs       = make(chan job, 64)
	workers    int
	workersMu  sync.Mutex
	maxWorkers = 256
)

// share runs the parts of t on this goroutine and on as many workers as
// GOMAXPROCS leaves, and returns when all are done. Workers live as long as
// the program and wait on a channel; there are never more than GOMAXPROCS has
// been.
func share(t task, parts int) {
	workersMu.Lock()
	for workers < min(runtime.GOMAXPROCS(0)-1, maxWorkers) {
		workers++
		go work()
	}
	workersMu.Unlock()
	t.group().Add(parts)
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
		select {
		case j := <-jobs:
			j.run()
			continue
		default:
		}
		break
	}
	t.group().Wait()
}

func work() {
	for j := range jobs {
		j.run()
	}
}
