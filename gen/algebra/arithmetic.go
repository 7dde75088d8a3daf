package algebra

import "github.com/lamina-go/lamina/gen/ir"

// Div, Maximum and Minimum are x / y and Go's max(x, y) and min(x, y).
func Div(b *ir.Builder, x, y *ir.Value) *ir.Value     { return b.Div(x, y) }
func Maximum(b *ir.Builder, x, y *ir.Value) *ir.Value { return b.Maximum(x, y) }
func Minimum(b *ir.Builder, x, y *ir.Value) *ir.Value { return b.Minimum(x, y) }

// Abs, Neg and Sqrt are |x|, −x and √x.
func Abs(b *ir.Builder, x *ir.Value) *ir.Value  { return b.Abs(x) }
func Neg(b *ir.Builder, x *ir.Value) *ir.Value  { return b.Neg(x) }
func Sqrt(b *ir.Builder, x *ir.Value) *ir.Value { return b.Sqrt(x) }

// Copy is x and Or the bits of both: with one and two operands, what costs no
// arithmetic.
func Copy(_ *ir.Builder, x *ir.Value) *ir.Value  { return x }
func Or(b *ir.Builder, x, y *ir.Value) *ir.Value { return b.Or(x, y) }

// Or3 joins three slices.
func Or3(b *ir.Builder) { b.Store(0, b.Or(b.Or(b.Input(1), b.Input(2)), b.Input(3))) }

// Sign is ±1, or x where x is a zero or NaN: scaled up twice, the smallest
// subnormal number is beyond ±1 too. Multiplications and bounds share the
// units better than comparisons and masks do.
func Sign(b *ir.Builder, x *ir.Value) *ir.Value {
	big := b.Float(0x1p+127, 0x1p+1023)
	y := b.Mul(b.Mul(x, big), big)
	y = b.Min(b.Max(y, b.Const(-1)), b.Const(1))
	return b.Fixup(x, x, ir.Sign, y)
}

// MulAdd is dst[i] = fma(x[i], y[i], z[i]).
func MulAdd(b *ir.Builder) { b.Store(0, b.FMA(b.Input(1), b.Input(2), b.Input(3))) }

// Axpby is y[i] = fma(alpha, x[i], beta · y[i]).
func Axpby(b *ir.Builder) {
	b.Store(0, b.FMA(b.Scalar(0), b.Input(1), b.Mul(b.Scalar(1), b.Input(0))))
}

// Clamp is x[i], but lo where x[i] < lo, and then hi where that is > hi.
func Clamp(b *ir.Builder) { b.Store(0, b.Min(b.Max(b.Input(1), b.Scalar(0)), b.Scalar(1))) }

// DivScalar is dst[i] = x[i] / alpha.
func DivScalar(b *ir.Builder) { b.Store(0, b.Div(b.Input(1), b.Scalar(0))) }

// SubScalars is dst[i] = (x[i] − a) − c.
func SubScalars(b *ir.Builder) { b.Store(0, b.Sub(b.Sub(b.Input(1), b.Scalar(0)), b.Scalar(1))) }

// AddScaledProduct is y[i] = fma(alpha · s[i], x[i], y[i]).
func AddScaledProduct(b *ir.Builder) {
	b.Store(0, b.FMA(b.Mul(b.Scalar(0), b.Input(2)), b.Input(1), b.Input(0)))
}
