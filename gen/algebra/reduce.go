package algebra

import "github.com/lamina-go/lamina/gen/ir"

// Dot, Sum, Asum and SquaredDistance are reductions over slices 0 and 1.
func Dot(b *ir.Builder)  { b.SetAcc(b.FMA(b.Input(0), b.Input(1), b.Acc())) }
func Sum(b *ir.Builder)  { b.SetAcc(b.Add(b.Acc(), b.Input(0))) }
func Asum(b *ir.Builder) { b.SetAcc(b.Add(b.Acc(), b.Abs(b.Input(0)))) }

func SquaredDistance(b *ir.Builder) {
	d := b.Sub(b.Input(0), b.Input(1))
	b.SetAcc(b.FMA(d, d, b.Acc()))
}
