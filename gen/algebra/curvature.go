package algebra

import "github.com/lamina-go/lamina/gen/ir"

// The order of operations here is that of kernels/curvature.go.

// SigmoidCurvature, TanhCurvature and SoftplusCurvature are second derivatives
// from the output y.
func SigmoidCurvature(b *ir.Builder, y *ir.Value) *ir.Value {
	one := b.Const(1)
	return b.Mul(b.Mul(y, b.Sub(one, y)), b.FMA(b.Const(-2), y, one))
}

func TanhCurvature(b *ir.Builder, y *ir.Value) *ir.Value {
	return b.Mul(b.Mul(b.Const(-2), y), b.FNMA(y, y, b.Const(1)))
}

// ELUCurvature has y and alpha.
func ELUCurvature(b *ir.Builder) {
	y, alpha := b.Input(1), b.Scalar(0)
	b.Store(0, b.Add(b.Select(b.Greater(y, b.Const(0)), b.Neg(alpha), y), alpha))
}

// SoftplusGrad has dy and y.
func SoftplusGrad(b *ir.Builder, dy, y *ir.Value) *ir.Value {
	return b.Mul(dy, b.Neg(Expm1(b, b.Neg(y))))
}

func SoftplusCurvature(b *ir.Builder, y *ir.Value) *ir.Value {
	e := Expm1(b, b.Neg(y))
	return b.FNMA(e, e, b.Neg(e))
}

// SiLUCurvature and GELUCurvature are second derivatives from the input x.
func SiLUCurvature(b *ir.Builder, x *ir.Value) *ir.Value {
	one, h := b.Const(1), b.Max(b.NegAbs(x), b.Float(-120, -800))
	s := Sigmoid(b, h)
	t := b.Mul(s, b.Sub(one, s))
	return b.Mul(t, b.FMA(h, b.FMA(b.Const(-2), s, one), b.Const(2)))
}

func GELUCurvature(b *ir.Builder, x *ir.Value) *ir.Value {
	h := b.Min(b.Abs(x), b.Float(15, 40))
	sq := b.Mul(h, h)
	e := Exp(b, b.Mul(b.Const(-0.5), sq))
	const density = 0x1.9884533d43651p-2 // 1/√(2π)
	return b.Mul(e, b.FNMA(b.Const(density), sq, b.Const(2*density)))
}
