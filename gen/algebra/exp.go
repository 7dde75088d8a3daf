package algebra

import "github.com/lamina-go/lamina/gen/ir"

// The names and the order of operations here are those of the definitions in
// kernels/exp.go, tanh.go, sigmoid.go and log.go, which say where the
// constants come from.

const log2e = 0x1.71547652b82fep+0

func magic(b *ir.Builder) *ir.Value { return b.Float(0x1.8p+23, 0x1.8p+52) }

// reduce returns t = n + magic, n and r with x = n·ln 2 + r.
func reduce(b *ir.Builder, x *ir.Value) (t, n, r *ir.Value) {
	t = b.FMA(x, b.Const(log2e), magic(b))
	n = b.Sub(t, magic(b))
	r = b.FMA(n, b.Float(-0x1.62e43p-1, -0x1.62e42fefa39efp-1), x)
	r = b.FMA(n, b.Float(0x1.05c61p-29, -0x1.abc9e3b39803fp-56), r)
	return t, n, r
}

func consts(b *ir.Builder, c32, c64 []float64) []*ir.Value {
	c := c32
	if b.Bits() == 64 {
		c = c64
	}
	var vs []*ir.Value
	for _, x := range c {
		vs = append(vs, b.Const(x))
	}
	return vs
}

var (
	exp32 = []float64{0x1.694c9cp-10, 0x1.12398p-7, 0x1.555a26p-5, 0x1.555492p-3, 0x1.fffffap-2, 1, 1}
	exp64 = []float64{0x1.ad92ff4c50223p-26, 0x1.28ae00ae240bp-22, 0x1.71df18e74ac01p-19, 0x1.a019995b5d1d4p-16,
		0x1.a01a012ff004p-13, 0x1.6c16c1847815bp-10, 0x1.1111111126b36p-7, 0x1.55555555506b9p-5,
		0x1.55555555554fep-3, 0x1.000000000000ap-1, 1, 1}

	expm1_32 = []float64{0x1.9e0bfcp-13, 0x1.6d436ap-10, 0x1.111306p-7, 0x1.5554fp-5, 0x1.555554p-3, 0x1p-1}
	expm1_64 = []float64{0x1.1f1a1ca2da488p-29, 0x1.af5f18d55e5e8p-26, 0x1.27e5134378f66p-22, 0x1.71ddf818b6788p-19,
		0x1.a01a018e0d1afp-16, 0x1.a01a01b000b2fp-13, 0x1.6c16c16c1aaffp-10, 0x1.111111110f659p-7,
		0x1.555555555554dp-5, 0x1.5555555555559p-3, 0x1p-1}

	log1pUnit32 = []float64{0x1.1139b4p-9, -0x1.c0a61p-7, 0x1.590130p-5, -0x1.54f25ep-4, 0x1.ff295ap-4,
		-0x1.4a72c4p-3, 0x1.978b56p-3, -0x1.ffc59ep-3, 0x1.5553b6p-2, -0x1.fffff8p-2}
	atanh64 = []float64{0x1.66dc0297269c9p-28, 0x1.8853e1249eaddp-28, 0x1.a9ef86d143b77p-25, 0x1.aa171bdff12bfp-23, 0x1.e25cd73d67ab4p-21, 0x1.110d10d6576c3p-18, 0x1.3b13df1560ef1p-16, 0x1.745d15e2637d8p-14, 0x1.c71c71ce1d2abp-12, 0x1.2492492487969p-9, 0x1.9999999999aaep-7, 0x1.5555555555555p-4}

	log32 = []float64{0x1.13be0cp-4, -0x1.dd992ap-4, 0x1.e6dd24p-4, -0x1.fc3e3ap-4, 0x1.233af6p-3,
		-0x1.555b8cp-3, 0x1.99a478p-3, -0x1.000008p-2, 0x1.555548p-2}
	log64 = []float64{0x1.2f140bb24b689p-3, 0x1.39a05d50acad4p-3, 0x1.74664b835d63bp-3, 0x1.c71c51d0c0553p-3,
		0x1.2492494230764p-2, 0x1.999999997f9bbp-2, 0x1.5555555555593p-1}
)

