package main

import "github.com/lamina-go/lamina/gen/algebra"

// activations: the later functions of one variable, and activations with
// their derivatives from what the backward pass has at hand.
var activations = []Op{
	{Name: "expm1", Doc: "dst[i] = e^src[i] - 1", Out: 1, Slices: dstSrc, Body: algebra.Map1(algebra.Expm1)},
	{Name: "log1p", Doc: "dst[i] = ln(1+src[i])", Out: 1, Slices: dstSrc, Body: algebra.Map1(algebra.Log1p)},
	{Name: "logSigmoid", Doc: "dst[i] = -ln(1+e^-src[i])", Out: 1, Slices: dstSrc, Body: algebra.Map1(algebra.LogSigmoid)},
	{Name: "erf", Doc: "dst[i] = erf(src[i])", Out: 1, Slices: dstSrc, Body: algebra.Map1(algebra.Erf)},
	{Name: "sin", Doc: "dst[i] = sin(src[i])", Out: 1, Slices: dstSrc, Body: algebra.Map1(algebra.Sin)},
	{Name: "cos", Doc: "dst[i] = cos(src[i])", Out: 1, Slices: dstSrc, Body: algebra.Map1(algebra.Cos)},
	{Name: "gelu", Doc: "dst[i] = src[i] * Phi(src[i])", Out: 1, Slices: dstSrc, Body: algebra.Map1(algebra.GELU)},
	{Name: "geluGrad", Doc: "dst[i] = dy[i] * (Phi(x[i]) + x[i]*phi(x[i]))", Out: 1, Slices: dstDyX, Body: algebra.GELUGrad},
	{Name: "silu", Doc: "dst[i] = src[i]/(1+e^-src[i])", Out: 1, Slices: dstSrc, Body: algebra.Map1(algebra.SiLU)},
	{Name: "siluGrad", Doc: "dst[i] = dy[i] * s*(1+x[i]*(1-s)), s = 1/(1+e^-x[i])", Out: 1, Slices: dstDyX, Body: algebra.SiLUGrad},
	{Name: "elu", Doc: "dst[i] = src[i] where src[i] > 0, else alpha*(e^src[i]-1)", Out: 1, Slices: dstSrc, Scalars: []string{"alpha"}, Body: algebra.ELU},
	{Name: "eluGrad", Doc: "dst[i] = dy[i] where y[i] > 0, else dy[i]*(y[i]+alpha)", Out: 1, Slices: dstDyY, Scalars: []string{"alpha"}, Body: algebra.ELUGrad},
	{Name: "leakyRelu", Doc: "dst[i] = src[i] where src[i] > 0, else alpha*src[i]", Out: 1, Slices: dstSrc, Scalars: []string{"alpha"}, Body: algebra.LeakyReLU},
	{Name: "leakyReluGrad", Doc: "dst[i] = dy[i] where y[i] > 0, else alpha*dy[i]", Out: 1, Slices: dstDyY, Scalars: []string{"alpha"}, Body: algebra.LeakyReLUGrad},
	{Name: "softThreshold", Doc: "dst[i] = src[i] - max(-lambda, min(src[i], lambda))", Out: 1, Slices: dstSrc, Scalars: []string{"lambda"}, Body: algebra.SoftThreshold},
	{Name: "softThresholdGrad", Doc: "dst[i] = 0 where y[i] == 0, else dy[i]", Out: 1, Slices: dstDyY, Body: algebra.Map2(algebra.SoftThresholdGrad)},
	{Name: "softplusGrad", Doc: "dst[i] = dy[i] * (1 - e^-y[i])", Out: 1, Slices: dstDyY, Body: algebra.Map2(algebra.SoftplusGrad)},
	{Name: "sigmoidCurvature", Doc: "dst[i] = y*(1-y)*(1-2*y), y = src[i]", Out: 1, Slices: dstSrc, Body: algebra.Map1(algebra.SigmoidCurvature)},
	{Name: "tanhCurvature", Doc: "dst[i] = -2*y*(1-y²), y = src[i]", Out: 1, Slices: dstSrc, Body: algebra.Map1(algebra.TanhCurvature)},
	{Name: "eluCurvature", Doc: "dst[i] = 0 where src[i] > 0, else src[i]+alpha", Out: 1, Slices: dstSrc, Scalars: []string{"alpha"}, Body: algebra.ELUCurvature},
	{Name: "softplusCurvature", Doc: "dst[i] = (1-e^-src[i])*e^-src[i]", Out: 1, Slices: dstSrc, Body: algebra.Map1(algebra.SoftplusCurvature)},
	{Name: "siluCurvature", Doc: "dst[i] = s*(1-s)*(2+x*(1-2*s)), s = 1/(1+e^-x), x = src[i]", Out: 1, Slices: dstSrc, Body: algebra.Map1(algebra.SiLUCurvature)},
	{Name: "geluCurvature", Doc: "dst[i] = (2-src[i]²)*phi(src[i])", Out: 1, Slices: dstSrc, Body: algebra.Map1(algebra.GELUCurvature)},
}
