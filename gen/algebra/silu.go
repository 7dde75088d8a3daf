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
	h, one := b.Min(b.Abs(x), b.Float(110, 800)), b.Const(1)
	e := expDown(b, h, nil)
	v := scaleDown(b, b.Sub(one, e.p), e.t, e.n)
	inv := reciprocal(b, b.Add(one, v))
	rest := b.FNMA(inv, v, b.Sub(one, inv))
	r := b.FMA(rest, inv, inv)
	rlo := b.FMA(rest, inv, b.Sub(inv, r))
	q := b.FNMA(h, r, one)
	qlo := b.FMA(h, b.Sub(one, r), b.Sub(b.Sub(one, h), q))
	w := b.Mul(r, q)
	wless := b.FNMA(r, qlo, b.FNMA(rlo, b.FMA(b.Const(2), q, b.Const(-1)), b.FNMA(r, q, w)))
	y := e.times(b, w, wless)
	slope := b.Select(b.Less(x, b.Const(0)), y, b.Sub(one, y))
	b.Store(0, b.Mul(b.Input(1), slope))
}
