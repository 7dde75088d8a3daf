package kernels

import (
	"fmt"
	"runtime"

	"github.com/lamina-go/lamina/internal/keep"
)

// GemmBatch is: for i := range c { Gemm(transA, transB, alpha, a[i], b[i],
// beta, c[i]) }: many products, small ones shared among up to GOMAXPROCS
// goroutines by whole products. The matrices of c are disjoint from each
// other and from all operands. GemmBatch panics where Gemm does, and on
// numbers of matrices that differ, before it computes anything.
func GemmBatch[T Float](transA, transB bool, alpha T, a, b []Matrix[T], beta T, c []Matrix[T]) {
	if len(a) != len(c) || len(b) != len(c) {
		panic(fmt.Sprintf("kernels: GemmBatch: %d matrices A, %d B, %d C", len(a), len(b), len(c)))
	}
	work, large := 0.0, false
	for i := range c {
		s := checkGemm("GemmBatch", transA, transB, &a[i], &b[i], &c[i])
		w := float64(s.m) * float64(s.n) * float64(s.k)
		work += w
		large = large || w >= parallelWork
	}
	t := getBatch[T]()
	defer t.put()
	t.transA, t.transB, t.alpha, t.beta = transA, transB, alpha, beta
	t.a, t.b, t.c, t.parts = a, b, c, 1
	// A large product is shared out by itself.
	wake := false
	if work >= parallelWork && !large {
		var ok bool
		if wake, ok = help(work >= wakingWork); ok {
			t.parts = min(runtime.GOMAXPROCS(0), len(c))
		} else {
			defer done()
		}
	}
	if t.parts == 1 {
		t.part(0)
		return
	}
	share(t, t.parts, wake)
}

// gemmBatch is a task whose parts are ranges of products.
type gemmBatch[T Float] struct {
	transA, transB bool
	alpha, beta    T
	a, b, c        []Matrix[T]
	parts          int
	shared         taskParts
}

func (t *gemmBatch[T]) state() *taskParts { return &t.shared }

func (t *gemmBatch[T]) part(i int) {
	n := len(t.c)
	for j := n * i / t.parts; j < n*(i+1)/t.parts; j++ {
		g := gemmArgs[T]{level: active, transA: t.transA, transB: t.transB, alpha: t.alpha, a: t.a[j], b: t.b[j], c: t.c[j]}
		m, n, k := g.shape()
		if !(product[T]{m, n, k}).small(t.transA, t.transB, t.alpha, &g.a, &g.b, t.beta, &g.c, nil, ActIdentity) {
			g.runBeta(t.beta)
		}
	}
}

var (
	gemmBatches32 keep.List[gemmBatch[float32]]
	gemmBatches64 keep.List[gemmBatch[float64]]
)

func getBatch[T Float]() *gemmBatch[T] {
	if t := keep.Of[gemmBatch[T]](&gemmBatches32, &gemmBatches64).Get(); t != nil {
		return t
	}
	return new(gemmBatch[T])
}

func (t *gemmBatch[T]) put() {
	t.a, t.b, t.c = nil, nil, nil
	keep.Of[gemmBatch[T]](&gemmBatches32, &gemmBatches64).Put(t)
}
