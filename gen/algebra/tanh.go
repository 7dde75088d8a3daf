package algebra

import "github.com/lamina-go/lamina/gen/ir"

// The names and the order of operations here are those of kernels/tanh.go.
var (
	tanh32Near = []float64{-0x1.82a7d8p-8, 0x1.54ca2p-6, -0x1.b89b86p-5, 0x1.1109c2p-3, -0x1.55553ep-2}
	exp2r32    = []float64{0x1.694c9cp-4, 0x1.12398p-2, 0x1.555a26p-1, 0x1.555492p+0, 0x1.fffffap+0, 2, 1}
)

// Tanh is tanh x.
func Tanh(b *ir.Builder, x *ir.Value) *ir.Value {
	if b.Bits() == 32 {
		return tanh32(b, x)
	}
	return tanh64(b, x)
}

func tanh32(b *ir.Builder, x *ir.Value) *ir.Value {
	a, sq := b.Abs(x), b.Mul(x, x)
	near := b.FMA(b.Mul(b.Horner(sq, consts(b, tanh32Near, nil)...), sq), a, a)
	c := b.Min(a, b.Const(10))
	shifted := b.Const(0x1.8p+23 + 127)
	t := b.FMA(c, b.Const(2*log2e), shifted)
	r := b.FMA(b.Sub(t, shifted), b.Const(-0x1.62e43p-2), c)
	e := b.Shl(t, mantissa(b))
	d := b.FMA(e, b.Horner(r, consts(b, exp2r32, nil)...), b.Const(1))
	far := b.Sub(b.Const(1), b.Div(b.Const(2), d))
	return b.CopySign(b.Select(b.Greater(a, b.Const(0.6)), far, near), x)
}

func tanh64(b *ir.Builder, x *ir.Value) *ir.Value {
	a := b.Abs(x)
	t, p, plo := expParts(b, b.Min(b.Add(a, a), b.Const(40)), nil)
	s := pow2(b, t)
	one := b.Sub(s, b.Const(1))
	m := b.FMA(s, p, one)
	lo := b.FMA(s, plo, b.FMA(s, p, b.Sub(one, m)))

	d := b.Add(m, b.Const(2))
	dlo := b.Add(b.Sub(m, b.Sub(d, b.Const(2))), lo)
	y := b.Div(m, d)
	h := b.Max(b.FMA(b.Const(-0.5), y, b.Const(0.5-0x1p-14)), b.Const(0))
	y = b.FMA(b.FNMA(y, dlo, b.Add(b.FNMA(y, d, m), lo)), h, y)
	return b.CopySign(y, x)
}
