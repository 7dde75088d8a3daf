package main

import "github.com/lamina-go/lamina/gen/algebra"

// blas: what only the BLAS needs.
var blas = []Op{
	{Name: "rot", Doc: "x[i], y[i] = fma(s, y[i], c*x[i]), fma(-s, x[i], c*y[i])", Out: 2, Slices: xy, Scalars: []string{"c", "s"}, Body: algebra.Rot},
}
