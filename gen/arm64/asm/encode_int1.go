package asm

// Vector integer instructions with one source, and reductions.

// int2 encodes C4.1 Advanced SIMD two-register miscellaneous.
func (f *Func) int2(mnemonic string, u, opcode uint32, d, n V, t Arr, allowed []Arr, extra ...operand) {
	if f.allow(mnemonic, t, allowed...) {
		f.emit(0x0E200800|t.q()<<30|u<<29|uint32(t.Elem())<<22|opcode<<12, mnemonic,
			append([]operand{vec(d, t, fieldD, write), vec(n, t, fieldN, read)}, extra...)...)
	}
}

// ABS is d = |n|. C7.2 ABS.
func (f *Func) ABS(d, n V, t Arr) { f.int2("abs", 0, 0b01011, d, n, t, arrAll) }

// NEG is d = −n. C7.2 NEG (vector).
func (f *Func) NEG(d, n V, t Arr) { f.int2("neg", 1, 0b01011, d, n, t, arrAll) }

// CNT counts the ones of each byte. C7.2 CNT.
func (f *Func) CNT(d, n V, t Arr) { f.int2("cnt", 0, 0b00101, d, n, t, arrBytes) }

// NOT is d = ^n. C7.2 NOT, whose preferred form is MVN.
func (f *Func) NOT(d, n V, t Arr) { f.int2("mvn", 1, 0b00101, d, n, t, arrBytes) }

// REV64 reverses the lanes of each 64 bits. C7.2 REV64.
func (f *Func) REV64(d, n V, t Arr) { f.int2("rev64", 0, 0b00000, d, n, t, arrNoD) }

// CMEQZero is all ones where n = 0. C7.2 CMEQ (zero).
func (f *Func) CMEQZero(d, n V, t Arr) { f.int2("cmeq", 0, 0b01001, d, n, t, arrAll, imm(0)) }

// CMGTZero is all ones where n > 0, signed. C7.2 CMGT (zero).
func (f *Func) CMGTZero(d, n V, t Arr) { f.int2("cmgt", 0, 0b01000, d, n, t, arrAll, imm(0)) }

// CMGEZero is all ones where n ≥ 0, signed. C7.2 CMGE (zero).
func (f *Func) CMGEZero(d, n V, t Arr) { f.int2("cmge", 1, 0b01000, d, n, t, arrAll, imm(0)) }

// CMLTZero is all ones where n < 0, signed. C7.2 CMLT (zero).
func (f *Func) CMLTZero(d, n V, t Arr) { f.int2("cmlt", 0, 0b01010, d, n, t, arrAll, imm(0)) }

// CMLEZero is all ones where n ≤ 0, signed. C7.2 CMLE (zero).
func (f *Func) CMLEZero(d, n V, t Arr) { f.int2("cmle", 1, 0b01001, d, n, t, arrAll, imm(0)) }

// pairLong encodes the pairwise long additions; t is n's arrangement and d has
// half as many lanes, twice as large.
func (f *Func) pairLong(mnemonic string, u, opcode uint32, acc access, d, n V, t Arr) {
	if f.allow(mnemonic, t, arrNoD...) {
		f.emit(0x0E200800|t.q()<<30|u<<29|uint32(t.Elem())<<22|opcode<<12, mnemonic,
			vec(d, t+2, fieldD, acc), vec(n, t, fieldN, read))
	}
}

// UADDLP adds adjacent unsigned lanes into lanes of twice the size; t is n's.
// C7.2 UADDLP.
func (f *Func) UADDLP(d, n V, t Arr) { f.pairLong("uaddlp", 1, 0b00010, write, d, n, t) }

// UADALP is UADDLP added to d. C7.2 UADALP.
func (f *Func) UADALP(d, n V, t Arr) { f.pairLong("uadalp", 1, 0b00110, rw, d, n, t) }

// SADDLP is UADDLP for signed lanes. C7.2 SADDLP.
func (f *Func) SADDLP(d, n V, t Arr) { f.pairLong("saddlp", 0, 0b00010, write, d, n, t) }

// across encodes C4.1 Advanced SIMD across lanes. The result is in lane 0 of
// d, whose size is t's plus grow.
func (f *Func) across(mnemonic string, u, opcode uint32, grow Size, d, n V, t Arr) {
	if f.allow(mnemonic, t, B8, B16, H4, H8, S4) {
		f.emit(0x0E300800|t.q()<<30|u<<29|uint32(t.Elem())<<22|opcode<<12, mnemonic,
			scalar(d, t.Elem()+grow, fieldD, write), vec(n, t, fieldN, read))
	}
}

// ADDV adds all lanes. C7.2 ADDV.
func (f *Func) ADDV(d, n V, t Arr) { f.across("addv", 0, 0b11011, 0, d, n, t) }

// UADDLV adds all unsigned lanes into one of twice the size. C7.2 UADDLV.
func (f *Func) UADDLV(d, n V, t Arr) { f.across("uaddlv", 1, 0b00011, 1, d, n, t) }

// SADDLV is UADDLV for signed lanes. C7.2 SADDLV.
func (f *Func) SADDLV(d, n V, t Arr) { f.across("saddlv", 0, 0b00011, 1, d, n, t) }

// UMAXV is the maximum of all unsigned lanes. C7.2 UMAXV.
func (f *Func) UMAXV(d, n V, t Arr) { f.across("umaxv", 1, 0b01010, 0, d, n, t) }

// UMINV is the minimum of all unsigned lanes. C7.2 UMINV.
func (f *Func) UMINV(d, n V, t Arr) { f.across("uminv", 1, 0b11010, 0, d, n, t) }

// ADDPScalar is d[0] = n[0] + n[1] for .2D. C7.2 ADDP (scalar).
func (f *Func) ADDPScalar(d, n V, t Arr) {
	if f.allow("addp", t, D2) {
		f.emit(0x5EF1B800, "addp", scalar(d, D, fieldD, write), vec(n, t, fieldN, read))
	}
}
