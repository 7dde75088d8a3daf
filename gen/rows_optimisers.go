package main

import "github.com/lamina-go/lamina/gen/algebra"

// optimisers: steps of the optimisers.
var optimisers = []Op{
	{Name: "adamStep", Doc: "one Adam step of p with moments m and v", Out: 3, Slices: []string{"p", "m", "v", "g"},
		Scalars: []string{"lr", "beta1", "omBeta1", "beta2", "omBeta2", "eps", "c1", "c2"}, Body: algebra.AdamStep},
	{Name: "adamwStep", Doc: "one AdamW step of p with moments m and v", Out: 3, Slices: []string{"p", "m", "v", "g"},
		Scalars: []string{"lr", "beta1", "omBeta1", "beta2", "omBeta2", "eps", "c1", "c2", "decay"}, Body: algebra.AdamWStep},
	{Name: "sgdStep", Doc: "buf[i] = flush(fma(momentum, buf[i], g[i])); p[i] = fma(-lr, buf[i], p[i])", Out: 2,
		Slices: []string{"p", "buf", "g"}, Scalars: []string{"lr", "momentum"}, Body: algebra.SGDStep},
	{Name: "nesterovStep", Doc: "buf[i] = flush(fma(momentum, buf[i], g[i])); p[i] = fma(-lr, fma(momentum, buf[i], g[i]), p[i])", Out: 2,
		Slices: []string{"p", "buf", "g"}, Scalars: []string{"lr", "momentum"}, Body: algebra.NesterovStep},
}
