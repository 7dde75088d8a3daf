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
	a, b, c := NewMatrix[float32](m, n), NewMatrix[float32](n, n), NewMatrix[float32](m, n)
	for _, transB := range []bool{false, true} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		Gemm(false, transB, 1, a, b, 0, c)
		runtime.ReadMemStats(&after)
		if got := after.TotalAlloc - before.TotalAlloc; got > limit {
			t.Errorf("%d×%d×%d, transB %v: %d KiB beside the operands, want at most %d", m, n, n, transB, got>>10, limit>>10)
		}
	}
}
