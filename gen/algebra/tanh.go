package algebra

import "github.com/lamina-go/lamina/gen/ir"

// The names and the order of operations here are those of kernels/tanh.go.
var tanh32Coef = []float64{0x1.10e514p-6, 0x1.5ed844p-5, 0x1.11a33cp-3, 0x1.5550ap-2, 0x1.55555ap-1, 1}

// Tanh is tanh x.
func Tanh(b *ir.Builder, x *ir.Value) *ir.Value {
	if b.Bits() == 32 {
		return tanh32(b, x)
	}
	return tanh64(b, x)
}

func tanh32(b *ir.Builder, x *ir.Value) *ir.Value {
	a := b.Min(b.Abs(x), b.Const(10))
	const bias = 127
	shifted := b.Const(0x1.8p+23 + bias)
	t := b.Add(b.FMA(a, b.Const(2*log2e), b.Const(-0.4999)), shifted)
	n := b.Sub(t, shifted)
	r := b.FMA(n, b.Const(-0x1.62e43p-2), a)
	p := b.FMA(b.Mul(b.Horner(r, consts(b, tanh32Coef, nil)...), r), r, r)
	s := b.Pow2(t, n, bias)
	m := b.FMA(s, p, b.FMA(s, b.Const(0.5), b.Const(-0.5)))
	inv := reciprocal(b, b.Add(m, b.Const(1)))
	y := b.Mul(m, inv)
	return b.CopySign(b.FMA(b.FNMA(y, m, b.Sub(m, y)), inv, y), x)
}

func tanh64(b *ir.Builder, x *ir.Value) *ir.Value {
	a := b.Abs(x)
	t, p, plo := expParts(b, b.Min(b.Add(a, a), b.Const(40)), nil, magic(b))
	s := pow2(b, t)
	one := b.Sub(s, b.Const(1))
	m := b.FMA(s, p, one)
	lo := b.FMA(s, plo, b.FMA(s, p, b.Sub(one, m)))

	d := b.Add(m, b.Const(2))
	dlo := b.Add(b.Sub(m, b.Sub(d, b.Const(2))), lo)
	y, inv := quotient(b, m, d)
	y = b.FMA(b.FNMA(y, dlo, b.Add(b.FNMA(y, d, m), lo)), inv, y)
	return b.CopySign(y, x)
}
