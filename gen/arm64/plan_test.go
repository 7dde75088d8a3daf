package arm64

import (
	"testing"

	"github.com/lamina-go/lamina/gen/ir"
)

// TestChoosePlan checks that loops with room in the registers run two vectors
// together, and that those without drop copies and constants until they fit.
func TestChoosePlan(t *testing.T) {
	crowded := func(n int) func(*ir.Builder) {
		return func(b *ir.Builder) {
			x := b.Input(1)
			var all []*ir.Value // n values that live at once, each from a constant of its own
			for i := range n {
				all = append(all, b.Mul(x, b.Const(1.1+float64(i))))
			}
			sum := all[n-1]
			for i := n - 2; i >= 0; i-- {
				sum = b.Add(all[i], sum)
			}
			b.Store(0, sum)
		}
	}
	for _, test := range []struct {
		name           string
		body           func(*ir.Builder)
		copies, consts int
	}{
		{"light", crowded(8), 2, 8},
		{"heavy", crowded(15), 1, 15},
		{"too heavy for its constants", crowded(20), 1, 11},
	} {
		k := ir.Loop{Name: "f", Bits: 32, Slices: []string{"dst", "src"}, Body: test.body}
		var last plan
		body := k.Build()
		p := choosePlan(k, body, func(p plan) *loop {
			last = p
			m := NewFile().begin(neon, 32, k.Name, k.Signature(), "")
			return &loop{machine: m, Loop: k, body: body, plan: p, wants: map[uint64]int{}}
		})
		if p.copies != test.copies || len(p.hoist) != test.consts || len(last.hoist) != len(p.hoist) {
			t.Errorf("%s: %d copies and %d constants in registers, want %d and %d", test.name, p.copies, len(p.hoist), test.copies, test.consts)
		}
	}
}
