package algebra

import "github.com/lamina-go/lamina/gen/ir"

// The coefficients are those of kernels/trig.go.
var (
	sin32 = []float64{-0x1.991fdp-13, 0x1.1106cep-7, -0x1.555544p-3}
	cos32 = []float64{0x1.99e1d8p-16, -0x1.6c0c1cp-10, 0x1.55554ap-5}
	sin64 = []float64{0x1.5d7fe4353ba55p-33, -0x1.ae5e25436a2efp-26, 0x1.71de3525fa94fp-19, -0x1.a01a019bb4afdp-13, 0x1.111111110f59bp-7, -0x1.5555555555547p-3}
	cos64 = []float64{-0x1.8f97bf10243a3p-37, 0x1.1ee9c0164513cp-29, -0x1.27e4f7c9e103dp-22, 0x1.a01a019c59694p-16, -0x1.6c16c16c14df4p-10, 0x1.555555555554ap-5}
)

// Sin and Cos are those of |x|, Sin with the sign of x on top.
func Sin(b *ir.Builder, x *ir.Value) *ir.Value {
	return b.Xor(quarterWave(b, b.Abs(x), 0), b.And(x, b.SignBit()))
}

func Cos(b *ir.Builder, x *ir.Value) *ir.Value { return quarterWave(b, b.Abs(x), 1) }

// quarterWave returns sin(a + quarters·π/2) for a ≥ 0.
func quarterWave(b *ir.Builder, a *ir.Value, quarters uint64) *ir.Value {
	zero := b.Const(0)
	a = b.Select(b.Greater(a, b.Float(0x1p+17, 0x1p+45)), b.Mul(a, zero), a)
	t := b.FMA(a, b.Const(0x1.45f306dc9c883p-1), magic(b))
	n := b.Sub(t, magic(b))
	pio2Mid := b.Float(-0x1.777a5cp-25, 0x1.1a62633145c07p-54)
	rh := b.FMA(n, b.Float(-0x1.921fb6p+0, -0x1.921fb54442d18p+0), a)
	mid := b.Mul(n, pio2Mid)
	midlo := b.FMA(n, pio2Mid, b.Neg(mid))
	r := b.Sub(rh, mid)
	lo := b.FMA(n, b.Float(0x1.ee59dap-50, 0x1.f1976b7ed8fb8p-110), b.Sub(b.Sub(b.Sub(rh, r), mid), midlo))
	z := b.Mul(r, r)
	w := b.FMA(b.Const(-0.5), z, b.Const(1))

	sin := b.Add(r, b.FMA(b.Mul(z, r), b.Horner(z, consts(b, sin32, sin64)...), b.Mul(lo, w)))
	wlo := b.FMA(b.Const(-0.5), z, b.Sub(b.Const(1), w))
	cos := b.Add(w, b.FMA(b.Mul(z, z), b.Horner(z, consts(b, cos32, cos64)...), b.FNMA(r, lo, wlo)))

	q := t
	if quarters > 0 {
		q = b.AddInt(t, b.ConstBits(quarters))
	}
	top := uint(b.Bits() - 1)
	odd := b.Less(b.Or(b.Shl(q, top), b.Const(1)), zero) // ±1 by the last bit
	y := b.Select(odd, cos, sin)
	return b.Xor(y, b.And(b.Shl(q, top-1), b.SignBit()))
}
