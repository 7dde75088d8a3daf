package algebra

import "github.com/lamina-go/lamina/gen/ir"

// The names and the order of operations here are those of kernels/silu.go.

// SiLU is x/(1 + e^−x).
func SiLU(b *ir.Builder, x *ir.Value) *ir.Value { return b.Sub(positive(b, x), siluLess(b, x)) }

func siluLess(b *ir.Builder, x *ir.Value) *ir.Value {
	h, one := b.Min(b.Abs(x), b.Float(110, 800)), b.Const(1)
	e := expDown(b, h, nil)
	y := scaleDown(b, b.Sub(one, e.p), e.t, e.n)
	inv := reciprocal(b, b.Add(one, y))
	v := b.Mul(h, inv)
	vless := b.Mul(b.FMA(v, y, b.Sub(v, h)), inv)
	return e.times(b, v, vless)
}

// SiLUGrad has dy, loaded last, and x.
func SiLUGrad(b *ir.Builder) {
	x := b.Input(2)
	one, l := b.Const(1), newLogistic(b, x)
	a := b.Sub(one, l.h)
	n := b.Add(a, l.e)
	nlo := b.Add(b.Add(b.Sub(l.e, b.Sub(n, a)), b.Sub(b.Sub(one, a), l.h)), l.elo)
	d := b.Mul(l.d, l.d)
	dlo := b.FMA(b.Add(l.d, l.d), l.dlo, b.FMA(l.d, l.d, b.Neg(d)))
	inv := b.Mul(l.inv, l.inv)
	v := divide(b, n, d, inv)
	vlo := b.Mul(b.Add(b.FNMA(v, dlo, b.FNMA(v, d, n)), nlo), inv)
	y := timesExp(b, v, vlo, l.t, l.p, l.plo)
	slope := b.Select(b.Less(x, b.Const(0)), y, b.Sub(one, y))
	b.Store(0, b.Mul(b.Input(1), slope))
}

// logistic is e^−h = e + elo for h = |x|, with d + dlo = 1 + e^−h.
type logistic struct{ h, t, p, plo, e, elo, d, dlo, inv *ir.Value }

func newLogistic(b *ir.Builder, x *ir.Value) logistic {
	one := b.Const(1)
	l := logistic{h: b.Min(b.Abs(x), b.Float(120, 800))}
	l.t, l.p, l.plo = expParts(b, b.Neg(l.h), nil, magicDown(b))
	n := b.Sub(l.t, magicDown(b))
	m := b.Add(one, l.p)
	l.e = scaleDown(b, m, l.t, n)
	l.elo = scaleDown(b, b.Add(b.Sub(l.p, b.Sub(m, one)), l.plo), l.t, n)
	l.d = b.Add(one, l.e)
	l.dlo = b.Add(b.Sub(l.e, b.Sub(l.d, one)), l.elo)
	l.inv = reciprocal(b, l.d)
	return l
}
