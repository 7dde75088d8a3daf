package algebra

import "github.com/lamina-go/lamina/gen/ir"

// The constants of kernels/normal.go, for sin(2πr)/r and cos(2πr) in r².
var (
	sinTurn32 = []float64{-0x1.2f5992p6, 0x1.466b2p6, -0x1.4abbecp5, 0x1.921fb6p2}
	cosTurn32 = []float64{0x1.d09c24p5, -0x1.55a5cp6, 0x1.03c19ep6, -0x1.3bd3ccp4, 1}
	sinTurn64 = []float64{0x1.e357ef99eb0bbp1, -0x1.e2fe76fdffd2bp3, 0x1.50782d5f14825p5, -0x1.32d2ccdfe9424p6,
		0x1.466bc67754fffp6, -0x1.4abbce625be09p5, 0x1.921fb54442d18p2}
	cosTurn64 = []float64{-0x1.ac2eafc933e1p0, 0x1.f9b8188b0a49p2, -0x1.a6d1d35595887p4, 0x1.e1f506654c60ap5,
		-0x1.55d3c7e3b7b01p6, 0x1.03c1f081b5a24p6, -0x1.3bd3cc9be45dep4, 1}
)

// BoxMuller turns the random bits in slices 0 and 1 into normal variates.
func BoxMuller(b *ir.Builder) {
	r := b.Sqrt(b.Mul(b.Const(-2), Log(b, unitAbove0(b, b.Input(0)))))
	cos, sin := cosSinTurn(b, UnitFloat(b, b.Input(1)))
	b.Store(0, b.Mul(r, cos))
	b.Store(1, b.Mul(r, sin))
}

// unitAbove0 turns random bits into floats in (0, 1].
func unitAbove0(b *ir.Builder, u *ir.Value) *ir.Value {
	if b.Bits() == 32 {
		return b.Mul(b.FromInt(b.Or(b.Shr(u, 1), b.ConstBits(1))), b.Const(0x1p-31))
	}
	return b.Sub(b.Const(1), UnitFloat(b, u))
}

// cosSinTurn is cos 2πu and sin 2πu for 0 ≤ u < 1: the nearest quarter q/4 is
// taken off exactly, and q, in the low bits of t, chooses polynomials and signs.
func cosSinTurn(b *ir.Builder, u *ir.Value) (cos, sin *ir.Value) {
	t := b.FMA(u, b.Const(4), magic(b))
	r := b.FMA(b.Sub(t, magic(b)), b.Const(-0.25), u)
	s := b.Mul(r, r)
	sn := b.Mul(b.Horner(s, consts(b, sinTurn32, sinTurn64)...), r)
	cs := b.Horner(s, consts(b, cosTurn32, cosTurn64)...)

	top := uint(b.Bits() - 1)
	odd := b.Less(b.Or(b.Shl(t, top), b.Const(1)), b.Const(0)) // bit 0 as the sign of a one
	cos, sin = b.Select(odd, sn, cs), b.Select(odd, cs, sn)
	sign := func(q *ir.Value) *ir.Value { return b.And(b.Shl(q, top-1), b.SignBit()) }
	return b.Xor(cos, sign(b.AddInt(t, b.ConstBits(1)))), b.Xor(sin, sign(t))
}
