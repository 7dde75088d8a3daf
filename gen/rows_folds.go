package main

import (
	"github.com/lamina-go/lamina/gen/algebra"
	"github.com/lamina-go/lamina/gen/ir"
)

// folded: extrema, and the sums behind norms, variances and softmax.
var folded = []Op{
	{Name: "max", Doc: "m = max(m, x[i])", Slices: xy[:1], Fold: ir.FoldMax, Body: algebra.Max},
	{Name: "min", Doc: "m = min(m, x[i])", Slices: xy[:1], Fold: ir.FoldMin, Body: algebra.Min},
	{Name: "amax", Doc: "m = max(m, |x[i]|)", Slices: xy[:1], Fold: ir.FoldMax, Body: algebra.Amax},
	{Name: "scaledSquares", Doc: "t := alpha*x[i]; sum = fma(t, t, sum)", Slices: xy[:1], Scalars: []string{"alpha"}, Fold: ir.FoldSum, Body: algebra.ScaledSquares},
	{Name: "deviations", Doc: "sum += x[i] - c", Slices: xy[:1], Scalars: []string{"c"}, Fold: ir.FoldSum, Body: algebra.Deviations},
	{Name: "squaredDeviations", Doc: "d := x[i] - c; sum = fma(d, d, sum)", Slices: xy[:1], Scalars: []string{"c"}, Fold: ir.FoldSum, Body: algebra.SquaredDeviations},
	{Name: "expSum", Doc: "sum += e^(x[i]-m)", Slices: xy[:1], Scalars: []string{"m"}, Fold: ir.FoldSum, Body: algebra.ExpSum},
	{Name: "expShift", Doc: "dst[i] = e^(src[i]-m); sum += dst[i]", Out: 1, Slices: dstSrc, Scalars: []string{"m"}, Fold: ir.FoldSum, Body: algebra.ExpShift},
}
