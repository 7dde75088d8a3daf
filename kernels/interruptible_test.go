package kernels

import (
	"slices"
	"sync/atomic"
	"testing"
)

// byBlocks are public kernels, and rows of the test table, whose loops call a Go
// function for each call of assembly, of a block or a tile: it is where they can be
// stopped, so that they need not call interruptible. (Bounds of those calls are
// fewCall, gemvCall, smallDepth, argBlock and transposeBlock.)
var byBlocks = []string{"Gemm", "GemmSerial", "GemmBias", "GemmBiasSerial", "GemmBatch", "Syrk", "Transpose", "TopK", "ArgMax", "Index"}

// TestInterruptible: no kernel takes more than callElements in one call of assembly,
// and the runtime can stop it between two.
func TestInterruptible(t *testing.T) {
	both(t, testInterruptible[float32], testInterruptible[float64])
}

func testInterruptible[T Float](t *testing.T) {
	const n, calls = 10 * callElements, 10
	var stops atomic.Int32 // products run on several goroutines
	defer func(old func()) { between = old }(between)
	between = func() { stops.Add(1) }
	check := func(l level, name string, run func()) {
		if slices.Contains(byBlocks, name) {
			return
		}
		stops.Store(0)
		run()
		if got := stops.Load(); got < calls-1 {
			t.Errorf("%s %v of %d elements can be interrupted %d times, want %d", name, l, n, got, calls-1)
		}
	}
	for _, l := range assembly() {
		for _, r := range rows[T]() {
			s := make([][]T, r.out+r.in)
			for i := range s {
				s[i] = make([]T, n)
			}
			check(l, r.name, func() { r.run(l, s) })
		}
		for _, p := range publicCalls[T]() {
			c := &call[T]{memory: onHeap}
			rows, cols := 1, n
			if p.name == "HammingScan" {
				rows, cols = n, 1
			}
			check(l, p.name, func() { onLevel(l, func() { p.run(c, rows, cols) }) })
		}
	}
}
