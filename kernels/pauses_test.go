package kernels

import (
	"flag"
	"math"
	"runtime"
	"runtime/metrics"
	"sync/atomic"
	"testing"
	"time"
)

var probePauses = flag.Duration("pauses", 0, "stop the world beside running kernels for so long a round, and print how long that takes (make pauses)")

// TestPauses prints how long it takes to stop the world while kernels work on
// 1 GiB vectors and a 4096³ product, and while loops in pure Go do, which the
// runtime can interrupt anywhere; both in turns. Stops are those of collections and,
// more of them, of reading memory statistics. Nothing is asserted: on a
// shared machine the control shows what is the machine's.
func TestPauses(t *testing.T) {
	if *probePauses == 0 {
		t.Skip("stops the world only with -pauses: make pauses")
	}
	x := make([]float32, 1<<28)
	a, b, c := NewMatrix[float32](4096, 4096), NewMatrix[float32](4096, 4096), NewMatrix[float32](4096, 4096)
	sources := []struct {
		name string
		work []func(stop *atomic.Bool)
		sum  histogram
	}{
		{name: "kernels", work: []func(*atomic.Bool){
			func(stop *atomic.Bool) {
				for !stop.Load() {
					Tanh(x, x)
					_ = Dot(x, x)
				}
			},
			func(stop *atomic.Bool) {
				for !stop.Load() {
					Gemm(false, false, 1, a, b, 0, c)
				}
			},
		}},
		{name: "pure Go", work: []func(*atomic.Bool){
			func(stop *atomic.Bool) {
				for !stop.Load() {
					for i, v := range x[:1<<20] {
						x[i] = float32(math.Tanh(float64(v)))
					}
				}
			},
			func(stop *atomic.Bool) {
				for !stop.Load() {
					for i := range 16 {
						for k, f := range a.Row(i) {
							for j, v := range b.Row(k) {
								c.Data[i*c.Stride+j] += f * v
							}
						}
					}
				}
			},
		}},
	}
	for round := range 6 {
		s := &sources[round%2]
		before := readPauses()
		var stop atomic.Bool
		done := make(chan bool)
		for _, f := range s.work {
			go func() { f(&stop); done <- true }()
		}
		for start := time.Now(); time.Since(start) < *probePauses; time.Sleep(time.Millisecond) {
			runtime.GC()
			stopOften()
		}
		s.sum.add(readPauses(), before)
		stop.Store(true)
		for range s.work {
			<-done
		}
	}
	for _, s := range sources {
		t.Logf("%s: %d stops; 50 %% within %v, 99 %% %v, 99.9 %% %v, all %v", s.name, s.sum.total(),
			s.sum.quantile(0.5), s.sum.quantile(0.99), s.sum.quantile(0.999), s.sum.quantile(1))
	}
}

// stopOften stops the world as a collection does, without one: a collection waits
// so long for its turn among busy goroutines that its own stops are too few to
// tell one in a thousand.
func stopOften() {
	var m runtime.MemStats
	for range 50 {
		runtime.ReadMemStats(&m)
		for start := time.Now(); time.Since(start) < 200*time.Microsecond; {
		}
	}
}

// histogram counts the times that it took to stop the world.
type histogram struct {
	counts []uint64
	bounds []float64 // bucket i ends at bounds[i+1]
}

// readPauses returns the stops of collections and the others.
func readPauses() histogram {
	s := []metrics.Sample{{Name: "/sched/pauses/stopping/gc:seconds"}, {Name: "/sched/pauses/stopping/other:seconds"}}
	metrics.Read(s)
	gc, other := s[0].Value.Float64Histogram(), s[1].Value.Float64Histogram()
	h := histogram{counts: gc.Counts, bounds: gc.Buckets}
	h.add(histogram{counts: other.Counts}, histogram{counts: make([]uint64, len(other.Counts))})
	return h
}

// add adds what came after before.
func (h *histogram) add(after, before histogram) {
	if h.counts == nil {
		h.counts, h.bounds = make([]uint64, len(after.counts)), after.bounds
	}
	for i := range h.counts {
		h.counts[i] += after.counts[i] - before.counts[i]
	}
}

func (h *histogram) total() (n uint64) {
	for _, c := range h.counts {
		n += c
	}
	return n
}

// quantile returns the upper end of the bucket that q of the stops reach.
func (h *histogram) quantile(q float64) time.Duration {
	need, n := uint64(math.Ceil(q*float64(h.total()))), uint64(0)
	for i, c := range h.counts {
		if n += c; n >= need {
			return time.Duration(h.bounds[i+1] * 1e9)
		}
	}
	return 0
}
