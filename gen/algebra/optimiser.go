package algebra

import "github.com/lamina-go/lamina/gen/ir"

// AdamStep has p, m, v, g and lr, β₁, 1−β₁, β₂, 1−β₂, ε, C1, C2.
func AdamStep(b *ir.Builder) {
	p := b.Input(0)
	b.Store(0, b.FNMA(b.Scalar(0), adam(b), p))
}

// AdamWStep has the decay after AdamStep's parameters.
func AdamWStep(b *ir.Builder) {
	p := b.Input(0)
	b.Store(0, b.FNMA(b.Scalar(0), b.FMA(b.Scalar(8), p, adam(b)), p))
}

// adam updates the moments and returns Adam's direction.
func adam(b *ir.Builder) *ir.Value {
	m, v, g := b.Input(1), b.Input(2), b.Input(3)
	s := b.Scalar
	m = flush(b, b.FMA(s(1), m, b.Mul(s(2), g)))
	v = flush(b, b.FMA(s(3), v, b.Mul(s(4), b.Mul(g, g))))
	den := b.Add(b.Sqrt(b.Mul(s(7), v)), s(5))
	b.Store(1, m)
	b.Store(2, v)
	return b.Div(b.Mul(s(6), m), den)
}

// flush is x, or +0 where |x| is below the least normal number.
func flush(b *ir.Builder, x *ir.Value) *ir.Value {
	return b.Select(b.Less(b.Abs(x), b.Float(0x1p-126, 0x1p-1022)), b.Const(0), x)
}

// SGDStep has p, buf, g and lr, momentum.
func SGDStep(b *ir.Builder) {
	buf := flush(b, b.FMA(b.Scalar(1), b.Input(1), b.Input(2)))
	b.Store(0, b.FNMA(b.Scalar(0), buf, b.Input(0)))
	b.Store(1, buf)
}

// NesterovStep looks one step of momentum ahead.
func NesterovStep(b *ir.Builder) {
	g := b.Input(2)
	buf := flush(b, b.FMA(b.Scalar(1), b.Input(1), g))
	b.Store(0, b.FNMA(b.Scalar(0), b.FMA(b.Scalar(1), buf, g), b.Input(0)))
	b.Store(1, buf)
}
