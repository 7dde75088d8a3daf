package algebra

import "github.com/lamina-go/lamina/gen/ir"

// SquaredErrorGrad has dr, r, x and scale.
func SquaredErrorGrad(b *ir.Builder) {
	d := b.Sub(b.Input(1), b.Input(2))
	b.SetAcc(b.FMA(d, d, b.Acc()))
	b.Store(0, b.Mul(b.Scalar(0), d))
}

// BernoulliGrad has da, a, x and scale.
func BernoulliGrad(b *ir.Builder) {
	a, x := b.Input(1), b.Input(2)
	e := expNeg(b, b.NegAbs(a))
	value := b.Add(b.FNMA(x, a, ReLU(b, a)), log1pUnit(b, e))
	u := portion(b, e)
	g := b.Select(b.Less(a, b.Const(0)), b.Sub(u, x), b.Sub(b.Sub(b.Const(1), x), u))
	b.SetAcc(b.Add(b.Acc(), value))
	b.Store(0, b.Mul(b.Scalar(0), g))
}

// L1Grad has dh, h and scale.
func L1Grad(b *ir.Builder) {
	h := b.Input(1)
	b.SetAcc(b.Add(b.Acc(), b.Abs(h)))
	b.Store(0, b.Add(b.Input(0), scaledSign(b, h)))
}

// scaledSign is scale·sign(x), +0 where x is 0 or NaN.
func scaledSign(b *ir.Builder, x *ir.Value) *ir.Value {
	scale, zero := b.Scalar(0), b.Const(0)
	s := b.Select(b.Less(x, zero), b.Neg(scale), zero)
	return b.Select(b.Greater(x, zero), scale, s)
}
