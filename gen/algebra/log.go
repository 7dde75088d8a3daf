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
	bias := b.Select(small, b.Float(0x1p+23+128+23, 0x1p+52+1024+52), b.Float(0x1p+23+128, 0x1p+52+1024))

	e, f := logSplit(b, y)
	k := b.Sub(b.Or(e, bits(b, 0x4b000000, 0x4330000000000000)), bias)
	l := logCore(b, f, k, b.Mul(k, logLo(b)))

	// +Inf stays, 0 gives −Inf, the rest NaN.
	inf := b.Const(math.Inf(1))
	nan := b.Const(math.NaN())
	l = b.Select(b.Less(x, inf), l, x)
	l = b.Select(b.Greater(x, b.Const(0)), l, nan)
	return b.Select(b.Equal(x, b.Const(0)), b.Const(math.Inf(-1)), l)
}

// logSplit returns e = k + 128 (1024) and f with y = 2^k·(1+f), √½ ≤ 1+f < √2.
func logSplit(b *ir.Builder, y *ir.Value) (e, f *ir.Value) {
	// √½ less 128 (1024) in the exponent, which keeps the difference positive.
	d := b.SubInt(y, bits(b, 0xff3504f3, 0xffe6a09e667f3bcc))
	m := b.AddInt(b.And(d, bits(b, 1<<23-1, 1<<52-1)), bits(b, 0x3f3504f3, 0x3fe6a09e667f3bcc))
	return b.Shr(d, mantissa(b)), b.Sub(m, b.Const(1))
}

func logLo(b *ir.Builder) *ir.Value { return b.Float(-0x1.bd0106p-13, 0x1.a39ef35793c76p-33) }

// logCore is k·ln2 + log(1+f), where lo is k·logLo and any correction.
func logCore(b *ir.Builder, f, k, lo *ir.Value) *ir.Value {
	if b.Bits() == 32 {
		p := b.Horner(f, append(consts(b, log32, nil), b.Const(-0.5))...)
		return b.FMA(k, b.Const(0x1.63p-1), b.Add(f, b.FMA(b.Mul(f, f), p, lo)))
	}
	u := b.Div(f, b.Add(b.Const(2), f))
	s := b.Mul(u, u)
	r := b.Mul(b.Horner(s, consts(b, nil, log64)...), s)
	h := b.Mul(b.Mul(f, f), b.Const(0.5))
	w := b.FMA(u, b.Add(h, r), lo)
	return b.FMA(k, b.Const(0x1.62e42feep-1), b.Sub(f, b.Sub(h, w)))
}
