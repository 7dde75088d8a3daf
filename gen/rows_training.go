package main

import (
	"github.com/lamina-go/lamina/gen/algebra"
	"github.com/lamina-go/lamina/gen/ir"
)

// training: likelihoods and penalties with their gradients.
var training = []Op{
	{Name: "squaredErrorGrad", Doc: "d := r[i] - x[i]; sum = fma(d, d, sum); dr[i] = scale*d", Out: 1,
		Slices: []string{"dr", "r", "x"}, Scalars: []string{"scale"}, Fold: ir.FoldSum, Body: algebra.SquaredErrorGrad},
	{Name: "bernoulliGrad", Doc: "sum += fma(-x[i], a[i], softplus(a[i])); da[i] = scale*(sigmoid(a[i]) - x[i])", Out: 1,
		Slices: []string{"da", "a", "x"}, Scalars: []string{"scale"}, Fold: ir.FoldSum, Body: algebra.BernoulliGrad},
	{Name: "l1Grad", Doc: "sum += |h[i]|; dh[i] += scale*sign(h[i])", Out: 1,
		Slices: []string{"dh", "h"}, Scalars: []string{"scale"}, Fold: ir.FoldSum, Body: algebra.L1Grad},
	{Name: "jacobianSigmoid", Doc: "d := h[i]*(1-h[i]); sum = fma(d*d, w[i], sum); s[i] += d*d; dh[i] = fma(scale2, d*(1-2*h[i])*w[i], dh[i])", Out: 2,
		Slices: []string{"s", "dh", "h", "w"}, Scalars: []string{"scale2"}, Fold: ir.FoldSum, Body: algebra.JacobianSigmoid},
	{Name: "jacobianTanh", Doc: "d := 1-h[i]²; sum = fma(d*d, w[i], sum); s[i] += d*d; dh[i] = fma(scale4, d*h[i]*w[i], dh[i])", Out: 2,
		Slices: []string{"s", "dh", "h", "w"}, Scalars: []string{"scale4"}, Fold: ir.FoldSum, Body: algebra.JacobianTanh},
	{Name: "jacobianRelu", Doc: "where h[i] > 0 { sum += w[i]; s[i] += 1 }", Out: 1,
		Slices: []string{"s", "h", "w"}, Fold: ir.FoldSum, Body: algebra.JacobianReLU},
}
