package asm

// Vector integer arithmetic, comparison and logic.

var (
	arrAll   = []Arr{B8, B16, H4, H8, S2, S4, D2}
	arrNoD   = []Arr{B8, B16, H4, H8, S2, S4}
	arrBytes = []Arr{B8, B16}
)

// int3 encodes C4.1 Advanced SIMD three same.
func (f *Func) int3(mnemonic string, u, opcode uint32, acc access, d, n, m V, t Arr, allowed []Arr) {
	if f.allow(mnemonic, t, allowed...) {
		f.emit(0x0E200400|t.q()<<30|u<<29|uint32(t.Elem())<<22|opcode<<11, mnemonic,
			vec(d, t, fieldD, acc), vec(n, t, fieldN, read), vec(m, t, fieldM, read))
	}
}

// ADD is d = n + m. C7.2 ADD (vector).
func (f *Func) ADD(d, n, m V, t Arr) { f.int3("add", 0, 0b10000, write, d, n, m, t, arrAll) }

// SUB is d = n − m. C7.2 SUB (vector).
func (f *Func) SUB(d, n, m V, t Arr) { f.int3("sub", 1, 0b10000, write, d, n, m, t, arrAll) }

// MUL is d = n · m. C7.2 MUL (vector).
func (f *Func) MUL(d, n, m V, t Arr) { f.int3("mul", 0, 0b10011, write, d, n, m, t, arrNoD) }

// MLA is d += n · m. C7.2 MLA (vector).
func (f *Func) MLA(d, n, m V, t Arr) { f.int3("mla", 0, 0b10010, rw, d, n, m, t, arrNoD) }

// MLS is d −= n · m. C7.2 MLS (vector).
func (f *Func) MLS(d, n, m V, t Arr) { f.int3("mls", 1, 0b10010, rw, d, n, m, t, arrNoD) }

// ADDP adds adjacent lanes of n, then of m. C7.2 ADDP (vector).
func (f *Func) ADDP(d, n, m V, t Arr) { f.int3("addp", 0, 0b10111, write, d, n, m, t, arrAll) }

// SMAX is the signed maximum. C7.2 SMAX.
func (f *Func) SMAX(d, n, m V, t Arr) { f.int3("smax", 0, 0b01100, write, d, n, m, t, arrNoD) }

// SMIN is the signed minimum. C7.2 SMIN.
func (f *Func) SMIN(d, n, m V, t Arr) { f.int3("smin", 0, 0b01101, write, d, n, m, t, arrNoD) }

// UMAX is the unsigned maximum. C7.2 UMAX.
func (f *Func) UMAX(d, n, m V, t Arr) { f.int3("umax", 1, 0b01100, write, d, n, m, t, arrNoD) }

// UMIN is the unsigned minimum. C7.2 UMIN.
func (f *Func) UMIN(d, n, m V, t Arr) { f.int3("umin", 1, 0b01101, write, d, n, m, t, arrNoD) }

// CMEQ is all ones where n = m. C7.2 CMEQ (register).
func (f *Func) CMEQ(d, n, m V, t Arr) { f.int3("cmeq", 1, 0b10001, write, d, n, m, t, arrAll) }

// CMGE is all ones where n ≥ m, signed. C7.2 CMGE (register).
func (f *Func) CMGE(d, n, m V, t Arr) { f.int3("cmge", 0, 0b00111, write, d, n, m, t, arrAll) }

// CMGT is all ones where n > m, signed. C7.2 CMGT (register).
func (f *Func) CMGT(d, n, m V, t Arr) { f.int3("cmgt", 0, 0b00110, write, d, n, m, t, arrAll) }

// CMHS is all ones where n ≥ m, unsigned. C7.2 CMHS (register).
func (f *Func) CMHS(d, n, m V, t Arr) { f.int3("cmhs", 1, 0b00111, write, d, n, m, t, arrAll) }

// CMHI is all ones where n > m, unsigned. C7.2 CMHI (register).
func (f *Func) CMHI(d, n, m V, t Arr) { f.int3("cmhi", 1, 0b00110, write, d, n, m, t, arrAll) }

// CMTST is all ones where n & m ≠ 0. C7.2 CMTST.
func (f *Func) CMTST(d, n, m V, t Arr) { f.int3("cmtst", 0, 0b10001, write, d, n, m, t, arrAll) }

// logic encodes the bitwise part of C4.1 Advanced SIMD three same; size is
// part of the opcode, arrangements are .8B and .16B.
func (f *Func) logic(mnemonic string, u, size uint32, acc access, d, n, m V, t Arr) {
	if f.allow(mnemonic, t, arrBytes...) {
		f.emit(0x0E201C00|t.q()<<30|u<<29|size<<22, mnemonic,
			vec(d, t, fieldD, acc), vec(n, t, fieldN, read), vec(m, t, fieldM, read))
	}
}

// AND is d = n & m. C7.2 AND (vector).
func (f *Func) AND(d, n, m V, t Arr) { f.logic("and", 0, 0, write, d, n, m, t) }

// BIC is d = n &^ m. C7.2 BIC (vector, register).
func (f *Func) BIC(d, n, m V, t Arr) { f.logic("bic", 0, 1, write, d, n, m, t) }

// ORR is d = n | m; for n = m, use MOV. C7.2 ORR (vector, register).
func (f *Func) ORR(d, n, m V, t Arr) {
	if n == m {
		f.fail("orr", "n = m is a copy: use MOV")
	}
	f.logic("orr", 0, 2, write, d, n, m, t)
}

// ORN is d = n | ^m. C7.2 ORN (vector).
func (f *Func) ORN(d, n, m V, t Arr) { f.logic("orn", 0, 3, write, d, n, m, t) }

// EOR is d = n ^ m. C7.2 EOR (vector).
func (f *Func) EOR(d, n, m V, t Arr) { f.logic("eor", 1, 0, write, d, n, m, t) }

// BSL is d = d&n | ^d&m: d selects. C7.2 BSL.
func (f *Func) BSL(d, n, m V, t Arr) { f.logic("bsl", 1, 1, rw, d, n, m, t) }

// BIT is d = m&n | ^m&d: m selects n. C7.2 BIT.
func (f *Func) BIT(d, n, m V, t Arr) { f.logic("bit", 1, 2, rw, d, n, m, t) }

// BIF is d = ^m&n | m&d: m selects d. C7.2 BIF.
func (f *Func) BIF(d, n, m V, t Arr) { f.logic("bif", 1, 3, rw, d, n, m, t) }

// MOV copies all 128 bits; the allocator removes it where it can. C7.2 MOV
// (vector), an alias of ORR.
func (f *Func) MOV(d, n V) {
	src := vec(n, B16, fieldN, read)
	in := f.emit(0x4EA01C00, "mov", vec(d, B16, fieldD, write), src)
	in.ops[1].twice = true
	in.copies = true
}
