package asm

// Loads and stores of vector registers. Offsets and increments are in bytes.

var sizesAll = []Size{B, H, S, D, Q}

// mem is [x1] or [x1, #16].
func mem(base R, off int) []operand {
	if off == 0 {
		return []operand{{pre: "[x", post: "]", reg: base.r, shift: fieldN, access: read}}
	}
	return []operand{{pre: "[x", post: ", #" + itoa(off) + "]", reg: base.r, shift: fieldN, access: read}}
}

// memPost is [x1], #16.
func memPost(base R, inc int) []operand {
	return []operand{{pre: "[x", post: "], #" + itoa(inc), reg: base.r, shift: fieldN, access: rw}}
}

// single encodes C4.1 Load/store register: size and opc of SIMD&FP transfers.
func single(s Size, load uint32) uint32 {
	if s == Q {
		return 0x3C800000 | load<<22
	}
	return 0x3C000000 | uint32(s)<<30 | load<<22
}

func (f *Func) scaled(mnemonic string, load uint32, acc access, v V, base R, off int, s Size) {
	if !f.allowSize(mnemonic, s, sizesAll...) || !f.inRange(mnemonic, "offset", off, 0, 4095*s.Bytes()) {
		return
	}
	if off%s.Bytes() != 0 {
		f.fail(mnemonic, "offset %d is not a multiple of %d", off, s.Bytes())
		return
	}
	f.emit(single(s, load)|1<<24|uint32(off/s.Bytes())<<10, mnemonic,
		append([]operand{scalar(v, s, fieldD, acc)}, mem(base, off)...)...)
}

// LDR loads from base+off, a multiple of the size up to 4095 times it. The rest
// of v becomes 0. C7.2 LDR (immediate, SIMD&FP), unsigned offset.
func (f *Func) LDR(v V, base R, off int, s Size) { f.scaled("ldr", 1, write, v, base, off, s) }

// STR stores to base+off. C7.2 STR (immediate, SIMD&FP), unsigned offset.
func (f *Func) STR(v V, base R, off int, s Size) { f.scaled("str", 0, read, v, base, off, s) }

func (f *Func) unscaled(mnemonic string, load uint32, acc access, v V, base R, off int, s Size) {
	if f.allowSize(mnemonic, s, sizesAll...) && f.inRange(mnemonic, "offset", off, -256, 255) {
		f.emit(single(s, load)|uint32(off)&511<<12, mnemonic,
			append([]operand{scalar(v, s, fieldD, acc)}, mem(base, off)...)...)
	}
}

// LDUR loads from base+off, −256 ≤ off ≤ 255. C7.2 LDUR (SIMD&FP).
func (f *Func) LDUR(v V, base R, off int, s Size) { f.unscaled("ldur", 1, write, v, base, off, s) }

// STUR stores to base+off, −256 ≤ off ≤ 255. C7.2 STUR (SIMD&FP).
func (f *Func) STUR(v V, base R, off int, s Size) { f.unscaled("stur", 0, read, v, base, off, s) }

func (f *Func) post(mnemonic string, load uint32, acc access, v V, base R, inc int, s Size) {
	if f.allowSize(mnemonic, s, sizesAll...) && f.inRange(mnemonic, "increment", inc, -256, 255) {
		f.emit(single(s, load)|uint32(inc)&511<<12|1<<10, mnemonic,
			append([]operand{scalar(v, s, fieldD, acc)}, memPost(base, inc)...)...)
	}
}

// LDRPost loads from base, then base += inc, −256 ≤ inc ≤ 255. C7.2 LDR
// (immediate, SIMD&FP), post-index.
func (f *Func) LDRPost(v V, base R, inc int, s Size) { f.post("ldr", 1, write, v, base, inc, s) }

// STRPost stores to base, then base += inc. C7.2 STR (immediate, SIMD&FP), post-index.
func (f *Func) STRPost(v V, base R, inc int, s Size) { f.post("str", 0, read, v, base, inc, s) }

func (f *Func) indexed(mnemonic string, load uint32, acc access, v V, base, index R, scale bool, s Size) {
	if !f.allowSize(mnemonic, s, sizesAll...) {
		return
	}
	w, tail := single(s, load)|0x206800, "]"
	if scale {
		w |= 1 << 12
		tail = ", lsl #" + itoa(int(s)) + "]"
	}
	f.emit(w, mnemonic, scalar(v, s, fieldD, acc),
		operand{pre: "[x", reg: base.r, shift: fieldN, access: read},
		operand{pre: "x", post: tail, reg: index.r, shift: fieldM, access: read})
}

// LDRIndex loads from base+index, the index counted in elements if scale. C7.2
// LDR (register, SIMD&FP).
func (f *Func) LDRIndex(v V, base, index R, scale bool, s Size) {
	f.indexed("ldr", 1, write, v, base, index, scale, s)
}

// STRIndex stores to base+index, the index counted in elements if scale. C7.2
// STR (register, SIMD&FP).
func (f *Func) STRIndex(v V, base, index R, scale bool, s Size) {
	f.indexed("str", 0, read, v, base, index, scale, s)
}

// pair encodes C4.1 Load/store register pair.
func (f *Func) pair(mnemonic string, mode uint32, acc access, v1, v2 V, off int, s Size, addr []operand) {
	if !f.allowSize(mnemonic, s, S, D, Q) || !f.inRange(mnemonic, "offset", off, -64*s.Bytes(), 63*s.Bytes()) {
		return
	}
	if off%s.Bytes() != 0 {
		f.fail(mnemonic, "offset %d is not a multiple of %d", off, s.Bytes())
		return
	}
	if acc == write && v1 == v2 {
		f.fail(mnemonic, "both destinations are one register")
		return
	}
	f.emit(mode|uint32(s-S)<<30|uint32(off/s.Bytes())&127<<15, mnemonic,
		append([]operand{scalar(v1, s, fieldD, acc), scalar(v2, s, fieldA, acc)}, addr...)...)
}

// LDP loads v1 from base+off and v2 from behind it; off is a multiple of the
// size from −64 to 63 times it. C7.2 LDP (SIMD&FP), signed offset.
func (f *Func) LDP(v1, v2 V, base R, off int, s Size) {
	f.pair("ldp", 0x2D400000, write, v1, v2, off, s, mem(base, off))
}

// STP stores v1 to base+off and v2 behind it. C7.2 STP (SIMD&FP), signed offset.
func (f *Func) STP(v1, v2 V, base R, off int, s Size) {
	f.pair("stp", 0x2D000000, read, v1, v2, off, s, mem(base, off))
}

// LDPPost is LDP from base, then base += inc. C7.2 LDP (SIMD&FP), post-index.
func (f *Func) LDPPost(v1, v2 V, base R, inc int, s Size) {
	f.pair("ldp", 0x2CC00000, write, v1, v2, inc, s, memPost(base, inc))
}

// STPPost is STP to base, then base += inc. C7.2 STP (SIMD&FP), post-index.
func (f *Func) STPPost(v1, v2 V, base R, inc int, s Size) {
	f.pair("stp", 0x2C800000, read, v1, v2, inc, s, memPost(base, inc))
}
