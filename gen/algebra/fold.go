package algebra

import "github.com/lamina-go/lamina/gen/ir"

// Max, Min and Amax are folds of the elements and of their absolute values.
func Max(b *ir.Builder)  { b.SetAcc(b.Maximum(b.Acc(), b.Input(0))) }
func Min(b *ir.Builder)  { b.SetAcc(b.Minimum(b.Acc(), b.Input(0))) }
func Amax(b *ir.Builder) { b.SetAcc(b.Maximum(b.Acc(), b.Abs(b.Input(0)))) }

// ScaledSquares is the sum of (alpha · x[i])², Deviations and SquaredDeviations
// are those of x[i] − c and its square.
func ScaledSquares(b *ir.Builder) {
	t := b.Mul(b.Scalar(0), b.Input(0))
	b.SetAcc(b.FMA(t, t, b.Acc()))
}

func Deviations(b *ir.Builder) { b.SetAcc(b.Add(b.Acc(), b.Sub(b.Input(0), b.Scalar(0)))) }

func SquaredDeviations(b *ir.Builder) {
	d := b.Sub(b.Input(0), b.Scalar(0))
	b.SetAcc(b.FMA(d, d, b.Acc()))
}

// ExpSum is the sum of e^(x[i] − m), ExpShift has those also as results. No
// x[i] is above m.
func ExpSum(b *ir.Builder) {
	b.SetAcc(b.Add(b.Acc(), expNeg(b, b.Sub(b.Input(0), b.Scalar(0)))))
}

func ExpShift(b *ir.Builder) {
	e := expNeg(b, b.Sub(b.Input(1), b.Scalar(0)))
	b.SetAcc(b.Add(b.Acc(), e))
	b.Store(0, e)
}
