package algebra

import "github.com/lamina-go/lamina/gen/ir"

// GaussianGrad has dm, dv, m, v, x and scale; v is the log-variance.
func GaussianGrad(b *ir.Builder) {
	m, v, x := b.Input(2), b.Input(3), b.Input(4)
	half, scale := b.Const(0.5), b.Scalar(0)
	d := b.Sub(m, x)
	g := b.Mul(d, Exp(b, b.Neg(v)))
	q := b.Mul(d, g)
	b.SetAcc(b.FMA(half, b.Add(v, q), b.Acc()))
	b.Store(0, b.Mul(scale, g))
	b.Store(1, b.Mul(scale, b.FNMA(half, q, half)))
}

// PoissonGrad has da, a, x and scale.
func PoissonGrad(b *ir.Builder) {
	a, x := b.Input(1), b.Input(2)
	e := Exp(b, a)
	b.SetAcc(b.Add(b.Acc(), b.FNMA(x, a, e)))
	b.Store(0, b.Mul(b.Scalar(0), b.Sub(e, x)))
}

// LaplaceGrad has dm, m, x and scale.
func LaplaceGrad(b *ir.Builder) {
	d := b.Sub(b.Input(1), b.Input(2))
	b.SetAcc(b.Add(b.Acc(), b.Abs(d)))
	b.Store(0, scaledSign(b, d))
}

// CrossEntropyGrad has da, a, x and m, inv, scale; da has ExpShift's terms.
func CrossEntropyGrad(b *ir.Builder) {
	e, a, x := b.Input(0), b.Input(1), b.Input(2)
	b.SetAcc(b.FMA(x, b.Sub(a, b.Scalar(0)), b.Acc()))
	b.Store(0, b.Mul(b.Scalar(2), b.FMA(e, b.Scalar(1), b.Neg(x))))
}
