package main

import (
	"github.com/lamina-go/lamina/gen/algebra"
	"github.com/lamina-go/lamina/gen/ir"
)

// jacobians: the Jacobian norm of any layer, and the pieces of a deep one's.
var jacobians = []Op{
	{Name: "jacobianRow", Doc: "sum = fma(d[i]*d[i], w[i], sum); s[i] += d[i]*d[i]; da[i] = fma(scale2, d[i]*dd[i]*w[i], da[i])", Out: 2,
		Slices: []string{"s", "da", "d", "dd", "w"}, Scalars: []string{"scale2"}, Fold: ir.FoldSum, Body: algebra.JacobianRow},
	{Name: "scaleProduct", Doc: "dst[i] = (alpha*x[i])*y[i]", Out: 1,
		Slices: dstXY, Scalars: []string{"alpha"}, Body: algebra.ScaleProduct},
	{Name: "scaledProductGrad", Doc: "t := p[i]*w[i]; sum = fma(t, c[i], sum); dc[i] = fma(alpha, t, dc[i])", Out: 1,
		Slices: []string{"dc", "p", "w", "c"}, Scalars: []string{"alpha"}, Fold: ir.FoldSum, Body: algebra.ScaledProductGrad},
}
