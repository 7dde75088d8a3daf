package kernels

import "math"

// Normal sets dst[i] to position pos+i of the stream's standard normal
// variates, by Box and Muller's method (Annals of Mathematical Statistics 29,
// 1958): nothing is rejected, so a variate depends on its position alone.
//
// Positions come in blocks of 128, each made of the words that Uniform would
// use for them. Variates j and 64+j of a block share a radius and an angle:
//
//	r = √(−2·Log(u)), 0 < u ≤ 1 from position j
//	dst[j], dst[64+j] = r·cos 2πt, r·sin 2πt, 0 ≤ t < 1 from position 64+j
//
// For float32, u is an odd multiple of 2⁻³¹, rounded, and |dst| ≤ 6.56; for float64, u is
// a multiple of 2⁻⁵³ and |dst| ≤ 8.58. t is Uniform's.
func Normal[T Float](r Philox, dst []T, pos uint64) {
	raceWrite(dst)
	normal(active, r, dst, pos)
}

// A block has the cosines' variates, then the sines'.
const (
	normalHalf  = 64
	normalBlock = 2 * normalHalf
	// normalRun is how much of dst is filled with random bits at once, so that
	// they are still in the first cache when they become variates.
	normalRun = 16 * normalBlock
)

func normal[T Float](l level, r Philox, dst []T, pos uint64) {
	var buf [normalBlock]T
	if o := pos % normalBlock; o != 0 && len(dst) > 0 {
		normalBlocks(l, r, buf[:], pos-o)
		n := copy(dst, buf[o:])
		dst, pos = dst[n:], pos+uint64(n)
	}
	for len(dst) >= normalBlock {
		n := min(len(dst), normalRun) / normalBlock * normalBlock
		normalBlocks(l, r, dst[:n], pos)
		dst, pos = dst[n:], pos+uint64(n)
	}
	if len(dst) > 0 {
		normalBlocks(l, r, buf[:], pos)
		copy(dst, buf[:])
	}
}

// normalBlocks fills whole blocks, in place of their random bits.
func normalBlocks[T Float](l level, r Philox, dst []T, pos uint64) {
	w := wordsOf(dst)
	r.words(l, w, pos*uint64(len(w)/len(dst)))
	for ; len(dst) > 0; dst = dst[normalBlock:] {
		dispatchBoxMuller(l, dst[:normalHalf], dst[normalHalf:normalBlock])
	}
}

// boxMullerGo turns random bits, in the slices' memory, into variates.
func boxMullerGo[T Float](a, b []T) {
	unitAbove0(a)
	logGo(a, a)
	unitFloatGo(b, b)
	for i, t := range b {
		r := sqrt(T(-2 * a[i]))
		c, s := cosSinTurn(t)
		a[i], b[i] = r*c, r*s
	}
}

// unitAbove0 turns random bits, in x's memory, into floats in (0, 1].
func unitAbove0[T Float](x []T) {
	if isFloat32[T]() {
		for i, u := range wordsOf(x) {
			x[i] = T(float32(u>>1|1) * 0x1p-31)
		}
		return
	}
	unitFloatGo(x, x)
	for i, u := range x {
		x[i] = 1 - T(u)
	}
}

// cosSinTurn returns cos 2πu and sin 2πu for 0 ≤ u < 1. u less the nearest
// quarter is exact, which a product with 2π would not be.
func cosSinTurn[T Float](u T) (cos, sin T) {
	if isFloat32[T]() {
		c, s := cosSinTurn32(float32(u))
		return T(c), T(s)
	}
	c, s := cosSinTurn64(float64(u))
	return T(c), T(s)
}

// The errors of the polynomials in r = −⅛ … ⅛ are 2^-25.1 relative for the
// sine, 2^-29.8 absolute for the cosine (sollya's fpminimax).
func cosSinTurn32(u float32) (cos, sin float32) {
	t := fma32(u, 4, magic32)
	r := fma32(t-magic32, -0.25, u)
	s := float32(r * r)
	p := float32(-0x1.2f5992p6)
	p = fma32(p, s, 0x1.466b2p6)
	p = fma32(p, s, -0x1.4abbecp5)
	p = fma32(p, s, 0x1.921fb6p2)
	sin = float32(p * r)
	p = 0x1.d09c24p5
	p = fma32(p, s, -0x1.55a5cp6)
	p = fma32(p, s, 0x1.03c19ep6)
	p = fma32(p, s, -0x1.3bd3ccp4)
	cos = fma32(p, s, 1)
	q := math.Float32bits(t)
	if q&1 != 0 {
		cos, sin = sin, cos
	}
	return math.Float32frombits(math.Float32bits(cos) ^ (q+1)>>1<<31),
		math.Float32frombits(math.Float32bits(sin) ^ q>>1<<31)
}

// The errors are 2^-54.5 and 2^-59.4.
func cosSinTurn64(u float64) (cos, sin float64) {
	t := math.FMA(u, 4, magic64)
	r := math.FMA(t-magic64, -0.25, u)
	s := float64(r * r)
	p := 0x1.e357ef99eb0bbp1
	p = math.FMA(p, s, -0x1.e2fe76fdffd2bp3)
	p = math.FMA(p, s, 0x1.50782d5f14825p5)
	p = math.FMA(p, s, -0x1.32d2ccdfe9424p6)
	p = math.FMA(p, s, 0x1.466bc67754fffp6)
	p = math.FMA(p, s, -0x1.4abbce625be09p5)
	p = math.FMA(p, s, 0x1.921fb54442d18p2)
	sin = float64(p * r)
	p = -0x1.ac2eafc933e1p0
	p = math.FMA(p, s, 0x1.f9b8188b0a49p2)
	p = math.FMA(p, s, -0x1.a6d1d35595887p4)
	p = math.FMA(p, s, 0x1.e1f506654c60ap5)
	p = math.FMA(p, s, -0x1.55d3c7e3b7b01p6)
	p = math.FMA(p, s, 0x1.03c1f081b5a24p6)
	p = math.FMA(p, s, -0x1.3bd3cc9be45dep4)
	cos = math.FMA(p, s, 1)
	q := math.Float64bits(t)
	if q&1 != 0 {
		cos, sin = sin, cos
	}
	return math.Float64frombits(math.Float64bits(cos) ^ (q+1)>>1<<63),
		math.Float64frombits(math.Float64bits(sin) ^ q>>1<<63)
}
