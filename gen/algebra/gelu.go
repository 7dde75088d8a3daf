package algebra

import "github.com/lamina-go/lamina/gen/ir"

// The names and the order of operations here are those of kernels/gelu.go.

// GELU is x·Φ(x).
func GELU(b *ir.Builder, x *ir.Value) *ir.Value {
	if b.Bits() == 32 {
		return b.Sub(positive(b, x), geluLess(b, x))
	}
	g := newGaussian(b, x)
	y := g.times(b, g.v, g.vlo, consts(b, nil, gelu64), b.Const(geluLo64[0]), b.Const(geluLo64[1]))
	return b.Select(b.Less(x, b.Const(0)), b.CopySign(y, x), b.Sub(x, y))
}

// positive is max(x, −0).
func positive(b *ir.Builder, x *ir.Value) *ir.Value { return b.Max(x, b.SignBit()) }

func geluLess(b *ir.Builder, x *ir.Value) *ir.Value {
	h := b.Min(b.Abs(x), b.Const(15))
	d := b.Add(h, b.Const(4))
	dlo := b.Sub(h, b.Sub(d, b.Const(4)))
	inv := reciprocal(b, d)
	v := b.Mul(h, inv)
	vlo := b.Mul(b.FNMA(v, dlo, b.FNMA(v, d, h)), inv)

	s := b.FMA(b.Const(2), vlo, b.FMA(b.Const(2), v, b.Const(-1)))
	coef := consts(b, gelu32, nil)
	last := len(coef) - 2
	q := b.Horner(s, coef[:last]...)
	p := b.FMA(q, s, coef[last])
	m := b.FMA(p, s, coef[last+1])
	mlo := b.FMA(b.FMA(q, s, b.Sub(coef[last], p)), s, b.FMA(p, s, b.Sub(coef[last+1], m)))
	mlo = b.Add(mlo, b.FMA(b.Const(geluLo32[0]), s, b.Const(geluLo32[1])))
	w := b.Mul(v, m)
	wless := b.FNMA(v, mlo, b.FNMA(vlo, m, b.FNMA(v, m, w)))

	half := b.Mul(b.Const(0.5), h)
	sq := b.Mul(half, h)
	e := expDown(b, sq, b.FNMA(half, h, sq))
	return e.times(b, w, wless)
}

// GELUGrad has dy, loaded last, and x.
func GELUGrad(b *ir.Builder) {
	x := b.Input(2)
	g := newGaussian(b, x)
	y := g.times(b, g.d, g.dlo, consts(b, geluGrad32, geluGrad64), b.Float(geluGradLo32[0], geluGradLo64[0]), b.Float(geluGradLo32[1], geluGradLo64[1]))
	slope := b.Select(b.Less(x, b.Const(0)), y, b.Sub(b.Const(1), y))
	b.Store(0, b.Mul(b.Input(1), slope))
}

// gaussian is h = |x| with d + dlo = h + 4 and v + vlo = h/(h+4).
type gaussian struct{ h, d, dlo, v, vlo *ir.Value }

func newGaussian(b *ir.Builder, x *ir.Value) gaussian {
	var g gaussian
	g.h = b.Min(b.Abs(x), b.Float(15, 40))
	g.d = b.Add(g.h, b.Const(4))
	g.dlo = b.Sub(g.h, b.Sub(g.d, b.Const(4)))
	v, inv := quotient(b, g.h, g.d)
	g.v = v
	g.vlo = b.Mul(b.FNMA(v, g.dlo, b.FNMA(v, g.d, g.h)), inv)
	return g
}

// times returns (f + flo)·P(2v − 1)·e^(−h²/2), where lo belongs to the last two
// of P's coefficients, whose steps are compensated.
func (g gaussian) times(b *ir.Builder, f, flo *ir.Value, coef []*ir.Value, lo ...*ir.Value) *ir.Value {
	s := b.FMA(b.Const(2), g.v, b.Const(-1))
	slo := b.Sub(b.Add(g.vlo, g.vlo), b.FNMA(b.Const(2), g.v, b.Add(s, b.Const(1))))
	n := len(coef) - len(lo)
	q := b.Horner(s, coef[:n]...)
	m := q
	var p, mlo *ir.Value
	for i, c := range coef[n:] {
		p = m
		t := b.Mul(p, s)
		less := b.FNMA(p, s, t)
		m = b.Add(c, t)
		v := b.Sub(m, c)
		rest := b.Add(b.Add(b.Sub(c, b.Sub(m, v)), b.Sub(t, v)), b.Sub(lo[i], less))
		if i > 0 {
			rest = b.FMA(mlo, s, rest)
		}
		mlo = rest
	}
	mlo = b.FMA(b.FMA(s, q, p), slo, mlo)
	w := b.Mul(f, m)
	wlo := b.Sub(b.FMA(f, mlo, b.Mul(flo, m)), b.FNMA(f, m, w))

	// After the polynomial, which needs the registers.
	sq := b.Mul(g.h, g.h)
	sqless := b.FNMA(g.h, g.h, sq)
	et, ep, eplo := expParts(b, b.Mul(b.Const(-0.5), sq), b.Mul(b.Const(0.5), sqless), magicDown(b))
	return timesExp(b, w, wlo, et, ep, eplo)
}

