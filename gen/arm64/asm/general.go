package asm

import (
	"math/bits"
	"strconv"
)

// Integer instructions, printed in Go's assembly. Immediates are limited to what
// one machine instruction holds, so that Go's assembler never needs R27.

// gpr is R3 in Go's assembly.
func gpr(r R, a access) operand { return operand{pre: "R", reg: r.r, access: a} }

// dollar is $3.
func dollar(n int64) operand { return lit("$" + strconv.FormatInt(n, 10)) }

func (f *Func) go3(mnemonic string, d, n, m R) {
	f.emitGo(mnemonic, gpr(m, read), gpr(n, read), gpr(d, write))
}

// addImm checks the 12-bit immediate of ADD, SUB and CMP, optionally shifted
// by 12.
func (f *Func) addImm(mnemonic string, imm int) bool {
	if imm >= 0 && (imm <= 4095 || imm <= 4095<<12 && imm&4095 == 0) {
		return true
	}
	f.fail(mnemonic, "immediate %d is not 0…4095 nor such a multiple of 4096", imm)
	return false
}

// ADDR is d = n + m.
func (f *Func) ADDR(d, n, m R) { f.go3("ADD", d, n, m) }

// ADDRShift is d = n + m<<shift.
func (f *Func) ADDRShift(d, n, m R, shift int) {
	if f.inRange("ADD", "shift", shift, 0, 63) {
		f.emitGo("ADD", operand{pre: "R", post: "<<" + itoa(shift), reg: m.r, access: read}, gpr(n, read), gpr(d, write))
	}
}

// ADDRImm is d = n + imm.
func (f *Func) ADDRImm(d, n R, imm int) {
	if f.addImm("ADD", imm) {
		f.emitGo("ADD", dollar(int64(imm)), gpr(n, read), gpr(d, write))
	}
}

// SUBR is d = n − m.
func (f *Func) SUBR(d, n, m R) { f.go3("SUB", d, n, m) }

// SUBRShift is d = n − m<<shift.
func (f *Func) SUBRShift(d, n, m R, shift int) {
	if f.inRange("SUB", "shift", shift, 0, 63) {
		f.emitGo("SUB", operand{pre: "R", post: "<<" + itoa(shift), reg: m.r, access: read}, gpr(n, read), gpr(d, write))
	}
}

// SUBRImm is d = n − imm.
func (f *Func) SUBRImm(d, n R, imm int) {
	if f.addImm("SUB", imm) {
		f.emitGo("SUB", dollar(int64(imm)), gpr(n, read), gpr(d, write))
	}
}

// SUBSR is d = n − m and sets the flags for BCond.
func (f *Func) SUBSR(d, n, m R) { f.go3("SUBS", d, n, m) }

// SUBSRImm is d = n − imm and sets the flags for BCond.
func (f *Func) SUBSRImm(d, n R, imm int) {
	if f.addImm("SUBS", imm) {
		f.emitGo("SUBS", dollar(int64(imm)), gpr(n, read), gpr(d, write))
	}
}

// MULR is d = n · m, the low 64 bits.
func (f *Func) MULR(d, n, m R) { f.go3("MUL", d, n, m) }

// ANDR is d = n & m.
func (f *Func) ANDR(d, n, m R) { f.go3("AND", d, n, m) }

// ORRR is d = n | m.
func (f *Func) ORRR(d, n, m R) { f.go3("ORR", d, n, m) }

// EORR is d = n ^ m.
func (f *Func) EORR(d, n, m R) { f.go3("EOR", d, n, m) }

// ANDRImm is d = n & imm, where imm is one run of ones (a rotated run counts).
func (f *Func) ANDRImm(d, n R, imm uint64) {
	if !oneRun(imm) && !oneRun(^imm) {
		f.fail("AND", "immediate %#x is not one run of ones", imm)
		return
	}
	f.emitGo("AND", dollar(int64(imm)), gpr(n, read), gpr(d, write))
}

// oneRun reports a single run of ones, not all and not none.
func oneRun(x uint64) bool {
	y := x >> (bits.TrailingZeros64(x) & 63)
	return x != 0 && x != ^uint64(0) && y&(y+1) == 0
}

// LSLImm is d = n << shift.
func (f *Func) LSLImm(d, n R, shift int) { f.shiftImm("LSL", d, n, shift) }

// LSRImm is d = n >> shift, logical.
func (f *Func) LSRImm(d, n R, shift int) { f.shiftImm("LSR", d, n, shift) }

// ASRImm is d = n >> shift, arithmetic.
func (f *Func) ASRImm(d, n R, shift int) { f.shiftImm("ASR", d, n, shift) }

func (f *Func) shiftImm(mnemonic string, d, n R, shift int) {
	if f.inRange(mnemonic, "shift", shift, 0, 63) {
		f.emitGo(mnemonic, dollar(int64(shift)), gpr(n, read), gpr(d, write))
	}
}

// MOVR is d = n; the allocator removes it where it can.
func (f *Func) MOVR(d, n R) {
	in := f.emitGo("MOVD", gpr(n, read), gpr(d, write))
	in.copies = true
}

// MOVRImm is d = imm.
func (f *Func) MOVRImm(d R, imm int64) { f.emitGo("MOVD", dollar(imm), gpr(d, write)) }

// CMP compares n with m for BCond and CSEL.
func (f *Func) CMP(n, m R) { f.emitGo("CMP", gpr(m, read), gpr(n, read)) }

// CMPImm compares n with imm.
func (f *Func) CMPImm(n R, imm int) {
	if f.addImm("CMP", imm) {
		f.emitGo("CMP", dollar(int64(imm)), gpr(n, read))
	}
}

// CSEL is d = n if cond, else m.
func (f *Func) CSEL(cond Cond, d, n, m R) {
	if f.condOK("CSEL", cond) {
		f.emitGo("CSEL", lit(string(cond)), gpr(n, read), gpr(m, read), gpr(d, write))
	}
}

// access in Go's assembly: [load, store] by size, zero-extending.
var goMove = [...][2]string{B: {"MOVBU", "MOVB"}, H: {"MOVHU", "MOVH"}, S: {"MOVWU", "MOVW"}, D: {"MOVD", "MOVD"}}

func (f *Func) goOffset(mnemonic string, off int, s Size) bool {
	if f.allowSize(mnemonic, s, B, H, S, D) && (off >= -256 && off <= 255 || off >= 0 && off <= 4095*s.Bytes() && off%s.Bytes() == 0) {
		return true
	}
	f.fail(mnemonic, "offset %d is neither −256…255 nor a multiple of the size up to 4095 of them", off)
	return false
}

func goMem(base R, off int) operand {
	return operand{pre: itoa(off) + "(R", post: ")", reg: base.r, access: read}
}

// LDRR loads an integer, zero-extended, from base+off.
func (f *Func) LDRR(d, base R, off int, s Size) {
	if f.goOffset("LDRR", off, s) {
		f.emitGo(goMove[s][0], goMem(base, off), gpr(d, write))
	}
}

// STRR stores the low bytes of an integer to base+off.
func (f *Func) STRR(v, base R, off int, s Size) {
	if f.goOffset("STRR", off, s) {
		f.emitGo(goMove[s][1], gpr(v, read), goMem(base, off))
	}
}
