package main

import "github.com/lamina-go/lamina/gen/algebra"

// arithmetic: the rest of what is one or two operations an element.
var arithmetic = []Op{
	{Name: "div", Doc: "dst[i] = x[i] / y[i]", Out: 1, Slices: dstXY, Body: algebra.Map2(algebra.Div)},
	{Name: "mulAdd", Doc: "dst[i] = fma(x[i], y[i], z[i])", Out: 1, Slices: []string{"dst", "x", "y", "z"}, Body: algebra.MulAdd},
	{Name: "axpby", Doc: "y[i] = fma(alpha, x[i], beta*y[i])", Out: 1, Slices: []string{"y", "x"}, Scalars: []string{"alpha", "beta"}, Body: algebra.Axpby},
	{Name: "abs", Doc: "dst[i] = |src[i]|", Out: 1, Slices: dstSrc, Body: algebra.Map1(algebra.Abs)},
	{Name: "neg", Doc: "dst[i] = -src[i]", Out: 1, Slices: dstSrc, Body: algebra.Map1(algebra.Neg)},
	{Name: "sqrt", Doc: "dst[i] = sqrt(src[i])", Out: 1, Slices: dstSrc, Body: algebra.Map1(algebra.Sqrt)},
	{Name: "sign", Doc: "dst[i] = the sign of src[i]: 1, -1, or a zero or NaN as it is", Out: 1, Slices: dstSrc, Body: algebra.Map1(algebra.Sign)},
	{Name: "maximum", Doc: "dst[i] = max(x[i], y[i])", Out: 1, Slices: dstXY, Body: algebra.Map2(algebra.Maximum)},
	{Name: "minimum", Doc: "dst[i] = min(x[i], y[i])", Out: 1, Slices: dstXY, Body: algebra.Map2(algebra.Minimum)},
	{Name: "clamp", Doc: "dst[i] = src[i], lo where src[i] < lo, then hi where > hi", Out: 1, Slices: dstSrc, Scalars: []string{"lo", "hi"}, Body: algebra.Clamp},
	{Name: "divScalar", Doc: "dst[i] = src[i] / alpha", Out: 1, Slices: dstSrc, Scalars: []string{"alpha"}, Body: algebra.DivScalar},
	{Name: "subScalars", Doc: "dst[i] = (src[i] - a) - c", Out: 1, Slices: dstSrc, Scalars: []string{"a", "c"}, Body: algebra.SubScalars},
	{Name: "addScaledProduct", Doc: "y[i] = fma(alpha*s[i], x[i], y[i])", Out: 1, Slices: []string{"y", "x", "s"}, Scalars: []string{"alpha"}, Body: algebra.AddScaledProduct},

	// What the loops themselves cost: benchmarks compare the others with these.
	{Name: "bare1", Doc: "dst[i] = src[i]", Out: 1, Slices: dstSrc, Body: algebra.Map1(algebra.Copy)},
	{Name: "bare2", Doc: "dst[i] = x[i] | y[i], bits", Out: 1, Slices: dstXY, Body: algebra.Map2(algebra.Or)},
	{Name: "bare3", Doc: "dst[i] = x[i] | y[i] | z[i], bits", Out: 1, Slices: []string{"dst", "x", "y", "z"}, Body: algebra.Or3},
}
