package algebra

import "github.com/lamina-go/lamina/gen/ir"

// JacobianSigmoid and JacobianTanh have s, dh, h, w and a scale.
func JacobianSigmoid(b *ir.Builder) {
	h := b.Input(2)
	d := b.Mul(h, b.Sub(b.Const(1), h))
	jacobian(b, d, b.Mul(d, b.FMA(b.Const(-2), h, b.Const(1))))
}

func JacobianTanh(b *ir.Builder) {
	h := b.Input(2)
	d := b.FNMA(h, h, b.Const(1))
	jacobian(b, d, b.Mul(d, h))
}

// jacobian takes d = s′ and u, d times its derivative but for a constant.
func jacobian(b *ir.Builder, d, u *ir.Value) {
	w, d2 := b.Input(3), b.Mul(d, d)
	b.SetAcc(b.FMA(d2, w, b.Acc()))
	b.Store(0, b.Add(b.Input(0), d2))
	b.Store(1, b.FMA(b.Scalar(0), b.Mul(u, w), b.Input(1)))
}

// JacobianReLU has s, h and w.
func JacobianReLU(b *ir.Builder) {
	on, zero := b.Greater(b.Input(1), b.Const(0)), b.Const(0)
	b.SetAcc(b.Add(b.Acc(), b.Select(on, b.Input(2), zero)))
	b.Store(0, b.Add(b.Input(0), b.Select(on, b.Const(1), zero)))
}
