// Package algebra holds the bodies of the kernels, written once for all
// machines and both element sizes in the operations of package ir. Its files
// follow those of package kernels, where the same functions are defined in Go.
package algebra

import "github.com/lamina-go/lamina/gen/ir"

// Map1 and the others below turn functions of vectors into bodies: slices are
// numbered results first, then operands, as the kernel's parameters are.

// Map1 is dst[i] = f(src[i]).
func Map1(f func(*ir.Builder, *ir.Value) *ir.Value) func(*ir.Builder) {
	return func(b *ir.Builder) { b.Store(0, f(b, b.Input(1))) }
}

// Map2 is dst[i] = f(x[i], y[i]).
func Map2(f func(b *ir.Builder, x, y *ir.Value) *ir.Value) func(*ir.Builder) {
	return func(b *ir.Builder) { b.Store(0, f(b, b.Input(1), b.Input(2))) }
}

// Add, Sub and Mul are x + y, x − y and x · y.
func Add(b *ir.Builder, x, y *ir.Value) *ir.Value { return b.Add(x, y) }
func Sub(b *ir.Builder, x, y *ir.Value) *ir.Value { return b.Sub(x, y) }
func Mul(b *ir.Builder, x, y *ir.Value) *ir.Value { return b.Mul(x, y) }

// Scale is dst[i] = alpha · x[i].
func Scale(b *ir.Builder) { b.Store(0, b.Mul(b.Scalar(0), b.Input(1))) }

// Axpy is y[i] = fma(alpha, x[i], y[i]).
func Axpy(b *ir.Builder) { b.Store(0, b.FMA(b.Scalar(0), b.Input(1), b.Input(0))) }

// AddSquares is y[i] = fma(x[i], x[i], y[i]).
func AddSquares(b *ir.Builder) { b.Store(0, b.FMA(b.Input(1), b.Input(1), b.Input(0))) }

// ReLU is max(x, 0), with −0 and NaN as they come.
func ReLU(b *ir.Builder, x *ir.Value) *ir.Value { return b.Max(x, b.Const(0)) }

// SigmoidGrad, TanhGrad and ReLUGrad take dy and the output y.
func SigmoidGrad(b *ir.Builder, dy, y *ir.Value) *ir.Value {
	return b.Mul(dy, b.Mul(y, b.Sub(b.Const(1), y)))
}

func TanhGrad(b *ir.Builder, dy, y *ir.Value) *ir.Value {
	return b.Mul(dy, b.FNMA(y, y, b.Const(1)))
}

func ReLUGrad(b *ir.Builder, dy, y *ir.Value) *ir.Value {
	return b.Select(b.Greater(y, b.Const(0)), dy, b.Const(0))
}

// Dot, Sum, Asum and SquaredDistance are reductions over slices 0 and 1.
func Dot(b *ir.Builder)  { b.SetAcc(b.FMA(b.Input(0), b.Input(1), b.Acc())) }
func Sum(b *ir.Builder)  { b.SetAcc(b.Add(b.Acc(), b.Input(0))) }
func Asum(b *ir.Builder) { b.SetAcc(b.Add(b.Acc(), b.Abs(b.Input(0)))) }

func SquaredDistance(b *ir.Builder) {
	d := b.Sub(b.Input(0), b.Input(1))
	b.SetAcc(b.FMA(d, d, b.Acc()))
}

// SquaredErrorGrad has dr, r, x and scale.
func SquaredErrorGrad(b *ir.Builder) {
	d := b.Sub(b.Input(1), b.Input(2))
	b.SetAcc(b.FMA(d, d, b.Acc()))
	b.Store(0, b.Mul(b.Scalar(0), d))
}

// BernoulliGrad has da, a, x and scale.
func BernoulliGrad(b *ir.Builder) {
	a, x := b.Input(1), b.Input(2)
	b.SetAcc(b.Add(b.Acc(), b.FNMA(x, a, Softplus(b, a))))
	b.Store(0, b.Mul(b.Scalar(0), b.Sub(Sigmoid(b, a), x)))
}

