package main

import "github.com/lamina-go/lamina/gen/algebra"

// elementwise: sums and products, element by element.
var elementwise = []Op{
	{Name: "add", Doc: "dst[i] = x[i] + y[i]", Out: 1, Slices: dstXY, Body: algebra.Map2(algebra.Add)},
	{Name: "sub", Doc: "dst[i] = x[i] - y[i]", Out: 1, Slices: dstXY, Body: algebra.Map2(algebra.Sub)},
	{Name: "mul", Doc: "dst[i] = x[i] * y[i]", Out: 1, Slices: dstXY, Body: algebra.Map2(algebra.Mul)},
	{Name: "scale", Doc: "dst[i] = alpha * x[i]", Out: 1, Slices: []string{"dst", "x"}, Scalars: []string{"alpha"}, Body: algebra.Scale},
	{Name: "axpy", Doc: "y[i] = fma(alpha, x[i], y[i])", Out: 1, Slices: []string{"y", "x"}, Scalars: []string{"alpha"}, Body: algebra.Axpy},
	{Name: "addSquares", Doc: "y[i] = fma(x[i], x[i], y[i])", Out: 1, Slices: []string{"y", "x"}, Body: algebra.AddSquares},
}
