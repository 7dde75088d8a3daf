package asm

// Loads and stores of one lane, loads into all lanes, and prefetch.

// laneMem encodes C4.1 Advanced SIMD load/store single structure.
func (f *Func) laneMem(mnemonic string, word uint32, acc access, v V, lane int, s Size, addr []operand) {
	if !f.laneOK(mnemonic, lane, s) {
		return
	}
	at := uint32(lane) << s // byte position: Q:S:size<1:0>
	if s == D {
		at |= 1 // size 01 tells D from S
	}
	word |= at>>3<<30 | at>>2&1<<12 | at&3<<10 | [...]uint32{B: 0, H: 0b010, S: 0b100, D: 0b100}[s]<<13
	f.emit(word, mnemonic, append([]operand{{pre: "{v", post: "." + s.String() + "}[" + itoa(lane) + "]",
		reg: v.r, shift: fieldD, access: acc}}, addr...)...)
}

// LD1Lane loads one lane and keeps the others. C7.2 LD1 (single structure).
func (f *Func) LD1Lane(v V, lane int, base R, s Size) {
	f.laneMem("ld1", 0x0D400000, rw, v, lane, s, mem(base, 0))
}

// LD1LanePost is LD1Lane, then base += size.
func (f *Func) LD1LanePost(v V, lane int, base R, s Size) {
	f.laneMem("ld1", 0x0DDF0000, rw, v, lane, s, memPost(base, s.Bytes()))
}

// LD1LanePostReg is LD1Lane, then base += inc.
func (f *Func) LD1LanePostReg(v V, lane int, base, inc R, s Size) {
	f.laneMem("ld1", 0x0DC00000, rw, v, lane, s, memPostReg(base, inc))
}

// ST1Lane stores one lane. C7.2 ST1 (single structure).
func (f *Func) ST1Lane(v V, lane int, base R, s Size) {
	f.laneMem("st1", 0x0D000000, read, v, lane, s, mem(base, 0))
}

// ST1LanePost is ST1Lane, then base += size.
func (f *Func) ST1LanePost(v V, lane int, base R, s Size) {
	f.laneMem("st1", 0x0D9F0000, read, v, lane, s, memPost(base, s.Bytes()))
}

// ST1LanePostReg is ST1Lane, then base += inc.
func (f *Func) ST1LanePostReg(v V, lane int, base, inc R, s Size) {
	f.laneMem("st1", 0x0D800000, read, v, lane, s, memPostReg(base, inc))
}

// memPostReg is [x1], x2.
func memPostReg(base, inc R) []operand {
	return []operand{{pre: "[x", post: "]", reg: base.r, shift: fieldN, access: rw}, xreg(inc, fieldM, read)}
}

func (f *Func) ld1r(word uint32, v V, t Arr, addr []operand) {
	if f.allow("ld1r", t, B8, B16, H4, H8, S2, S4, D1, D2) {
		f.emit(word|t.q()<<30|uint32(t.Elem())<<10, "ld1r", append([]operand{{pre: "{v", post: "." + t.String() + "}",
			reg: v.r, shift: fieldD, access: write}}, addr...)...)
	}
}

// LD1R loads one element into every lane. C7.2 LD1R.
func (f *Func) LD1R(v V, base R, t Arr) { f.ld1r(0x0D40C000, v, t, mem(base, 0)) }

// LD1RPost is LD1R, then base += element size.
func (f *Func) LD1RPost(v V, base R, t Arr) {
	f.ld1r(0x0DDFC000, v, t, memPost(base, t.Elem().Bytes()))
}

// LD1RPostReg is LD1R, then base += inc.
func (f *Func) LD1RPostReg(v V, base, inc R, t Arr) { f.ld1r(0x0DC0C000, v, t, memPostReg(base, inc)) }

// Prefetch is what PRFM prepares for.
type Prefetch uint8

// Prefetch operations: load or store, cache level, keep or stream once.
const (
	PLDL1KEEP Prefetch = 0b00000
	PLDL1STRM Prefetch = 0b00001
	PLDL2KEEP Prefetch = 0b00010
	PLDL2STRM Prefetch = 0b00011
	PSTL1KEEP Prefetch = 0b10000
	PSTL1STRM Prefetch = 0b10001
)

var prefetchName = map[Prefetch]string{
	PLDL1KEEP: "pldl1keep", PLDL1STRM: "pldl1strm", PLDL2KEEP: "pldl2keep", PLDL2STRM: "pldl2strm",
	PSTL1KEEP: "pstl1keep", PSTL1STRM: "pstl1strm",
}

// PRFM prefetches base+off, a multiple of 8 up to 32760. It never faults. C6.2
// PRFM (immediate).
func (f *Func) PRFM(op Prefetch, base R, off int) {
	name, ok := prefetchName[op]
	if !ok {
		f.fail("prfm", "unknown operation %d", op)
		return
	}
	if !f.inRange("prfm", "offset", off, 0, 32760) {
		return
	}
	if off%8 != 0 {
		f.fail("prfm", "offset %d is not a multiple of 8", off)
		return
	}
	f.emit(0xF9800000|uint32(off/8)<<10|uint32(op), "prfm", append([]operand{lit(name)}, mem(base, off)...)...)
}
