package kernels

import (
	"runtime"

	"github.com/lamina-go/lamina/internal/keep"
)

const (
	// parallelWork is the number of multiplications from which a product is
	// shared among goroutines that are awake.
	parallelWork = 1 << 21
	// wakingWork is the number from which it is worth waking one for.
	wakingWork = 1 << 23
)

// run computes the product, in parts if it is large. The larger of m and n is
// split, never k, so an element is computed as it would be alone.
func (g *gemmArgs[T]) run(m, n, k int) {
	work := float64(m) * float64(n) * float64(k)
	if g.serial || work < parallelWork {
		g.block()
		return
	}
	wake, ok := help(work >= wakingWork)
	parts := runtime.GOMAXPROCS(0)
	if !ok || parts == 1 {
		g.block()
		if !ok {
			done()
		}
		return
	}
	tl := gemmTileOf[T](g.level)
	t := getGemmTask[T]()
	defer t.put()
	t.gemmArgs, t.byRows = *g, m > n
	t.total, t.step = n, tl.cols
	if t.byRows {
		t.total, t.step = m, tl.rows
	}
	t.shared = true
	tiles := (t.total + t.step - 1) / t.step
	t.step *= (tiles + parts - 1) / parts
	share(t, (t.total+t.step-1)/t.step, wake)
}

// gemmTask is a product that several goroutines share.
type gemmTask[T Float] struct {
	gemmArgs[T]
	byRows      bool
	total, step int
	parts       taskParts
}

var (
	gemmTasks32 keep.List[gemmTask[float32]]
	gemmTasks64 keep.List[gemmTask[float64]]
)

func getGemmTask[T Float]() *gemmTask[T] {
	if t := keep.Of[gemmTask[T]](&gemmTasks32, &gemmTasks64).Get(); t != nil {
		return t
	}
	return new(gemmTask[T])
}

func (t *gemmTask[T]) put() {
	t.gemmArgs = gemmArgs[T]{}
	keep.Of[gemmTask[T]](&gemmTasks32, &gemmTasks64).Put(t)
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
