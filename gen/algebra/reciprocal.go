package algebra

import "github.com/lamina-go/lamina/gen/ir"

// The constants are those of kernels/reciprocal.go.

// reciprocal is about 1/d, for d ≥ 1.
func reciprocal(b *ir.Builder, d *ir.Value) *ir.Value {
	newton := func(y, one *ir.Value) *ir.Value { return b.FMA(b.FNMA(d, y, one), y, y) }
	y := b.SubInt(bits(b, 0x7ef33408, 0x7fde66811c7b30e1), d)
	y = b.Mul(y, b.FNMA(d, y, b.Float(0x1.0029fcp+1, 0x1.0029fb896acb1p+1)))
	if b.Bits() == 64 {
		y = newton(y, b.Const(1))
	}
	return newton(y, b.Float(1+0x1p-19, 1+0x1p-38))
}

// quotient is a/d, with 1/d as reciprocal has it.
func quotient(b *ir.Builder, a, d *ir.Value) (q, inv *ir.Value) {
	inv = reciprocal(b, d)
	return divide(b, a, d, inv), inv
}

// divide is a/d by inv, about 1/d.
func divide(b *ir.Builder, a, d, inv *ir.Value) *ir.Value {
	q := b.Mul(a, inv)
	return b.FMA(b.FNMA(q, d, a), inv, q)
}
