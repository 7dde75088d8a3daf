package algebra

import "github.com/lamina-go/lamina/gen/ir"

// LeakyReLU has alpha, LeakyReLUGrad dy, y and alpha.
func LeakyReLU(b *ir.Builder) {
	x := b.Input(1)
	b.Store(0, b.Select(b.Greater(x, b.Const(0)), x, b.Mul(b.Scalar(0), x)))
}

func LeakyReLUGrad(b *ir.Builder) {
	dy := b.Input(1)
	b.Store(0, b.Select(b.Greater(b.Input(2), b.Const(0)), dy, b.Mul(b.Scalar(0), dy)))
}

// SoftThreshold has lambda, SoftThresholdGrad dy and y.
func SoftThreshold(b *ir.Builder) {
	x, lambda := b.Input(1), b.Scalar(0)
	b.Store(0, b.Sub(x, b.Min(b.Max(x, b.Neg(lambda)), lambda)))
}

func SoftThresholdGrad(b *ir.Builder, dy, y *ir.Value) *ir.Value {
	return b.Select(b.Equal(y, b.Const(0)), b.Const(0), dy)
}

// LogSigmoid is −Softplus(−x).
func LogSigmoid(b *ir.Builder, x *ir.Value) *ir.Value { return b.Neg(Softplus(b, b.Neg(x))) }
