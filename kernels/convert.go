package kernels

import (
	"fmt"
	"math"
	"unsafe"
)

// Widen is: for i, v := range src { dst[i] = float64(v) }, which is exact; ±Inf and −0
// stay, and a NaN stays one.
// The slices have one length and are disjoint.
func Widen(dst []float64, src []float32) {
	checkConvert("Widen", dst, src)
	dispatchWiden(active, dst, src)
}

func widenGo(dst []float64, src []float32) {
	for i, v := range src {
		dst[i] = float64(v)
	}
}

// Narrow is: for i, v := range src { dst[i] = float32(v) }, to nearest, ties to
// even: beyond the float32 numbers ±Inf, below them subnormal or ±0.
// The slices have one length and are disjoint.
func Narrow(dst []float32, src []float64) {
	checkConvert("Narrow", dst, src)
	dispatchNarrow(active, dst, src)
}

func narrowGo(dst []float32, src []float64) {
	for i, v := range src {
		dst[i] = float32(v)
	}
}

// FromFloat16 sets dst[i] to the IEEE 754 half-precision number whose bits are
// src[i], which is exact. ±Inf and −0 stay, and a NaN stays one; its bits are not part of
// the contract: F16C makes a signalling NaN quiet, pure Go does not. The slices have one
// length and are disjoint.
func FromFloat16(dst []float32, src []uint16) {
	checkConvert("FromFloat16", dst, src)
	dispatchFromFloat16(active, dst, src)
}

func fromFloat16Go(dst []float32, src []uint16) {
	for i, h := range src {
		sign, a := uint32(h)&0x8000<<16, uint32(h)&0x7fff
		switch {
		case a >= 0x7c00: // Inf and NaN
			a = a<<13 + (255-31)<<23
		case a >= 0x0400:
			a = a<<13 + (127-15)<<23
		default: // subnormal: a is a multiple of 2⁻²⁴
			a = math.Float32bits(float32(a) * 0x1p-24)
		}
		dst[i] = math.Float32frombits(sign | a)
	}
}

// ToFloat16 sets dst[i] to the bits of src[i] as an IEEE 754 half-precision
// number, to nearest, ties to even: from 65520 on ±Inf, below 2⁻¹⁴ subnormal or
// ±0. NaN keeps its sign and the upper bits of its payload, and is quiet.
// The slices have one length and are disjoint.
func ToFloat16(dst []uint16, src []float32) {
	checkConvert("ToFloat16", dst, src)
	dispatchToFloat16(active, dst, src)
}

func toFloat16Go(dst []uint16, src []float32) {
	for i, v := range src {
		dst[i] = toFloat16(v)
	}
}

func toFloat16(v float32) uint16 {
	const (
		inf16   = 0x7c00
		quiet16 = 0x0200
		least   = 0x1p-14 // normal
	)
	u := math.Float32bits(v)
	sign, a := uint16(u>>16&0x8000), u&0x7fffffff
	switch f := math.Float32frombits(a); {
	case f != f:
		return sign | inf16 | quiet16 | uint16(a>>13&0x3ff)
	case f >= 0x1p16:
		return sign | inf16
	case f >= least: // rounding up may carry into the exponent, to Inf too
		a -= (127 - 15) << 23
		return sign | uint16((a+0xfff+a>>13&1)>>13)
	default: // adding ½ rounds to a multiple of 2⁻²⁴
		return sign | uint16(math.Float32bits(f+0.5)-math.Float32bits(0.5))
	}
}

// FromBFloat16 is: for i, u := range src { dst[i] = math.Float32frombits(uint32(u)<<16) },
// which is exact. The slices have one length and are disjoint.
func FromBFloat16(dst []float32, src []uint16) {
	checkConvert("FromBFloat16", dst, src)
	dispatchFromBFloat16(active, dst, src)
}

func fromBFloat16Go(dst []float32, src []uint16) {
	for i, u := range src {
		dst[i] = math.Float32frombits(uint32(u) << 16)
	}
}

// ToBFloat16 sets dst[i] to the upper 16 bits of src[i] rounded to nearest,
// ties to even; subnormal numbers are rounded like others. NaN keeps its sign
// and the upper bits of its payload, and is quiet.
// The slices have one length and are disjoint.
func ToBFloat16(dst []uint16, src []float32) {
	checkConvert("ToBFloat16", dst, src)
	dispatchToBFloat16(active, dst, src)
}

func toBFloat16Go(dst []uint16, src []float32) {
	for i, v := range src {
		u := math.Float32bits(v)
		if v != v {
			dst[i] = uint16((u | 0x400000) >> 16)
		} else {
			dst[i] = uint16((u + 0x7fff + u>>16&1) >> 16)
		}
	}
}

// FromBytes is: for i, u := range src { dst[i] = fma(scale, T(u), offset) },
// rounded once. A scale or an offset of NaN gives NaN; so does an infinite scale for a
// byte of 0. The slices have one length and are disjoint.
func FromBytes[T Float](dst []T, src []uint8, scale, offset T) {
	checkConvert("FromBytes", dst, src)
	fromBytes(active, dst, src, scale, offset)
}

func fromBytes[T Float](l level, dst []T, src []uint8, scale, offset T) {
	if isFloat32[T]() {
		dispatchFromBytesF32(l, f32(dst), src, float32(scale), float32(offset))
	} else {
		dispatchFromBytesF64(l, f64(dst), src, float64(scale), float64(offset))
	}
}

func fromBytesF32Go(dst []float32, src []uint8, scale, offset float32) {
	for i, u := range src {
		dst[i] = fma(scale, float32(u), offset)
	}
}

func fromBytesF64Go(dst []float64, src []uint8, scale, offset float64) {
	for i, u := range src {
		dst[i] = fma(scale, float64(u), offset)
	}
}

// checkConvert checks slices of one length and of different types.
func checkConvert[D, S any](op string, dst []D, src []S) {
	if len(dst) != len(src) {
		panicLength(op, len(dst), len(src))
	}
	checkDisjoint(op, dst, src)
	raceReadAny(src)
	raceWriteAny(dst)
}

// checkDisjoint panics if x and y share memory.
func checkDisjoint[X, Y any](op string, x []X, y []Y) {
	if len(x) == 0 || len(y) == 0 {
		return
	}
	a, b := uintptr(unsafe.Pointer(&x[0])), uintptr(unsafe.Pointer(&y[0]))
	if a < b+uintptr(len(y))*unsafe.Sizeof(y[0]) && b < a+uintptr(len(x))*unsafe.Sizeof(x[0]) {
		panic(fmt.Sprintf("kernels: %s: the result overlaps a source", op))
	}
}
