package autoencoder

import (
	"context"
	"math"
	"runtime"
	"testing"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/tensorio"
)

// uniform is a matrix of numbers between 0 and 1.
func uniform[T kernels.Float](seed uint64, rows, cols int) kernels.Matrix[T] {
	m := kernels.NewMatrix[T](rows, cols)
	kernels.Uniform(kernels.Philox{Seed: seed}, m.Data, 0)
	return m
}

// curve is data near a two-dimensional sheet in d dimensions.
func curve[T kernels.Float](seed uint64, rows, d int) kernels.Matrix[T] {
	u := uniform[float64](seed, rows, 2)
	m := kernels.NewMatrix[T](rows, d)
	for i := range rows {
		for j := range d {
			a, b := u.Row(i)[0], u.Row(i)[1]
			m.Row(i)[j] = T(5 + 3*a*math.Sin(float64(j)) + 2*b*math.Cos(1.7*float64(j)) + a*b)
		}
	}
	return m
}

func newModel[T kernels.Float](t testing.TB, c Config) *Model[T] {
	t.Helper()
	m, err := New[T](c)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// variant is a named variant made small for tests.
func variant(t testing.TB, name string, inputs int, layers ...int) Config {
	t.Helper()
	c, err := Variant(name)
	if err != nil {
		t.Fatal(err)
	}
	c.Inputs, c.Layers = inputs, layers
	c.TopK = min(c.TopK, layers[len(layers)-1])
	return c
}

// quick trains briefly.
func quick() TrainConfig {
	c := DefaultTraining()
	c.Epochs, c.Batch, c.LR = 3, 16, 3e-3
	return c
}

func fit[T kernels.Float](t testing.TB, m *Model[T], x kernels.Matrix[T], c TrainConfig) *History {
	t.Helper()
	h, err := m.Fit(context.Background(), tensorio.FromMatrix(x), c)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func equalBits[T kernels.Float](t testing.TB, what string, a, b []T) {
	t.Helper()
	if len(a) != len(b) {
		t.Fatalf("%s: %d and %d numbers", what, len(a), len(b))
	}
	for i := range a {
		if math.Float64bits(float64(a[i])) != math.Float64bits(float64(b[i])) {
			t.Fatalf("%s: number %d is %v and %v", what, i, a[i], b[i])
		}
	}
}

func near(t testing.TB, what string, got, want, relative float64) {
	t.Helper()
	if !(math.Abs(got-want) <= relative*math.Max(1, math.Abs(want))) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

// allocations is how often f allocates at least, when the garbage collector has taken
// all that it may: on a busy machine, the runtime at times allocates what a goroutine
// waits with. testing.AllocsPerRun would set GOMAXPROCS to 1.
func allocations(f func()) uint64 {
	least := uint64(math.MaxUint64)
	for try := 0; try < 30 && least > 0; try++ {
		runtime.GC()
		runtime.GC() // a sync.Pool is empty after two
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		f()
		runtime.ReadMemStats(&after)
		least = min(least, after.Mallocs-before.Mallocs)
	}
	return least
}
