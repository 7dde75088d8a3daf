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
	u, one := b.Abs(a), b.Const(1)
	near := b.FMA(b.Horner(b.Mul(a, a), consts(b, bernoulliMean32, bernoulliMean64)...), a, b.Const(0.5))
	v := b.Min(u, b.Const(1000))
	d := b.Div(b.FNMA(v, b.Div(one, Expm1(b, v)), one), u)
	far := b.Select(b.Less(a, b.Const(0)), d, b.Sub(one, d))
	return b.Select(b.Less(u, b.Const(2)), near, far)
}

// These are bernoulliMeanCoef of kernels/likelihood_learned.go.
var (
	bernoulliMean32 = []float64{-0x1.b174dep-32, 0x1.5ce65cp-26, -0x1.bb3a1ep-21, 0x1.156466p-15, -0x1.6c16bcp-10, 0x1.555556p-4}
	bernoulliMean64 = []float64{0x1.db16cc9ec36f6p-59, -0x1.c85ef977724aep-53, 0x1.31c14b6cc26a3p-47, -0x1.7d480a243cf13p-42,
		0x1.d6d514ef48785p-37, -0x1.22803c5468dd9p-31, 0x1.66a8f1dec7df9p-26, -0x1.bbd7792fd1d51p-21, 0x1.1566abc00dc60p-15,
		-0x1.6c16c16c16be9p-10, 0x1.5555555555555p-4}
)

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