// Exp is e^x.
func Exp(b *ir.Builder, x *ir.Value) *ir.Value {
	x = b.Max(x, b.Float(-104, -746))
	x = b.Min(x, b.Float(89, 710))
	return expReduced(b, x)
}

// expNeg is e^x for x ≤ 40 or NaN.
func expNeg(b *ir.Builder, x *ir.Value) *ir.Value {
	x = b.Max(x, b.Float(-104, -746))
	t := b.FMA(x, b.Const(log2e), magicDown(b))
	n := b.Sub(t, magicDown(b))
	r := b.FMA(n, b.Float(-0x1.62e43p-1, -0x1.62e42fefa39efp-1), x)
	r = b.FMA(n, b.Float(0x1.05c61p-29, -0x1.abc9e3b39803fp-56), r)
	return scaleDown(b, b.Horner(r, consts(b, exp32, exp64)...), t, n)
}

// down is what the exponent of 2ⁿ is raised by, so that 2^(n+down) is normal for
// all n of results that do not round to 0; bias + down is even, so ties round as
// ever.
const down32, down64 = 47, 133

// magicDown is magic for n ≤ 0, which leaves the bits of n + down in the exponent's
// place when shifted.
func magicDown(b *ir.Builder) *ir.Value {
	return b.Float(0x1.8p+23+127+down32, 0x1.8p+52+1023+down64)
}

// scaleDown returns x·2ⁿ, where t is n + magicDown.
func scaleDown(b *ir.Builder, x, t, n *ir.Value) *ir.Value {
	if b.Bits() == 32 {
		return b.ScaleDown(x, t, n, down32)
	}
	return b.ScaleDown(x, t, n, down64)
}

func expReduced(b *ir.Builder, x *ir.Value) *ir.Value {
	t, n, r := reduce(b, x)
	return b.Scale(b.Horner(r, consts(b, exp32, exp64)...), t, n)
}

// Sigmoid is e/(1+e) with e = e^x.
func Sigmoid(b *ir.Builder, x *ir.Value) *ir.Value {
	return portion(b, expNeg(b, b.Min(x, b.Float(20, 40))))
}

// portion is e/(1 + e).
func portion(b *ir.Builder, e *ir.Value) *ir.Value {
	inv := reciprocal(b, b.Add(b.Const(1), e))
	y := b.Mul(e, inv)
	return b.FMA(b.FNMA(y, e, b.Sub(e, y)), inv, y)
}

// Softplus is max(x, 0) + log(1 + e^−|x|).
func Softplus(b *ir.Builder, x *ir.Value) *ir.Value {
	return b.Add(ReLU(b, x), log1pUnit(b, expNeg(b, b.NegAbs(x))))
}

// log1pUnit is log(1 + e) for 0 ≤ e ≤ 1.
func log1pUnit(b *ir.Builder, e *ir.Value) *ir.Value {
	if b.Bits() == 32 {
		return b.FMA(b.Mul(e, e), b.Horner(e, consts(b, log1pUnit32, nil)...), e)
	}
	d := b.Add(b.Const(2), e)
	lo := b.Sub(e, b.Sub(d, b.Const(2)))
	twice := b.Add(e, e)
	u, inv := quotient(b, twice, d)
	ulo := b.Mul(b.FNMA(u, lo, b.FNMA(u, d, twice)), inv)
	s := b.Mul(u, u)
	p := b.Mul(b.Horner(s, consts(b, nil, atanh64)...), s)
	return b.Add(u, b.FMA(u, p, ulo))
}

func mantissa(b *ir.Builder) uint {
	if b.Bits() == 32 {
		return 23
	}
	return 52
}
