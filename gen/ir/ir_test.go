package ir

import (
	"slices"
	"testing"
)

func TestBuilderMergesAndPrunes(t *testing.T) {
	b := NewBuilder(32)
	x := b.Input(0)
	sum := b.Add(x, b.Const(1))
	if sum != b.Add(x, b.Const(1)) {
		t.Error("equal values are not merged")
	}
	b.Sqrt(x) // of no use
	b.Store(0, b.Mul(x, x))
	body := b.Body()
	if len(body.Values) != 2 || body.Values[0].Op != Input || body.Values[1].Op != Mul {
		t.Errorf("body has values %v", body.Values)
	}
	if last := body.LastUse(); last[0] != 1 || last[1] != 2 {
		t.Errorf("last uses %v, want 1 and 2", last)
	}
}

func TestExpand(t *testing.T) {
	for _, bits := range []int{32, 64} {
		b := NewBuilder(bits)
		x := b.Scale(b.Input(0), b.Input(1), b.Input(2))
		x = b.MinAbs(b.Mul(x, b.Pow2(b.Input(1), b.Input(2), 0)), b.Const(2))
		b.Store(0, b.Fixup(x, b.Input(0), Cases{NaN: Self}, b.Add(x, b.Input(0))))
		for _, v := range b.Body().Expand().Values {
			if slices.Contains([]Op{Scale, Pow2, MinAbs, Fixup}, v.Op) {
				t.Errorf("%d bits: %v is still there", bits, v.Op)
			}
		}
	}
}

func TestConstWidth(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a 64-bit constant in 32-bit lanes does not panic")
		}
	}()
	NewBuilder(32).ConstBits(1 << 32)
}
