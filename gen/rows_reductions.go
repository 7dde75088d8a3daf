package main

import (
	"github.com/lamina-go/lamina/gen/algebra"
	"github.com/lamina-go/lamina/gen/ir"
)

// reductions: sums over slices.
var reductions = []Op{
	{Name: "dot", Doc: "sum = fma(x[i], y[i], sum)", Slices: xy, Fold: ir.FoldSum, Body: algebra.Dot},
	{Name: "sum", Doc: "sum += x[i]", Slices: xy[:1], Fold: ir.FoldSum, Body: algebra.Sum},
	{Name: "asum", Doc: "sum += |x[i]|", Slices: xy[:1], Fold: ir.FoldSum, Body: algebra.Asum},
	{Name: "squaredDistance", Doc: "d := x[i] - y[i]; sum = fma(d, d, sum)", Slices: xy, Fold: ir.FoldSum, Body: algebra.SquaredDistance},
}
