package kernels

import (
	"slices"
	"testing"
)

// TestPublicGuardPages runs every exported function on every implementation
// with each operand against a protected page, below and above, at every length
// up to two rounds of the lanes, rows of matrices with gaps between them and
// without.
func TestPublicGuardPages(t *testing.T) { both(t, testPublicGuard[float32], testPublicGuard[float64]) }

func testPublicGuard[T Float](t *testing.T) {
	var fences [8]*fence
	for i := range fences {
		fences[i] = newFence(t, 1<<16)
	}
	for _, p := range publicCalls[T]() {
		heights := []int{1, 3, 10}
		if !p.hasRows() {
			heights = heights[:1]
		}
		for n := range 2*lanes[T]() + 2 {
			if testing.Short() && n > 5 && n%16 > 1 || testing.Short() && len(heights) == 1 && n%32 != 1 {
				continue // TestGuardPages has all lengths of what has no rows
			}
			for _, m := range heights {
				for _, l := range available {
					for side := range 4 {
						guardPublic(t, p, &fences, l, m, n, side&1 != 0, 3*(side>>1))
					}
				}
			}
		}
	}
}

// hasRows tells whether the number of rows matters.
func (p publicCall[T]) hasRows() bool {
	var sizes [2]int
	for i := range sizes {
		c := &call[T]{memory: func(_, bytes int) []byte { sizes[i] += bytes; return onHeap(0, bytes) }}
		p.run(c, 1+i, 3)
	}
	return sizes[0] != sizes[1]
}

func guardPublic[T Float](t *testing.T, p publicCall[T], fences *[8]*fence, l level, m, n int, high bool, gap int) {
	const margin = 192
	// around returns the memory of an operand and what lies before and after it.
	around := func(slot, bytes int) (own, before, after []byte) {
		open, at := fences[slot].open, 0
		if high {
			at = len(open) - bytes
		}
		return open[at : at+bytes], open[max(at-margin, 0):at], open[at+bytes : min(at+bytes+margin, len(open))]
	}
	c := &call[T]{gap: gap, memory: func(slot, bytes int) []byte {
		own, before, after := around(slot, bytes)
		for i := range before {
			before[i] = 0xA5
		}
		for i := range after {
			after[i] = 0xA5
		}
		return own
	}}
	if err := faults(func() { onLevel(l, func() { p.run(c, m, n) }) }); err != nil {
		t.Fatalf("%s %v, %d×%d, gap %d, high %v: %v", p.name, l, m, n, gap, high, err)
	}
	for i, o := range c.operands {
		_, before, after := around(i, len(o.bytes))
		for _, b := range slices.Concat(before, after) {
			if b != 0xA5 {
				t.Fatalf("%s %v, %d×%d, gap %d, high %v: a byte outside operand %d was written", p.name, l, m, n, gap, high, i)
			}
		}
	}
}
