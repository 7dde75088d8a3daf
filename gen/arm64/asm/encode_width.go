package asm

// Vector integer instructions that widen or narrow. The arrangement given is
// always the narrow side's: low-half forms take .8B .4H .2S, the forms that end
// in 2 take .16B .8H .4S.

var (
	arrLow  = []Arr{B8, H4, S2}
	arrHigh = []Arr{B16, H8, S4}
)

// long encodes C4.1 Advanced SIMD three different.
func (f *Func) long(mnemonic string, u, opcode uint32, acc access, d, n, m V, t Arr, allowed []Arr) {
	if f.allow(mnemonic, t, allowed...) {
		f.emit(0x0E200000|t.q()<<30|u<<29|uint32(t.Elem())<<22|opcode<<12, mnemonic,
			vec(d, t.wide(), fieldD, acc), vec(n, t, fieldN, read), vec(m, t, fieldM, read))
	}
}

// UMULL multiplies unsigned low halves. C7.2 UMULL, UMULL2 (vector).
func (f *Func) UMULL(d, n, m V, t Arr) { f.long("umull", 1, 0b1100, write, d, n, m, t, arrLow) }

// UMULL2 multiplies unsigned high halves.
func (f *Func) UMULL2(d, n, m V, t Arr) { f.long("umull2", 1, 0b1100, write, d, n, m, t, arrHigh) }

// UMLAL is d += product of unsigned low halves. C7.2 UMLAL, UMLAL2 (vector).
func (f *Func) UMLAL(d, n, m V, t Arr) { f.long("umlal", 1, 0b1000, rw, d, n, m, t, arrLow) }

// UMLAL2 is d += product of unsigned high halves.
func (f *Func) UMLAL2(d, n, m V, t Arr) { f.long("umlal2", 1, 0b1000, rw, d, n, m, t, arrHigh) }

// SMULL multiplies signed low halves. C7.2 SMULL, SMULL2 (vector).
func (f *Func) SMULL(d, n, m V, t Arr) { f.long("smull", 0, 0b1100, write, d, n, m, t, arrLow) }

// SMULL2 multiplies signed high halves.
func (f *Func) SMULL2(d, n, m V, t Arr) { f.long("smull2", 0, 0b1100, write, d, n, m, t, arrHigh) }

// narrow encodes the narrowing part of C4.1 Advanced SIMD two-register
// miscellaneous.
func (f *Func) narrow(mnemonic string, u, opcode uint32, acc access, d, n V, t Arr, allowed []Arr) {
	if f.allow(mnemonic, t, allowed...) {
		f.emit(0x0E200800|t.q()<<30|u<<29|uint32(t.Elem())<<22|opcode<<12, mnemonic,
			vec(d, t, fieldD, acc), vec(n, t.wide(), fieldN, read))
	}
}

// XTN truncates n into the low half of d and clears the high half. C7.2 XTN, XTN2.
func (f *Func) XTN(d, n V, t Arr) { f.narrow("xtn", 0, 0b10010, write, d, n, t, arrLow) }

// XTN2 truncates n into the high half of d and keeps the low half.
func (f *Func) XTN2(d, n V, t Arr) { f.narrow("xtn2", 0, 0b10010, rw, d, n, t, arrHigh) }

// UQXTN is XTN with unsigned saturation. C7.2 UQXTN, UQXTN2.
func (f *Func) UQXTN(d, n V, t Arr) { f.narrow("uqxtn", 1, 0b10100, write, d, n, t, arrLow) }

// SQXTN is XTN with signed saturation. C7.2 SQXTN, SQXTN2.
func (f *Func) SQXTN(d, n V, t Arr) { f.narrow("sqxtn", 0, 0b10100, write, d, n, t, arrLow) }

// shiftLong encodes the long shifts of C4.1 Advanced SIMD shift by immediate.
func (f *Func) shiftLong(mnemonic, alias string, u uint32, d, n V, shift int, t Arr, allowed []Arr) {
	if !f.allow(mnemonic, t, allowed...) || !f.inRange(mnemonic, "shift", shift, 0, t.Elem().Bits()-1) {
		return
	}
	ops := []operand{vec(d, t.wide(), fieldD, write), vec(n, t, fieldN, read)}
	if shift == 0 {
		mnemonic = alias
	} else {
		ops = append(ops, imm(shift))
	}
	f.emit(0x0F00A400|t.q()<<30|u<<29|uint32(t.Elem().Bits()+shift)<<16, mnemonic, ops...)
}

// USHLL zero-extends the low half and shifts left. C7.2 USHLL, USHLL2.
func (f *Func) USHLL(d, n V, shift int, t Arr) {
	f.shiftLong("ushll", "uxtl", 1, d, n, shift, t, arrLow)
}

// USHLL2 zero-extends the high half and shifts left.
func (f *Func) USHLL2(d, n V, shift int, t Arr) {
	f.shiftLong("ushll2", "uxtl2", 1, d, n, shift, t, arrHigh)
}

// SSHLL sign-extends the low half and shifts left. C7.2 SSHLL, SSHLL2.
func (f *Func) SSHLL(d, n V, shift int, t Arr) {
	f.shiftLong("sshll", "sxtl", 0, d, n, shift, t, arrLow)
}

// SSHLL2 sign-extends the high half and shifts left.
func (f *Func) SSHLL2(d, n V, shift int, t Arr) {
	f.shiftLong("sshll2", "sxtl2", 0, d, n, shift, t, arrHigh)
}

// UXTL zero-extends the low half. C7.2 UXTL, an alias of USHLL.
func (f *Func) UXTL(d, n V, t Arr) { f.USHLL(d, n, 0, t) }

// UXTL2 zero-extends the high half.
func (f *Func) UXTL2(d, n V, t Arr) { f.USHLL2(d, n, 0, t) }

// SXTL sign-extends the low half. C7.2 SXTL, an alias of SSHLL.
func (f *Func) SXTL(d, n V, t Arr) { f.SSHLL(d, n, 0, t) }

// SXTL2 sign-extends the high half.
func (f *Func) SXTL2(d, n V, t Arr) { f.SSHLL2(d, n, 0, t) }

// shiftNarrow encodes the narrowing shifts of C4.1 Advanced SIMD shift by
// immediate.
func (f *Func) shiftNarrow(mnemonic string, opcode uint32, acc access, d, n V, shift int, t Arr, allowed []Arr) {
	if f.allow(mnemonic, t, allowed...) && f.inRange(mnemonic, "shift", shift, 1, t.Elem().Bits()) {
		f.emit(0x0F000400|t.q()<<30|uint32(2*t.Elem().Bits()-shift)<<16|opcode<<11, mnemonic,
			vec(d, t, fieldD, acc), vec(n, t.wide(), fieldN, read), imm(shift))
	}
}

// SHRN is n >> shift truncated into the low half of d. C7.2 SHRN, SHRN2.
func (f *Func) SHRN(d, n V, shift int, t Arr) {
	f.shiftNarrow("shrn", 0b10000, write, d, n, shift, t, arrLow)
}

// SHRN2 is n >> shift truncated into the high half of d.
func (f *Func) SHRN2(d, n V, shift int, t Arr) {
	f.shiftNarrow("shrn2", 0b10000, rw, d, n, shift, t, arrHigh)
}
