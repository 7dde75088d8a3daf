package kernels

// pick returns the constant of T's size.
func pick[T Float](c32 float32, c64 float64) T {
	if isFloat32[T]() {
		return T(c32)
	}
	return T(c64)
}

// horner returns c[0]·xⁿ + … + c[n], by FMAs, with the coefficients of T's size.
func horner[T Float](x T, c32 []float32, c64 []float64) T {
	if isFloat32[T]() {
		p := c32[0]
		for _, c := range c32[1:] {
			p = fma32(p, float32(x), c)
		}
		return T(p)
	}
	p := c64[0]
	for _, c := range c64[1:] {
		p = fma(p, float64(x), c)
	}
	return T(p)
}
