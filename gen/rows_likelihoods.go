package main

import (
	"github.com/lamina-go/lamina/gen/algebra"
	"github.com/lamina-go/lamina/gen/ir"
)

// likelihoods: further likelihoods with their gradients.
var likelihoods = []Op{
	{Name: "gaussianGrad", Doc: "d := m[i] - x[i]; g := d*e^-v[i]; sum += (v[i]+d*g)/2; dm[i] = scale*g; dv[i] = scale*(1-d*g)/2", Out: 2,
		Slices: []string{"dm", "dv", "m", "v", "x"}, Scalars: []string{"scale"}, Fold: ir.FoldSum, Body: algebra.GaussianGrad},
	{Name: "gaussianFloorGrad", Doc: "s := floor + e^a[i]; d := m[i] - x[i]; sum += (ln s + d*d/s)/2; dm[i] = scale*d/s; da[i] = scale*(1-d*d/s)/2*(e^a[i]/s)", Out: 2,
		Slices: []string{"dm", "da", "m", "a", "x"}, Scalars: []string{"scale", "floor"}, Fold: ir.FoldSum, Body: algebra.GaussianFloorGrad},
	{Name: "continuousBernoulliGrad", Doc: "sum += ln((e^a[i]-1)/a[i]) - x[i]*a[i]; da[i] = scale*(E[x] - x[i])", Out: 1,
		Slices: []string{"da", "a", "x"}, Scalars: []string{"scale"}, Fold: ir.FoldSum, Body: algebra.ContinuousBernoulliGrad},
	{Name: "continuousBernoulliMean", Doc: "dst[i] = 1/(1-e^-src[i]) - 1/src[i]", Out: 1,
		Slices: dstSrc, Body: algebra.Map1(algebra.ContinuousBernoulliMean)},
	{Name: "poissonGrad", Doc: "sum += fma(-x[i], a[i], e^a[i]); da[i] = scale*(e^a[i] - x[i])", Out: 1,
		Slices: []string{"da", "a", "x"}, Scalars: []string{"scale"}, Fold: ir.FoldSum, Body: algebra.PoissonGrad},
	{Name: "laplaceGrad", Doc: "d := m[i] - x[i]; sum += |d|; dm[i] = scale*sign(d)", Out: 1,
		Slices: []string{"dm", "m", "x"}, Scalars: []string{"scale"}, Fold: ir.FoldSum, Body: algebra.LaplaceGrad},
	{Name: "crossEntropyGrad", Doc: "sum = fma(x[i], a[i]-m, sum); da[i] = scale*fma(da[i], inv, -x[i])", Out: 1,
		Slices: []string{"da", "a", "x"}, Scalars: []string{"m", "inv", "scale"}, Fold: ir.FoldSum, Body: algebra.CrossEntropyGrad},
}
