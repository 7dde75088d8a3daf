package main

import "github.com/lamina-go/lamina/gen/algebra"

// random: what makes variates from random bits.
var random = []Op{
	{Name: "unitFloat", Doc: "dst[i] = the random bits src[i] as a float in [0, 1)", Out: 1, Slices: dstSrc, Body: algebra.Map1(algebra.UnitFloat)},
	{Name: "less", Doc: "dst[i] = 1 where src[i] < p, else 0", Out: 1, Slices: dstSrc, Scalars: []string{"p"}, Body: algebra.Less},
	{Name: "boxMuller", Doc: "r := sqrt(-2*ln(a[i])), t := 2*pi*b[i] of random bits; a[i], b[i] = r*cos(t), r*sin(t)", Out: 2,
		Slices: []string{"a", "b"}, Body: algebra.BoxMuller},
}
