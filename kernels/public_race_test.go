//go:build race

package kernels

import (
	"testing"
	"unsafe"
)

// TestPublicRaces: every exported function reports to the race detector each
// byte that it reads or writes, and none between the rows of a matrix.
func TestPublicRaces(t *testing.T) { both(t, testPublicRaces[float32], testPublicRaces[float64]) }

func testPublicRaces[T Float](t *testing.T) {
	for _, p := range publicCalls[T]() {
		const m, n = 5, 37
		c := &call[T]{memory: onHeap, gap: 3}
		reported := map[uintptr][2]bool{} // read and written, by address
		onReport = func(at unsafe.Pointer, n int, write bool) {
			for a := uintptr(at); a < uintptr(at)+uintptr(n); a++ {
				r := reported[a]
				reported[a] = [2]bool{r[0] || !write, r[1] || write}
			}
		}
		p.run(c, m, n)
		onReport = nil
		for i, o := range c.operands {
			if o.inGo {
				continue // the race detector sees for itself
			}
			for j := range o.bytes {
				got, want := reported[uintptr(unsafe.Pointer(&o.bytes[j]))], [2]bool{o.access == reads, o.access == writes}
				if o.access == writes {
					got[0] = false // it may be read too
				}
				if j%o.stride >= o.size {
					want = [2]bool{} // between rows
				}
				if got != want {
					t.Errorf("%s: byte %d of operand %d: reported as read, written %v, want %v", p.name, j, i, got, want)
					break
				}
			}
		}
	}
}
