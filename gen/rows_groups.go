package main

import "github.com/lamina-go/lamina/gen/ir"

// groups: conversions between types of elements, and packing to bits. Name is
// that of the definition without Go.
var groups = []ir.Group{
	{Name: "widen", Kind: "widen", Doc: "dst[i] = float64(src[i])", Elems: 16, Per: 1, Dst: ir.F64, Src: ir.F32, Bits: 64},
	{Name: "narrow", Kind: "narrow", Doc: "dst[i] = float32(src[i])", Elems: 16, Per: 1, Dst: ir.F32, Src: ir.F64, Bits: 64},
	{Name: "fromFloat16", Kind: "fromFloat16", Doc: "dst[i] = the half-precision number src[i]", Elems: 16, Per: 1, Dst: ir.F32, Src: ir.U16, Bits: 32},
	{Name: "toFloat16", Kind: "toFloat16", Doc: "dst[i] = src[i] rounded to half precision", Elems: 16, Per: 1, Dst: ir.U16, Src: ir.F32, Bits: 32},
	{Name: "fromBFloat16", Kind: "fromBFloat16", Doc: "dst[i] = src[i]<<16", Elems: 16, Per: 1, Dst: ir.F32, Src: ir.U16, Bits: 32},
	{Name: "toBFloat16", Kind: "toBFloat16", Doc: "dst[i] = src[i] rounded to 16 bits", Elems: 16, Per: 1, Dst: ir.U16, Src: ir.F32, Bits: 32},
	{Name: "fromBytesF32", Kind: "fromBytes", Doc: "dst[i] = fma(scale, src[i], offset)", Elems: 16, Per: 1, Dst: ir.F32, Src: ir.U8,
		Scalars: []string{"scale", "offset"}, Bits: 32},
	{Name: "fromBytesF64", Kind: "fromBytes", Doc: "dst[i] = fma(scale, src[i], offset)", Elems: 16, Per: 1, Dst: ir.F64, Src: ir.U8,
		Scalars: []string{"scale", "offset"}, Bits: 64},
	{Name: "packSignsF32", Kind: "packSigns", Doc: "bit i%64 of dst[i/64] = src[i] > 0", Elems: 64, Per: 64, Dst: ir.U64, Src: ir.F32, Bits: 32},
	{Name: "packSignsF64", Kind: "packSigns", Doc: "bit i%64 of dst[i/64] = src[i] > 0", Elems: 64, Per: 64, Dst: ir.U64, Src: ir.F64, Bits: 64},
}
