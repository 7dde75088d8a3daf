package kernels

import "math"

// Log1p is: for i, x := range src { dst[i] = ln(1+x) }. ≤ 1 ULP.
//
// Log1p(±0) is ±0, Log1p(−1) is −Inf, Log1p(+Inf) is +Inf, Log1p(x < −1) and
// Log1p(NaN) are NaN. dst is src itself or disjoint from it; both have one
// length.
func Log1p[T Float](dst, src []T) {
	checkMap("Log1p", dst, src)
	dispatchLog1p(active, dst, src)
}

func log1pGo[T Float](dst, src []T) {
	for i, x := range src {
		if isFloat32[T]() {
			dst[i] = T(log1p32(float32(x)))
		} else {
			dst[i] = T(log1p64(float64(x)))
		}
	}
}

// log1p32 is the logarithm of u + lo = 1 + x, where u is rounded. With
// u = 2^k·(1+f), f + lo/2^k is x itself for small x.
func log1p32(x float32) float32 {
	if !(x > -1) || x > math.MaxFloat32 {
		return log1pSpecial(x)
	}
	u := 1 + x
	b := u - 1
	lo := (1 - (u - b)) + (x - b) // exact (Knuth's TwoSum)
	d := math.Float32bits(u) - sqrtHalf32 + 128<<23
	e := d >> 23
	f := math.Float32frombits(d&(1<<23-1)+sqrtHalf32) - 1
	k := math.Float32frombits(e|0x4b000000) - (0x1p+23 + 128)
	var flo float32
	if u < 0x1p+30 { // beyond, lo is nothing and 2^−k no number
		flo = lo * math.Float32frombits((255-e)<<23)
	}
	g := f + flo
	glo := (f - g) + flo
	return copysign(log32Core(g, k, fma32(k, logLo32, fma32(-g, glo, glo))), x)
}

func log1p64(x float64) float64 {
	if !(x > -1) || x > math.MaxFloat64 {
		return log1pSpecial(x)
	}
	u := 1 + x
	b := u - 1
	lo := (1 - (u - b)) + (x - b)
	d := math.Float64bits(u) - sqrtHalf64 + 1024<<52
	e := d >> 52
	f := math.Float64frombits(d&(1<<52-1)+sqrtHalf64) - 1
	k := math.Float64frombits(e|0x4330000000000000) - (0x1p+52 + 1024)
	var flo float64
	if u < 0x1p+60 {
		flo = lo * math.Float64frombits((2047-e)<<52)
	}
	g := f + flo
	glo := (f - g) + flo
	return copysign(log64Core(g, k, math.FMA(k, logLo64, math.FMA(-g, glo, glo))), x)
}

// log1pSpecial is Log1p outside the finite numbers above −1.
func log1pSpecial[T Float](x T) T {
	switch {
	case x == -1:
		return T(math.Inf(-1))
	case x > 0:
		return x // +Inf
	}
	return T(math.NaN())
}
