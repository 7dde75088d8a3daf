package amd64

import (
	"math"

	"github.com/lamina-go/lamina/gen/ir"
)

// narrow expands what AVX2 lacks, and spares blends, which take two operations
// on Intel's processors and on AMD's the units of the multiply-adds. A mask is a
// vector of ones and zeros.
func narrow(body ir.Body) ir.Body {
	args := map[*ir.Value][]*ir.Value{} // in the new body
	body = body.Rewrite(func(nb *ir.Builder, v *ir.Value, a []*ir.Value) *ir.Value {
		if v.Op == ir.Fixup && v.Imm == ir.Logarithm.Imm() {
			return logSpecial(nb, a[0], a[1])
		}
		return nb.Same(v, a)
	}).Expand()
	return body.Rewrite(func(nb *ir.Builder, v *ir.Value, a []*ir.Value) *ir.Value {
		args[v] = a
		if v.Op == ir.Maximum {
			return maximum(nb, a[0], a[1])
		}
		if v.Op == ir.Select && v.Args[1].Op == ir.Sub && v.Args[1].Args[0] == v.Args[2] { // x − 0 is x, −0 too
			return nb.Sub(a[2], nb.And(a[0], args[v.Args[1]][1]))
		}
		return nb.Same(v, a)
	})
}

// maximum asks Max once. Where that does not know, it gives x: the maximum but
// for a NaN in y, which is joined, and the signs of zeros, which are −0 if both
// are, as the signs of all maxima.
func maximum(b *ir.Builder, x, y *ir.Value) *ir.Value {
	if y.Op == ir.Acc { // has the shorter way
		x, y = y, x
	}
	others := b.ConstBits(b.SignBit().Imm - 1)
	return b.Or(b.And(b.Max(x, y), b.Or(y, others)), b.Unordered(y, y))
}

// logSpecial is l with the logarithms of what is not above 0 and finite, by the
// integers that x's bits are.
func logSpecial(b *ir.Builder, l, x *ir.Value) *ir.Value {
	mantissa := b.ConstBits(1<<23 - 1)
	if b.Bits() == 64 {
		mantissa = b.ConstBits(1<<52 - 1)
	}
	l = b.Select(b.GreaterInt(b.Const(math.Inf(1)), x), l, x)
	l = b.Or(l, b.GreaterInt(b.ConstBits(1), x)) // all ones is a NaN
	return b.AndNot(l, b.And(b.Equal(x, b.Const(0)), mantissa))
}
