package algebra

import (
	"math"

	"github.com/lamina-go/lamina/gen/ir"
)

// Log is ln x, as kernels/log.go has it.
func Log(b *ir.Builder, x *ir.Value) *ir.Value {
	bits := func(u32, u64 uint64) *ir.Value {
		if b.Bits() == 32 {
			return b.ConstBits(u32)
		}
		return b.ConstBits(u64)
	}
	// Subnormal numbers are scaled up first.
	small := b.Less(x, b.Float(0x1p-126, 0x1p-1022))
	y := b.Select(small, b.Mul(x, b.Float(0x1p+23, 0x1p+52)), x)
	bias := b.Select(small, b.Float(0x1p+23+128+23, 0x1p+52+1024+52), b.Float(0x1p+23+128, 0x1p+52+1024))

	// √½ less 128 (1024) in the exponent, which keeps the difference positive.
	d := b.SubInt(y, bits(0xff3504f3, 0xffe6a09e667f3bcc))
	e := b.Shr(d, mantissa(b))
	f := b.Sub(b.SubInt(y, b.Shl(b.SubInt(e, bits(128, 1024)), mantissa(b))), b.Const(1))
	k := b.Sub(b.Or(e, bits(0x4b000000, 0x4330000000000000)), bias)

	var l *ir.Value
	if b.Bits() == 32 {
		p := b.Horner(f, consts(b, log32, nil)...)
		q := b.Mul(f, f)
		p = b.Mul(p, b.Mul(q, f))
		p = b.FMA(k, b.Const(-0x1.bd0106p-13), p)
		p = b.FMA(b.Const(-0.5), q, p)
		l = b.FMA(k, b.Const(0x1.63p-1), b.Add(f, p))
	} else {
		u := b.Div(f, b.Add(b.Const(2), f))
		s := b.Mul(u, u)
		r := b.Mul(b.Horner(s, consts(b, nil, log64)...), s)
		h := b.Mul(b.Mul(f, f), b.Const(0.5))
		w := b.FMA(u, b.Add(h, r), b.Mul(k, b.Const(0x1.a39ef35793c76p-33)))
		l = b.FMA(k, b.Const(0x1.62e42feep-1), b.Sub(f, b.Sub(h, w)))
	}

	// +Inf stays, 0 gives −Inf, the rest NaN.
	inf := b.Const(math.Inf(1))
	nan := b.Const(math.NaN())
	l = b.Select(b.Less(x, inf), l, x)
	l = b.Select(b.Greater(x, b.Const(0)), l, nan)
	return b.Select(b.Equal(x, b.Const(0)), b.Const(math.Inf(-1)), l)
}
