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
	b.SetAcc(b.Add(b.Acc(), b.FNMA(x, a, Softplus(b, a))))
	b.Store(0, b.Mul(b.Scalar(0), b.Sub(Sigmoid(b, a), x)))
}

// L1Grad has dh, h and scale.
func L1Grad(b *ir.Builder) {
	h, scale, zero := b.Input(1), b.Scalar(0), b.Const(0)
	b.SetAcc(b.Add(b.Acc(), b.Abs(h)))
	s := b.Select(b.Less(h, zero), b.Neg(scale), zero)
	s = b.Select(b.Greater(h, zero), scale, s)
	b.Store(0, b.Add(b.Input(0), s))
}
