package algebra

import "github.com/lamina-go/lamina/gen/ir"

// The names and the order of operations here are those of kernels/gelu.go.

// GELU is x·Φ(x).
func GELU(b *ir.Builder, x *ir.Value) *ir.Value {
	g := newGaussian(b, x)
	y := g.times(b, g.v, g.vlo, consts(b, gelu32, gelu64), b.Float(0, geluLastLo64))
	return b.Select(b.Less(x, b.Const(0)), b.CopySign(y, x), b.Sub(x, y))
}

// GELUGrad has dy and x.
func GELUGrad(b *ir.Builder, dy, x *ir.Value) *ir.Value {
	g := newGaussian(b, x)
	y := g.times(b, g.d, g.dlo, consts(b, geluGrad32, geluGrad64), b.Float(0, geluGradLastLo64))
	return b.Mul(dy, b.Select(b.Less(x, b.Const(0)), y, b.Sub(b.Const(1), y)))
}

// gaussian is e^(−h²/2) as expParts has it, with d + dlo = h + 4 and
// v + vlo = h/(h+4), for h = |x|.
type gaussian struct{ t, p, plo, d, dlo, v, vlo *ir.Value }

func newGaussian(b *ir.Builder, x *ir.Value) gaussian {
	var g gaussian
	h := b.Min(b.Abs(x), b.Float(15, 40))
	sq := b.Mul(h, h)
	sqlo := b.FMA(h, h, b.Neg(sq))
	half := b.Const(-0.5)
	g.t, g.p, g.plo = expParts(b, b.Mul(half, sq), b.Mul(half, sqlo))
	g.d = b.Add(h, b.Const(4))
	g.dlo = b.Sub(h, b.Sub(g.d, b.Const(4)))
	g.v = b.Div(h, g.d)
	g.vlo = b.Mul(b.FNMA(g.v, g.dlo, b.FNMA(g.v, g.d, h)), b.FMA(b.Const(-0.25), g.v, b.Const(0.25)))
	return g
}

// times returns (f + flo)·P(2v − 1)·e^(−h²/2), where lo belongs to the last of
// P's coefficients.
func (g gaussian) times(b *ir.Builder, f, flo *ir.Value, coef []*ir.Value, lo *ir.Value) *ir.Value {
	s := b.FMA(b.Const(2), g.v, b.Const(-1))
	n := len(coef) - 1
	p, c := b.Horner(s, coef[:n]...), coef[n]
	m := b.FMA(p, s, c)
	mlo := b.FMA(p, b.Add(g.vlo, g.vlo), b.Add(b.FMA(p, s, b.Sub(c, m)), lo))
	w := b.Mul(f, m)
	wlo := b.Add(b.FMA(f, m, b.Neg(w)), b.FMA(f, mlo, b.Mul(flo, m)))
	return timesExp(b, w, wlo, g.t, g.p, g.plo)
}

const (
	geluLastLo64     = -0x1.a73d4ad843bb2p-56
	geluGradLastLo64 = 0x1.3efcf3818a601p-57
)

var (
	gelu32     = []float64{-0x1.0db34ap-15, -0x1.8e1d38p-13, 0x1.7a029ep-13, 0x1.a6ec1ep-10, -0x1.cb5924p-9, -0x1.edefap-8, 0x1.eed0aep-5, -0x1.7dff58p-3, 0x1.8c6d9cp-2, -0x1.373e3ap-1, 0x1.82b4bcp-1}
	geluGrad32 = []float64{-0x1.8cf6f6p-18, -0x1.0581p-17, 0x1.b0e8f2p-20, -0x1.9856f6p-14, 0x1.f4c556p-16, 0x1.276796p-10, -0x1.42a606p-8, 0x1.a41a3p-7, -0x1.91944ep-6, 0x1.2dda46p-5, -0x1.dc4edp-3, -0x1.805908p-3}
	gelu64     = []float64{0x1.189d083a4252dp-35, -0x1.5a181abae650fp-31, -0x1.5d80fb67baa4ap-29, 0x1.b638f9d515718p-30, 0x1.4e36785139cffp-26, 0x1.d7dd269a3d7c8p-27, -0x1.6d282a930c2a2p-24, -0x1.4d80a59871be2p-23, 0x1.236a2ec189e23p-22, 0x1.1241d50087f29p-20, -0x1.51ef807050c15p-21, -0x1.8d4c2cfee70fep-18, 0x1.80b55b4a4196dp-21, 0x1.26d0a16b9aaccp-15, -0x1.001e8499a5895p-19, -0x1.e4a425b2f1c3bp-13, 0x1.17a4ae4f63dc7p-13, 0x1.ab825fc179422p-10, -0x1.c81719d576251p-9, -0x1.ee2761047e6d3p-8, 0x1.eec4cc3e4d4abp-5, -0x1.7dff2bff683adp-3, 0x1.8c6dbf2cfc2b3p-2, -0x1.373e3a893c28ap-1, 0x1.82b4bb8c94dcep-1}
	geluGrad64 = []float64{-0x1.966eefe7c8e6cp-41, -0x1.720363a9a5087p-38, 0x1.4d948cda220d2p-39, 0x1.6c9abe8e057a8p-34, 0x1.2f14c17bdfcdap-33, -0x1.98c5e5e09d71ap-32, -0x1.6c834a195cb1dp-30, 0x1.0771a3c89a4b7p-31, 0x1.0683f5915f636p-27, 0x1.58230b657552fp-28, -0x1.41a3519d8ef1fp-25, -0x1.e83186bff4bbap-25, 0x1.90266fa1f7e5dp-23, 0x1.d23e729f9c482p-22, -0x1.2bcf8890ed4p-20, -0x1.92eedfcbc85dp-19, 0x1.373b1c2a6f6dbp-17, 0x1.2904ae7ee1fcdp-16, -0x1.b10f974b069d7p-14, 0x1.134143224ad9cp-16, 0x1.26e69970fb952p-10, -0x1.426966935b5d2p-8, 0x1.a422c25a17183p-7, -0x1.9195e25b092d1p-6, 0x1.2dda040d62d0ep-5, -0x1.dc4ece5769c33p-3, -0x1.805907847a174p-3}
)