var (
	gelu32       = []float64{-0x1.8e03aep-15, -0x1.d5d8dcp-13, 0x1.66ce52p-13, 0x1.ad934cp-10, -0x1.c993bp-9, -0x1.ee5ccep-8, 0x1.eec7fp-5, -0x1.7dfefcp-3, 0x1.8c6dbap-2, -0x1.373e3ap-1, 0x1.82b4bcp-1}
	geluGrad32   = []float64{0x1.934906p-21, 0x1.88ec98p-17, 0x1.0a74aep-16, -0x1.bb138ap-14, 0x1.12f5b2p-16, 0x1.27166ap-10, -0x1.42674cp-8, 0x1.a4220ap-7, -0x1.9195f6p-6, 0x1.2dda06p-5, -0x1.dc4ecep-3, -0x1.805908p-3}
	geluLo32     = [2]float64{-0x1.b64eeap-26, -0x1.b597fap-27}
	geluGradLo32 = [2]float64{-0x1.0c0436p-29, 0x1.ec01e8p-29}

	gelu64       = []float64{0x1.b04c20d51ed7cp-35, -0x1.4935ae16b7b9fp-31, -0x1.6609ae0de6ac8p-29, 0x1.92e2fcdff8f89p-30, 0x1.4fd444904386fp-26, 0x1.e0015c5197d95p-27, -0x1.6d7cc98942fcep-24, -0x1.4e0b8853c805dp-23, 0x1.2373fe7defb49p-22, 0x1.124da7150779cp-20, -0x1.51f0a9a75069fp-21, -0x1.8d4d8379c91e4p-18, 0x1.80b564fad5d0ep-21, 0x1.26d0ae6b6efaep-15, -0x1.001e81628375ep-19, -0x1.e4a42659c4548p-13, 0x1.17a4ae4c3ce07p-13, 0x1.ab825fc41ef67p-10, -0x1.c81719d57168dp-9, -0x1.ee2761048afcdp-8, 0x1.eec4cc3e4d484p-5, -0x1.7dff2bff68371p-3, 0x1.8c6dbf2cfc2b3p-2, -0x1.373e3a893c28ap-1, 0x1.82b4bb8c94dcep-1}
	geluGrad64   = []float64{-0x1.d1d9fc827c147p-39, -0x1.0d5941d2f7d13p-36, -0x1.498bcfe8996dbp-40, 0x1.fbdb13c16451ep-34, 0x1.7eebf12214155p-33, -0x1.c4bfe1fe3638cp-32, -0x1.810cf991f44bdp-30, 0x1.11467b9ba45bap-31, 0x1.093b934a55b51p-27, 0x1.58abc64a711b1p-28, -0x1.42131f4a825d1p-25, -0x1.e8518bf7fe073p-25, 0x1.9031fcd0e047cp-23, 0x1.d240d91dfa2bdp-22, -0x1.2bcfebf17ccd9p-20, -0x1.92eef9b8de1e3p-19, 0x1.373b1e4ba03e7p-17, 0x1.2904af29f8784p-16, -0x1.b10f97521132bp-14, 0x1.1341430ce0bap-16, 0x1.26e6997101cc7p-10, -0x1.4269669359d5fp-8, 0x1.a422c25a1713ep-7, -0x1.9195e25b09308p-6, 0x1.2dda040d62d0ep-5, -0x1.dc4ece5769c33p-3, -0x1.805907847a174p-3}
	geluLo64     = [2]float64{-0x1.8a05e5df368eep-56, -0x1.a73d4ad843bb2p-56}
	geluGradLo64 = [2]float64{0x1.5aaccddf3e223p-59, 0x1.3efcf58c99779p-57}
)
