package main

import "github.com/lamina-go/lamina/gen/algebra"

// functions: functions of one variable, activations and their derivatives.
var functions = []Op{
	{Name: "exp", Doc: "dst[i] = e^src[i]", Out: 1, Slices: dstSrc, Body: algebra.Map1(algebra.Exp)},
	{Name: "log", Doc: "dst[i] = ln src[i]", Out: 1, Slices: dstSrc, Body: algebra.Map1(algebra.Log)},
	{Name: "sigmoid", Doc: "dst[i] = 1/(1+e^-src[i])", Out: 1, Slices: dstSrc, Body: algebra.Map1(algebra.Sigmoid)},
	{Name: "softplus", Doc: "dst[i] = ln(1+e^src[i])", Out: 1, Slices: dstSrc, Body: algebra.Map1(algebra.Softplus)},
	{Name: "tanh", Doc: "dst[i] = tanh(src[i])", Out: 1, Slices: dstSrc, Body: algebra.Map1(algebra.Tanh)},
	{Name: "relu", Doc: "dst[i] = max(src[i], 0)", Out: 1, Slices: dstSrc, Body: algebra.Map1(algebra.ReLU)},
	{Name: "sigmoidGrad", Doc: "dst[i] = dy[i] * (y[i]*(1-y[i]))", Out: 1, Slices: dstDyY, Body: algebra.Map2(algebra.SigmoidGrad)},
	{Name: "tanhGrad", Doc: "dst[i] = dy[i] * fma(-y[i], y[i], 1)", Out: 1, Slices: dstDyY, Body: algebra.Map2(algebra.TanhGrad)},
	{Name: "reluGrad", Doc: "dst[i] = dy[i] where y[i] > 0, else 0", Out: 1, Slices: dstDyY, Body: algebra.Map2(algebra.ReLUGrad)},
}
