package kernels

import (
	"runtime"
	"testing"
)

// TestGemmMemory: beside its operands a large product needs at most 16 MiB,
// and that once: it is kept for the next.
func TestGemmMemory(t *testing.T) {
	if active == levelGeneric {
		t.Skip("takes minutes in pure Go")
	}
	const limit = 16 << 20
	m, n := 4096, 4096
	if testing.Short() {
		m = 64 // what is packed does not depend on it
	}
	tall := NewMatrix[float32](1_100_000, 32)
	for _, s := range []struct {
		a, b, c Matrix[float32]
		transB  bool
	}{
		{NewMatrix[float32](m, n), NewMatrix[float32](n, n), NewMatrix[float32](m, n), false},
		{NewMatrix[float32](m, n), NewMatrix[float32](n, n), NewMatrix[float32](m, n), true},
		{tall, NewMatrix[float32](32, 4), NewMatrix[float32](tall.Rows, 4), false},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		Gemm(false, s.transB, 1, s.a, s.b, 0, s.c)
		runtime.ReadMemStats(&after)
		if got := after.TotalAlloc - before.TotalAlloc; got > limit {
			t.Errorf("%d×%d×%d, transB %v: %d KiB beside the operands, want at most %d", s.c.Rows, s.c.Cols, s.a.Cols, s.transB, got>>10, limit>>10)
		}
	}
}