// L1Grad has dh, h and scale.
func L1Grad(b *ir.Builder) {
	h, scale, zero := b.Input(1), b.Scalar(0), b.Const(0)
	b.SetAcc(b.Add(b.Acc(), b.Abs(h)))
	s := b.Select(b.Less(h, zero), b.Neg(scale), zero)
	s = b.Select(b.Greater(h, zero), scale, s)
	b.Store(0, b.Add(b.Input(0), s))
}

// JacobianSigmoid and JacobianTanh have s, dh, h, w and a scale.
func JacobianSigmoid(b *ir.Builder) {
	h := b.Input(2)
	d := b.Mul(h, b.Sub(b.Const(1), h))
	jacobian(b, d, b.Mul(d, b.FMA(b.Const(-2), h, b.Const(1))))
}

func JacobianTanh(b *ir.Builder) {
	h := b.Input(2)
	d := b.FNMA(h, h, b.Const(1))
	jacobian(b, d, b.Mul(d, h))
}

// jacobian takes d = s′ and u, d times its derivative but for a constant.
func jacobian(b *ir.Builder, d, u *ir.Value) {
	w, d2 := b.Input(3), b.Mul(d, d)
	b.SetAcc(b.FMA(d2, w, b.Acc()))
	b.Store(0, b.Add(b.Input(0), d2))
	b.Store(1, b.FMA(b.Scalar(0), b.Mul(u, w), b.Input(1)))
}

// JacobianReLU has s, h and w.
func JacobianReLU(b *ir.Builder) {
	on, zero := b.Greater(b.Input(1), b.Const(0)), b.Const(0)
	b.SetAcc(b.Add(b.Acc(), b.Select(on, b.Input(2), zero)))
	b.Store(0, b.Add(b.Input(0), b.Select(on, b.Const(1), zero)))
}

// AdamStep has p, m, v, g and lr, β₁, 1−β₁, β₂, 1−β₂, ε, C1, C2.
func AdamStep(b *ir.Builder) {
	p, m, v, g := b.Input(0), b.Input(1), b.Input(2), b.Input(3)
	s := b.Scalar
	m = b.FMA(s(1), m, b.Mul(s(2), g))
	v = b.FMA(s(3), v, b.Mul(s(4), b.Mul(g, g)))
	den := b.Add(b.Sqrt(b.Mul(s(7), v)), s(5))
	b.Store(0, b.FNMA(s(0), b.Div(b.Mul(s(6), m), den), p))
	b.Store(1, m)
	b.Store(2, v)
}

// SGDStep has p, buf, g and lr, momentum.
func SGDStep(b *ir.Builder) {
	buf := b.FMA(b.Scalar(1), b.Input(1), b.Input(2))
	b.Store(0, b.FNMA(b.Scalar(0), buf, b.Input(0)))
	b.Store(1, buf)
}

// UnitFloat turns the random bits in slice 1 into floats in [0, 1).
func UnitFloat(b *ir.Builder, u *ir.Value) *ir.Value {
	if b.Bits() == 32 {
		return b.Mul(b.FromInt(b.Shr(u, 8)), b.Const(0x1p-24))
	}
	// The upper 21 and the lower 32 of 53 bits, each made a float by setting
	// the exponent of 2^52; all steps are exact.
	two52 := b.Const(0x1p+52)
	hi := b.Sub(b.Or(b.Shr(u, 43), two52), two52)
	lo := b.Sub(b.Or(b.Shr(b.Shl(b.Shr(u, 11), 32), 32), two52), two52)
	return b.Mul(b.FMA(hi, b.Const(0x1p+32), lo), b.Const(0x1p-53))
}

// Less is 1 where x < p, else 0.
func Less(b *ir.Builder) {
	b.Store(0, b.Select(b.Less(b.Input(1), b.Scalar(0)), b.Const(1), b.Const(0)))
}
