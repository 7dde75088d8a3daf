package main

import "github.com/lamina-go/lamina/gen/algebra"

// blas: what only the BLAS and the products' epilogues need.
var blas = []Op{
	{Name: "biasRelu", Doc: "dst[i] = max(dst[i]+bias[i], 0)", Out: 1, Slices: dstBias, Body: algebra.Bias(algebra.ReLU)},
	{Name: "biasSigmoid", Doc: "dst[i] = sigmoid(dst[i]+bias[i])", Out: 1, Slices: dstBias, Body: algebra.Bias(algebra.Sigmoid)},
	{Name: "biasTanh", Doc: "dst[i] = tanh(dst[i]+bias[i])", Out: 1, Slices: dstBias, Body: algebra.Bias(algebra.Tanh)},
	{Name: "rot", Doc: "x[i], y[i] = fma(s, y[i], c*x[i]), fma(-s, x[i], c*y[i])", Out: 2, Slices: xy, Scalars: []string{"c", "s"}, Body: algebra.Rot},
}

var dstBias = []string{"dst", "bias"}
