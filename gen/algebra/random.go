package algebra

import "github.com/lamina-go/lamina/gen/ir"

// UnitFloat turns the random bits in slice 1 into floats in [0, 1).
func UnitFloat(b *ir.Builder, u *ir.Value) *ir.Value {
	if b.Bits() == 32 {
		return b.Mul(b.FromInt(b.Shr(u, 8)), b.Const(0x1p-24))
	}
	// The upper 21 and the lower 32 of 53 bits, each made a float by setting
	// the exponent of 2^52; all steps are exact.
	two52 := b.Const(0x1p+52)
	hi := b.Sub(b.Or(b.Shr(u, 43), two52), two52)
	lo := b.Sub(b.Or(b.Shr(b.Shl(b.Shr(u, 11), 32), 32), two52), two52)
	return b.Mul(b.FMA(hi, b.Const(0x1p+32), lo), b.Const(0x1p-53))
}

// Less is 1 where x < p, else 0.
func Less(b *ir.Builder) {
	b.Store(0, b.Select(b.Less(b.Input(1), b.Scalar(0)), b.Const(1), b.Const(0)))
}
