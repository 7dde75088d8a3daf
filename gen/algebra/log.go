package algebra

import (
	"math"

	"github.com/lamina-go/lamina/gen/ir"
)

// Log is ln x, as kernels/log.go has it.
func Log(b *ir.Builder, x *ir.Value) *ir.Value {
	// Subnormal numbers are scaled up first.
	small := b.Less(x, b.Float(0x1p-126, 0x1p-1022))
	y := b.Select(small, b.Mul(x, b.Float(0x1p+23, 0x1p+52)), x)
	s := logSplit(b, y)
	k := b.Select(small, b.Sub(s.k, b.Float(23<<23, 52)), s.k)
	return logSpecial(b, logCore(b, s.f, k, b.Mul(k, logLo(b))), x)
}

// logSpecial is l, the logarithm of x, but where x has none: +Inf and NaN stay,
// zeros give −Inf, and what is below them NaN.
func logSpecial(b *ir.Builder, l, x *ir.Value) *ir.Value {
	other := b.Select(b.Less(x, b.Const(math.Inf(1))), l, x)
	other = b.Select(b.Greater(x, b.Const(0)), other, b.Const(math.NaN()))
	other = b.Select(b.Equal(x, b.Const(0)), b.Const(math.Inf(-1)), other)
	return b.Fixup(l, x, ir.Logarithm, other)
}

// split is y as 2^k·(1+f), √½ ≤ 1+f < √2. For float32 k is in units of 2^−23,
// as the exponent's bits have it; e are they.
type split struct{ f, k, e *ir.Value }

func logSplit(b *ir.Builder, y *ir.Value) split {
	one := b.Const(1)
	if b.Bits() == 32 {
		e := b.And(b.SubInt(y, b.ConstBits(0x3f3504f3)), b.ConstBits(0xff800000))
		return split{b.Sub(b.SubInt(y, e), one), b.FromInt(e), e}
	}
	// √½ less 1024 in the exponent, which keeps the difference positive.
	d := b.SubInt(y, b.ConstBits(0xffe6a09e667f3bcc))
	m := b.AddInt(b.And(d, b.ConstBits(1<<52-1)), b.ConstBits(0x3fe6a09e667f3bcc))
	e := b.Shr(d, 52)
	return split{b.Sub(m, one), b.Sub(b.Or(e, b.ConstBits(0x4330000000000000)), b.Const(0x1p+52+1024)), e}
}

// shrink is 2^−k, for k < 127 (1023).
func (s split) shrink(b *ir.Builder) *ir.Value {
	if b.Bits() == 32 {
		return b.SubInt(b.Const(1), s.e)
	}
	return b.Shl(b.SubInt(b.ConstBits(2047), s.e), 52)
}

func logLo(b *ir.Builder) *ir.Value { return b.Float(-0x1.bd0106p-36, 0x1.a39ef35793c76p-33) }

// logCore is k·ln2 + log(1+f), where lo is k·logLo and any correction.
func logCore(b *ir.Builder, f, k, lo *ir.Value) *ir.Value {
	if b.Bits() == 32 {
		p := b.Horner(f, append(consts(b, log32, nil), b.Const(-0.5))...)
		return b.FMA(k, b.Const(0x1.63p-24), b.Add(f, b.FMA(b.Mul(f, f), p, lo)))
	}
	u, _ := quotient(b, f, b.Add(b.Const(2), f))
	s := b.Mul(u, u)
	r := b.Mul(b.Horner(s, consts(b, nil, log64)...), s)
	h := b.Mul(b.Mul(f, f), b.Const(0.5))
	w := b.FMA(u, b.Add(h, r), lo)
	return b.FMA(k, b.Const(0x1.62e42feep-1), b.Sub(f, b.Sub(h, w)))
}
