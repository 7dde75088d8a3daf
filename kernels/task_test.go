package kernels

import (
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// Every part runs once, however many tasks are run at once, also from parts of others.
func TestTask(t *testing.T) {
	for _, procs := range []int{1, 2, 3} {
		old := runtime.GOMAXPROCS(procs)
		var all sync.WaitGroup
		for range 4 {
			all.Add(1)
			go func() {
				defer all.Done()
				var counts [70]atomic.Int32
				var inner atomic.Int32
				task := NewTask(func(i int) {
					counts[i].Add(1)
					if i%16 == 0 {
						NewTask(func(int) { inner.Add(1) }).Run(3)
					}
				})
				const rounds = 20
				for range rounds {
					task.Run(len(counts))
				}
				for i := range counts {
					if n := counts[i].Load(); n != rounds {
						t.Errorf("GOMAXPROCS %d: part %d ran %d times in %d rounds", procs, i, n, rounds)
					}
				}
				if n := inner.Load(); n != 5*3*rounds {
					t.Errorf("GOMAXPROCS %d: inner parts ran %d times", procs, n)
				}
			}()
		}
		all.Wait()
		runtime.GOMAXPROCS(old)
	}
}

// A worker that was woken for one task and comes too late helps with the next.
func TestTaskWorkerOnTheWay(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(2))
	short := NewTask(func(int) {})
	var running atomic.Int32
	meet := NewTask(func(int) {
		running.Add(1)
		for start := time.Now(); running.Load() < 2; runtime.Gosched() {
			if time.Since(start) > 10*time.Second {
				t.Error("nobody helps")
				return
			}
		}
	})
	for range 20 {
		time.Sleep(10 * spinTime) // workers park
		short.Run(2)
		running.Store(0)
		meet.Run(2)
		if t.Failed() {
			return
		}
	}
}

func TestTaskAllocatesNothing(t *testing.T) {
	if raceEnabled {
		t.Skip("allocations are not counted under the race detector")
	}
	var sum atomic.Int32
	task := NewTask(func(i int) { sum.Add(int32(i)) })
	task.Run(8)
	if n := testing.AllocsPerRun(100, func() { task.Run(8) }); n != 0 {
		t.Errorf("%v allocations per run", n)
	}
}

// Serial products are the shared ones' bits, in parts of a task too.
func TestSerialProducts(t *testing.T) {
	v := &values{}
	const m, n, k, bands = 130, 200, 190, 5
	a, b := randomMatrix[float32](v, m, k, false, false), randomMatrix[float32](v, k, n, false, false)
	bias := make([]float32, n)
	fill(v, bias, false)
	want, got := NewMatrix[float32](m, n), NewMatrix[float32](m, n)
	cut := func(i int) (int, int) { return n * i / bands, n * (i + 1) / bands }

	Gemm(false, false, 1, a, b, 0, want)
	NewTask(func(i int) {
		lo, hi := cut(i)
		GemmSerial(false, false, 1, a, b.ColRange(lo, hi), 0, got.ColRange(lo, hi))
	}).Run(bands)
	compare(t, got.Data, want.Data, "GemmSerial by columns")

	GemmBias(false, false, 1, a, b, bias, ActTanh, want)
	NewTask(func(i int) {
		lo, hi := cut(i)
		GemmBiasSerial(false, false, 1, a, b.ColRange(lo, hi), bias[lo:hi], ActTanh, got.ColRange(lo, hi))
	}).Run(bands)
	compare(t, got.Data, want.Data, "GemmBiasSerial by columns")
}
