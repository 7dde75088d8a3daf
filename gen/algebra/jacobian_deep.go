package algebra

import "github.com/lamina-go/lamina/gen/ir"

// JacobianRow has s, da, d, dd, w and 2·scale: d and dd are any activation's
// first two derivatives.
func JacobianRow(b *ir.Builder) {
	d, dd, w := b.Input(2), b.Input(3), b.Input(4)
	d2 := b.Mul(d, d)
	b.SetAcc(b.FMA(d2, w, b.Acc()))
	b.Store(0, b.Add(b.Input(0), d2))
	b.Store(1, b.FMA(b.Scalar(0), b.Mul(b.Mul(d, dd), w), b.Input(1)))
}

// ScaleProduct has dst, x, y and alpha.
func ScaleProduct(b *ir.Builder) {
	b.Store(0, b.Mul(b.Mul(b.Scalar(0), b.Input(1)), b.Input(2)))
}

// ScaledProductGrad has dc, p, w, c and alpha.
func ScaledProductGrad(b *ir.Builder) {
	t := b.Mul(b.Input(1), b.Input(2))
	b.SetAcc(b.FMA(t, b.Input(3), b.Acc()))
	b.Store(0, b.FMA(b.Scalar(0), t, b.Input(0)))
}
