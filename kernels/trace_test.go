package kernels

import (
	"bytes"
	"runtime/pprof"
	"runtime/trace"
	"testing"
)

// TestFramePointers makes ten thousand calls and more while the tracer and the profiler
// unwind stacks by frame pointers, in the midst of assembly too: a kernel that
// overwrites the register crashes the runtime (kelindar/simd did). Each round
// ends with an event whose stack the tracer takes.
func TestFramePointers(t *testing.T) {
	var profile, events bytes.Buffer
	if err := pprof.StartCPUProfile(&profile); err != nil {
		t.Skip(err) // the test binary is being profiled
	}
	defer pprof.StopCPUProfile()
	if err := trace.Start(&events); err != nil {
		t.Skip(err)
	}
	wake, woken := make(chan bool), make(chan bool)
	go func() {
		for range wake {
			woken <- true
		}
	}()
	defer close(wake)
	most := 200_000 // enough for some of the profiler's hundred samples a second
	if testing.Short() {
		most = 10_000
	}
	for calls := 0; calls < most; {
		calls += framePointerCalls[float32]() + framePointerCalls[float64]()
		wake <- true
		<-woken
	}
	trace.Stop() // flushes
	if events.Len() == 0 {
		t.Error("the trace is empty")
	}
}

// framePointerCalls calls every kernel once on every implementation.
func framePointerCalls[T Float]() int {
	calls := 0
	const n = 500
	s := make([][]T, 6)
	for i := range s {
		s[i] = make([]T, n)
	}
	m := Matrix[T]{Rows: 20, Cols: 25, Stride: 25, Data: s[5]}
	c := NewMatrix[T](25, 25)
	var words [n]uint64
	var halves [n]uint16
	for _, l := range assembly() {
		for _, r := range rows[T]() {
			r.run(l, s[:r.out+r.in])
			calls++
		}
		g := gemmArgs[T]{level: l, transA: true, alpha: 1, a: m, b: m, c: c}
		g.block()
		normal(l, Philox{}, s[0], 0)
		packSigns(l, words[:(n+63)/64], s[0])
		hammingScan(l, halves[:n/5], words[:5], words[:])
		if isFloat32[T]() {
			dispatchToFloat16(l, halves[:], f32(s[0]))
			dispatchFromFloat16(l, f32(s[0]), halves[:])
		}
		calls += 6
	}
	return max(calls, 1)
}
