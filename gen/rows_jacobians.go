package main

import "github.com/lamina-go/lamina/gen/algebra"

// jacobians: the Jacobian norm of any layer, and the pieces of a deep one's.
var jacobians = []Op{
	{Name: "jacobianRow", Doc: "sum = fma(d[i]*d[i], w[i], sum); s[i] += d[i]*d[i]; da[i] = fma(scale2, d[i]*dd[i]*w[i], da[i])", Out: 2,
		Slices: []string{"s", "da", "d", "dd", "w"}, Scalars: []string{"scale2"}, Sum: true, Body: algebra.JacobianRow},
	{Name: "scaleProduct", Doc: "dst[i] = (alpha*x[i])*y[i]", Out: 1,
		Slices: dstXY, Scalars: []string{"alpha"}, Body: algebra.ScaleProduct},
	{Name: "addScaledProduct", Doc: "dst[i] = fma(alpha*x[i], y[i], dst[i])", Out: 1,
		Slices: dstXY, Scalars: []string{"alpha"}, Body: algebra.AddScaledProduct},
	{Name: "scaledProductGrad", Doc: "t := p[i]*w[i]; sum = fma(t, c[i], sum); dc[i] = fma(alpha, t, dc[i])", Out: 1,
		Slices: []string{"dc", "p", "w", "c"}, Scalars: []string{"alpha"}, Sum: true, Body: algebra.ScaledProductGrad},
}
