package asm

// Vector shifts of lanes.

// SSHL shifts each lane of n by the signed low byte of m's lane: left if
// positive, else arithmetic right. C7.2 SSHL.
func (f *Func) SSHL(d, n, m V, t Arr) { f.int3("sshl", 0, 0b01000, write, d, n, m, t, arrAll) }

// USHL is SSHL with logical right shifts. C7.2 USHL.
func (f *Func) USHL(d, n, m V, t Arr) { f.int3("ushl", 1, 0b01000, write, d, n, m, t, arrAll) }

// shiftLeft and shiftRight encode C4.1 Advanced SIMD shift by immediate.
func (f *Func) shiftLeft(mnemonic string, u, opcode uint32, acc access, d, n V, shift int, t Arr) {
	if f.allow(mnemonic, t, arrAll...) && f.inRange(mnemonic, "shift", shift, 0, t.Elem().Bits()-1) {
		f.shift(mnemonic, u, opcode, acc, d, n, shift, t.Elem().Bits()+shift, t)
	}
}

func (f *Func) shiftRight(mnemonic string, u, opcode uint32, acc access, d, n V, shift int, t Arr) {
	if f.allow(mnemonic, t, arrAll...) && f.inRange(mnemonic, "shift", shift, 1, t.Elem().Bits()) {
		f.shift(mnemonic, u, opcode, acc, d, n, shift, 2*t.Elem().Bits()-shift, t)
	}
}

func (f *Func) shift(mnemonic string, u, opcode uint32, acc access, d, n V, shift, immhb int, t Arr) {
	f.emit(0x0F000400|t.q()<<30|u<<29|uint32(immhb)<<16|opcode<<11, mnemonic,
		vec(d, t, fieldD, acc), vec(n, t, fieldN, read), imm(shift))
}

// SHL is d = n << shift. C7.2 SHL.
func (f *Func) SHL(d, n V, shift int, t Arr) { f.shiftLeft("shl", 0, 0b01010, write, d, n, shift, t) }

// SLI is n << shift inserted above d's low bits. C7.2 SLI.
func (f *Func) SLI(d, n V, shift int, t Arr) { f.shiftLeft("sli", 1, 0b01010, rw, d, n, shift, t) }

// SRI is n >> shift inserted below d's high bits. C7.2 SRI.
func (f *Func) SRI(d, n V, shift int, t Arr) { f.shiftRight("sri", 1, 0b01000, rw, d, n, shift, t) }

// SSHR is d = n >> shift, arithmetic. C7.2 SSHR.
func (f *Func) SSHR(d, n V, shift int, t Arr) {
	f.shiftRight("sshr", 0, 0b00000, write, d, n, shift, t)
}

// USHR is d = n >> shift, logical. C7.2 USHR.
func (f *Func) USHR(d, n V, shift int, t Arr) {
	f.shiftRight("ushr", 1, 0b00000, write, d, n, shift, t)
}

// SSRA is d += n >> shift, arithmetic. C7.2 SSRA.
func (f *Func) SSRA(d, n V, shift int, t Arr) { f.shiftRight("ssra", 0, 0b00010, rw, d, n, shift, t) }

// USRA is d += n >> shift, logical. C7.2 USRA.
func (f *Func) USRA(d, n V, shift int, t Arr) { f.shiftRight("usra", 1, 0b00010, rw, d, n, shift, t) }
