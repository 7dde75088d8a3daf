package algebra

import (
	"slices"

	"github.com/lamina-go/lamina/gen/ir"
)

// The names and the order of operations here are those of kernels/expm1.go.

// Expm1 is e^x − 1.
func Expm1(b *ir.Builder, x *ir.Value) *ir.Value {
	z := b.Min(b.Max(x, b.Float(-20, -40)), b.Float(89, 710))
	t, p, plo := expParts(b, z, nil, magic(b))
	tn := b.Min(t, b.Float(0x1.8p+23+64, 0x1.8p+52+512))
	s := pow2(b, tn)
	a := b.Sub(s, b.Const(1))
	m := b.FMA(s, p, a)
	mlo := b.Add(b.FMA(s, p, b.Sub(a, m)), b.Sub(b.Sub(s, a), b.Const(1)))
	y := b.Add(m, b.FMA(s, plo, mlo))
	rest := b.Shl(b.AddInt(b.SubInt(t, tn), bias(b)), mantissa(b))
	return signOf(b, b.Mul(y, rest), x)
}

// expParts returns e^(x+xlo) = 2ⁿ·(1 + p + plo), where t is n + magic; xlo nil
// is 0.
func expParts(b *ir.Builder, x, xlo, magic *ir.Value) (t, p, plo *ir.Value) {
	t = b.FMA(x, b.Const(log2e), magic)
	n := b.Sub(t, magic)
	rh := b.FMA(n, b.Float(-0x1.62e43p-1, -0x1.62e42fefa39efp-1), x)
	ln2lo := b.Float(0x1.05c61p-29, -0x1.abc9e3b39803fp-56)
	r := b.FMA(n, ln2lo, rh)
	rlo := b.FMA(n, ln2lo, b.Sub(rh, r))
	if xlo != nil {
		rlo = b.Add(rlo, xlo)
	}
	q := b.Mul(b.Horner(r, consts(b, expm1_32, expm1_64)...), r)
	p = b.FMA(q, r, r)
	plo = b.Add(b.FMA(q, r, b.Sub(r, p)), b.FMA(rlo, p, rlo))
	return t, p, plo
}

// timesExp returns (w + wlo)·2ⁿ·(1 + p + plo), t being n + magicDown.
func timesExp(b *ir.Builder, w, wlo, t, p, plo *ir.Value) *ir.Value {
	y := b.Add(w, b.FMA(w, p, b.FMA(w, plo, b.FMA(wlo, p, wlo))))
	return scaleDown(b, y, t, b.Sub(t, magicDown(b)))
}

// down is 2ⁿ·(1 − p), where t is n + magicDown.
type down struct{ t, n, p *ir.Value }

// expDown is e^−(x−less) for x ≥ 0; less nil is 0.
func expDown(b *ir.Builder, x, less *ir.Value) down {
	t := b.FMA(x, b.Const(-log2e), magicDown(b))
	n := b.Sub(t, magicDown(b))
	r := b.FMA(n, b.Float(-0x1.05c61p-29, 0x1.abc9e3b39803fp-56), b.FMA(n, b.Float(0x1.62e43p-1, 0x1.62e42fefa39efp-1), x))
	if less != nil {
		r = b.Sub(r, less)
	}
	q := b.Mul(b.Horner(r, consts(b, alternate(expm1_32), alternate(expm1_64))...), r)
	return down{t, n, b.FNMA(q, r, r)}
}

// alternate returns the coefficients in −r of those in r.
func alternate(coef []float64) []float64 {
	c := slices.Clone(coef)
	for i := len(c) - 2; i >= 0; i -= 2 {
		c[i] = -c[i]
	}
	return c
}

// times returns (w − less)·2ⁿ·(1 − p).
func (d down) times(b *ir.Builder, w, less *ir.Value) *ir.Value {
	return scaleDown(b, b.Sub(w, b.FMA(w, d.p, b.FNMA(less, d.p, less))), d.t, d.n)
}

// pow2 returns 2ⁿ of t = n + magic, where that is a normal number.
func pow2(b *ir.Builder, t *ir.Value) *ir.Value {
	return b.Pow2(t, b.Sub(t, magic(b)), 0)
}

func bias(b *ir.Builder) *ir.Value {
	if b.Bits() == 32 {
		return b.ConstBits(127)
	}
	return b.ConstBits(1023)
}

// bits returns the constant of the lane's size with these bits.
func bits(b *ir.Builder, u32 uint32, u64 uint64) *ir.Value {
	if b.Bits() == 32 {
		return b.ConstBits(uint64(u32))
	}
	return b.ConstBits(u64)
}

// signOf gives y the sign of x, for y that has it already or is a zero.
func signOf(b *ir.Builder, y, x *ir.Value) *ir.Value {
	return b.Or(y, b.And(x, b.SignBit()))
}

// ELU has alpha, ELUGrad dy, y and alpha.
func ELU(b *ir.Builder) {
	x := b.Input(1)
	b.Store(0, b.Select(b.Greater(x, b.Const(0)), x, b.Mul(b.Scalar(0), Expm1(b, x))))
}

func ELUGrad(b *ir.Builder) {
	dy, y := b.Input(1), b.Input(2)
	b.Store(0, b.Select(b.Greater(y, b.Const(0)), dy, b.Mul(dy, b.Add(y, b.Scalar(0)))))
}

// Log1p is ln(1+x), as kernels/log1p.go has it.
func Log1p(b *ir.Builder, x *ir.Value) *ir.Value {
	one := b.Const(1)
	u := b.Add(one, x)
	v := b.Sub(u, one)
	lo := b.Add(b.Sub(one, b.Sub(u, v)), b.Sub(x, v))
	s := logSplit(b, u)
	flo := b.Select(b.Less(u, b.Float(0x1p+30, 0x1p+60)), b.Mul(lo, s.shrink(b)), b.Const(0))
	g := b.Add(s.f, flo)
	glo := b.Add(b.Sub(s.f, g), flo)
	l := logCore(b, g, s.k, b.FMA(s.k, logLo(b), b.FNMA(g, glo, glo)))
	return logSpecial(b, signOf(b, l, x), u) // u is 0, +Inf or below 0 just where 1 + x is
}
