package algebra

import "github.com/lamina-go/lamina/gen/ir"

// GaussianFloorGrad has dm, da, m, a, x and scale, floor.
func GaussianFloorGrad(b *ir.Builder) {
	m, a, x := b.Input(2), b.Input(3), b.Input(4)
	half, scale := b.Const(0.5), b.Scalar(0)
	e := Exp(b, a)
	s := b.Add(b.Scalar(1), e)
	inv := b.Div(b.Const(1), s)
	d := b.Sub(m, x)
	g := b.Mul(d, inv)
	q := b.Mul(d, g)
	b.SetAcc(b.FMA(half, b.Add(Log(b, s), q), b.Acc()))
	b.Store(0, b.Mul(scale, g))
	b.Store(1, b.Mul(scale, b.Mul(b.FNMA(half, q, half), b.Mul(e, inv))))
}

// ContinuousBernoulliGrad has da, a, x and scale.
func ContinuousBernoulliGrad(b *ir.Builder) {
	a, x := b.Input(1), b.Input(2)
	u, e := continuousBernoulli(b, a)
	logNorm := b.Add(b.Maximum(a, b.Const(0)), Log(b, b.Div(b.Neg(e), u)))
	b.SetAcc(b.Add(b.Acc(), b.FNMA(x, a, logNorm)))
	b.Store(0, b.Mul(b.Scalar(0), b.Sub(continuousBernoulliMean(b, a, u, e), x)))
}

// ContinuousBernoulliMean is E[x] by the logit a.
func ContinuousBernoulliMean(b *ir.Builder, a *ir.Value) *ir.Value {
	u, e := continuousBernoulli(b, a)
	return continuousBernoulliMean(b, a, u, e)
}

// continuousBernoulli returns u = max(|a|, 2⁻⁶⁰) and e^−u − 1.
func continuousBernoulli(b *ir.Builder, a *ir.Value) (u, e *ir.Value) {
	u = b.Maximum(b.Abs(a), b.Const(0x1p-60))
	return u, Expm1(b, b.Neg(u))
}

func continuousBernoulliMean(b *ir.Builder, a, u, e *ir.Value) *ir.Value {
	one := b.Const(1)
	var c []*ir.Value
	for _, x := range bernoulliSeries {
		c = append(c, b.Const(x))
	}
	near := b.FMA(b.Horner(b.Mul(u, u), c...), u, b.Const(0.5))
	far := b.Sub(b.Div(b.Const(-1), e), b.Div(one, u))
	mean := b.Select(b.Less(u, one), near, far)
	return b.Select(b.Less(a, b.Const(0)), b.Sub(one, mean), mean)
}

// bernoulliSeries is that of kernels/likelihood_learned.go.
var bernoulliSeries = [...]float64{
	-174611.0 / 802857662698291200000,
	43867.0 / 5109094217170944000,
	-3617.0 / 10670622842880000,
	1.0 / 74724249600,
	-691.0 / 1307674368000,
	1.0 / 47900160,
	-1.0 / 1209600,
	1.0 / 30240,
	-1.0 / 720,
	1.0 / 12,
}
