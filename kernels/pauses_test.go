package kernels

import (
	"flag"
	"fmt"
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
// runtime can interrupt anywhere; both in turns. Stops are those of collections (gc)
// and, more of them, of reading memory statistics. It fails where one in a thousand
// waits for kernels more than pauseLimit and pauseFactor times as long as for the
// control, which shows what is the machine's.
func TestPauses(t *testing.T) {
	if *probePauses == 0 {
		t.Skip("stops the world only with -pauses: make pauses")
	}
	x := make([]float32, 1<<28)
	a, b, c := NewMatrix[float32](4096, 4096), NewMatrix[float32](4096, 4096), NewMatrix[float32](4096, 4096)
	sources := []struct {
		name      string
		work      []func(stop *atomic.Bool)
		gc, other histogram
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
		gc, other := readPauses()
		var stop atomic.Bool
		done := make(chan bool)
		for _, f := range s.work {
			go func() { f(&stop); done <- true }()
		}
		for start := time.Now(); time.Since(start) < *probePauses; time.Sleep(time.Millisecond) {
			runtime.GC()
			stopOften()
		}
		gcAfter, otherAfter := readPauses()
		s.gc.add(gcAfter, gc)
		s.other.add(otherAfter, other)
		stop.Store(true)
		for range s.work {
			<-done
		}
	}
	for _, s := range sources {
		t.Logf("%s: gc %v", s.name, s.gc)
		t.Logf("%s: other %v", s.name, s.other)
	}
	if k, c := sources[0], sources[1]; waitsTooLong(k.gc, c.gc) || waitsTooLong(k.other, c.other) {
		t.Errorf("99.9 %% of a kind of stops take more than %v, and %d times as long as beside pure Go", pauseLimit, pauseFactor)
	}
}

const (
	pauseLimit  = 200 * time.Microsecond
	pauseFactor = 4
)

// waitsTooLong compares stops beside kernels with those beside the control.
func waitsTooLong(kernels, control histogram) bool {
	got := kernels.quantile(0.999)
	return got > pauseLimit && got > pauseFactor*control.quantile(0.999)
}

func TestWaitsTooLong(t *testing.T) {
	stops := func(counts ...uint64) histogram {
		return histogram{counts: counts, bounds: []float64{0, 100e-6, 300e-6, 900e-6, 3600e-6}}
	}
	for _, tt := range []struct {
		kernels, control histogram
		want             bool
	}{
		{stops(999, 1, 0, 0), stops(1000, 0, 0, 0), false}, // one in a thousand may
		{stops(990, 0, 10, 0), stops(1000, 0, 0, 0), true},
		{stops(990, 0, 10, 0), stops(990, 10, 0, 0), false}, // three times the control's
		{stops(990, 0, 0, 10), stops(990, 10, 0, 0), true},
		{stops(1000, 0, 0, 0), stops(1000, 0, 0, 0), false},
	} {
		if got := waitsTooLong(tt.kernels, tt.control); got != tt.want {
			t.Errorf("stops %v beside kernels, %v beside the control: %v", tt.kernels.counts, tt.control.counts, got)
		}
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

func (h histogram) String() string {
	return fmt.Sprintf("%d stops; 50 %% within %v, 99 %% %v, 99.9 %% %v, all %v", h.total(),
		h.quantile(0.5), h.quantile(0.99), h.quantile(0.999), h.quantile(1))
}

// readPauses returns the stops of collections and the others.
func readPauses() (gc, other histogram) {
	s := []metrics.Sample{{Name: "/sched/pauses/stopping/gc:seconds"}, {Name: "/sched/pauses/stopping/other:seconds"}}
	metrics.Read(s)
	of := func(v metrics.Value) histogram {
		f := v.Float64Histogram()
		return histogram{counts: f.Counts, bounds: f.Buckets}
	}
	return of(s[0].Value), of(s[1].Value)
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

func (h histogram) total() (n uint64) {
	for _, c := range h.counts {
		n += c
	}
	return n
}

// quantile returns the upper end of the bucket that q of the stops reach.
func (h histogram) quantile(q float64) time.Duration {
	need, n := uint64(math.Ceil(q*float64(h.total()))), uint64(0)
	for i, c := range h.counts {
		if n += c; n >= need {
			return time.Duration(h.bounds[i+1] * 1e9)
		}
	}
	return 0
}
