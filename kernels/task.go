package kernels

import "runtime"

// A Task is work in parts that may run at once, in any order, on the goroutines that
// large products are shared among. It is made once and run many times, without
// allocation. For results that do not depend on GOMAXPROCS, no part may depend on
// another, and the division into parts must not depend on it where an element's
// computation does.
//
// Parts that multiply should use GemmSerial and GemmBiasSerial: the other cores are
// taken already.
type Task struct {
	f     func(part int)
	parts taskParts
}

// NewTask returns a task whose part i is f(i). f must not panic: other parts may be
// running.
func NewTask(f func(part int)) *Task { return &Task{f: f} }

// Run runs parts 0 to parts−1 on this goroutine, from the first on, and on as many
// others as GOMAXPROCS leaves, some of them from the last on, and returns when all are
// done: what is short comes best in the middle. A task is run by one goroutine at a
// time.
func (t *Task) Run(parts int) {
	if parts > 1 && runtime.GOMAXPROCS(0) > 1 {
		share(t, parts, true)
		return
	}
	t.RunSerial(parts)
}

// RunSerial is Run in the calling goroutine alone, which is faster for small parts.
func (t *Task) RunSerial(parts int) {
	for i := range parts {
		t.f(i)
	}
}

func (t *Task) part(i int)        { t.f(i) }
func (t *Task) state() *taskParts { return &t.parts }

// GemmSerial is Gemm in the calling goroutine alone, whatever the product's size.
func GemmSerial[T Float](transA, transB bool, alpha T, a, b Matrix[T], beta T, c Matrix[T]) {
	s := checkGemm("GemmSerial", transA, transB, &a, &b, &c)
	if s.small(transA, transB, alpha, &a, &b, beta, &c, nil, ActIdentity) {
		return
	}
	g := gemmArgs[T]{level: active, transA: transA, transB: transB, alpha: alpha, a: a, b: b, c: c, serial: true}
	g.runBeta(beta)
}

// GemmBiasSerial is GemmBias in the calling goroutine alone, whatever the product's
// size.
func GemmBiasSerial[T Float](transA, transB bool, alpha T, a, b Matrix[T], bias []T, act Activation, c Matrix[T]) {
	s := checkGemmBias("GemmBiasSerial", transA, transB, &a, &b, bias, act, &c)
	if s.small(transA, transB, alpha, &a, &b, 0, &c, bias, act) {
		return
	}
	g := gemmArgs[T]{level: active, transA: transA, transB: transB, alpha: alpha, a: a, b: b, c: c, bias: bias, act: act, serial: true}
	g.runBeta(0)
}
