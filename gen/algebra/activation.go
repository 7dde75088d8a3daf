package algebra

import "github.com/lamina-go/lamina/gen/ir"

// ReLU is max(x, 0), with −0 and NaN as they come.
func ReLU(b *ir.Builder, x *ir.Value) *ir.Value { return b.Max(x, b.Const(0)) }

// SigmoidGrad, TanhGrad and ReLUGrad take dy and the output y.
func SigmoidGrad(b *ir.Builder, dy, y *ir.Value) *ir.Value {
	return b.Mul(dy, b.Mul(y, b.Sub(b.Const(1), y)))
}

func TanhGrad(b *ir.Builder, dy, y *ir.Value) *ir.Value {
	return b.Mul(dy, b.FNMA(y, y, b.Const(1)))
}

func ReLUGrad(b *ir.Builder, dy, y *ir.Value) *ir.Value {
	return b.Select(b.Greater(y, b.Const(0)), dy, b.Const(0))
}
