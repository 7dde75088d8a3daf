package algebra

import "github.com/lamina-go/lamina/gen/ir"

// Rot has x, y and c, s.
func Rot(b *ir.Builder) {
	x, y, c, s := b.Input(0), b.Input(1), b.Scalar(0), b.Scalar(1)
	b.Store(0, b.FMA(s, y, b.Mul(c, x)))
	b.Store(1, b.FNMA(s, x, b.Mul(c, y)))
}

// Bias is dst[i] = f(dst[i] + bias[i]).
func Bias(f func(*ir.Builder, *ir.Value) *ir.Value) func(*ir.Builder) {
	return func(b *ir.Builder) { b.Store(0, f(b, b.Add(b.Input(0), b.Input(1)))) }
}
