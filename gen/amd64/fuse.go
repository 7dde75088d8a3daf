package amd64

import (
	"math"
	"slices"

	"github.com/lamina-go/lamina/gen/ir"
)

// fuse makes AVX-512's instructions of two or more operations: arithmetic under
// a mask, and bit operations on three operands.
func fuse(body ir.Body) ir.Body {
	uses := body.Uses()
	// inner returns v if it has this operation and one use, so that it can go
	// into that.
	inner := func(v *ir.Value, ops ...ir.Op) *ir.Value {
		if uses[v.ID] == 1 && slices.Contains(ops, v.Op) {
			return v
		}
		return nil
	}
	args := map[*ir.Value][]*ir.Value{} // in the new body
	return body.Rewrite(func(nb *ir.Builder, v *ir.Value, a []*ir.Value) *ir.Value {
		args[v] = a
		switch v.Op {
		case ir.Fixup: // knows what its last argument has, from a table
			return nb.Same(v, []*ir.Value{a[0], a[1], nb.ConstBits(v.Imm)})
		case ir.Pow2:
			return nb.Scale(nb.Const(1), a[0], a[1])
		case ir.Select:
			if x := inner(v.Args[1], ir.Add, ir.Sub, ir.Mul, ir.AddInt, ir.SubInt); x != nil {
				return nb.Merge(x.Op, a[0], a[2], args[x][0], args[x][1])
			}
		case ir.Maximum, ir.Minimum:
			if a[0].Op != ir.Acc && a[1].Op != ir.Acc { // fewer operations, but a longer chain
				return nb.Merge(v.Op, nb.Ordered(a[0], a[1]), nb.Const(math.NaN()), a[0], a[1])
			}
			if v.Op == ir.Minimum {
				return nb.Or(nb.Min(a[0], a[1]), nb.Min(a[1], a[0]))
			}
			return nb.Ternary(orSignsAnd, nb.Max(a[0], a[1]), nb.Max(a[1], a[0]), nb.SignBit())
		case ir.Or, ir.Xor:
			for i, x := range v.Args {
				if y := inner(x, ir.And); y != nil && a[1-i].Op != ir.Const {
					return nb.Ternary(andThen[v.Op], a[1-i], args[y][0], args[y][1])
				}
			}
		}
		return nb.Same(v, a)
	})
}

// orSignsAnd is the truth table of x&y where z has a bit, and else x|y. Max and
// Min take x for a NaN and for two zeros. Asked both ways round, OR joins the
// answers: that of a number and a NaN is a NaN, of two zeros it is the smaller,
// so that Max's signs are joined by AND.
const orSignsAnd = 0xd4

// andThen are the truth tables of x | y&z and x ^ y&z.
var andThen = map[ir.Op]uint8{ir.Or: 0xf8, ir.Xor: 0x78}
