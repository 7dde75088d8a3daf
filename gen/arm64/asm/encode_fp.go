package asm

// Vector floating point with two sources or one. Arrangements .2S .4S .2D, and
// .4H .8H where the level permits FEAT_FP16.

// fp3 encodes C4.1 Advanced SIMD three same, and its FP16 variant.
func (f *Func) fp3(mnemonic string, u, a, opcode uint32, acc access, d, n, m V, t Arr) {
	if !f.allow(mnemonic, t, S2, S4, D2, H4, H8) {
		return
	}
	w, need := 0x0E200400|uint32(t.Elem()&1)<<22|opcode<<11, ASIMD
	if t.Elem() == H {
		w, need = 0x0E400400|opcode&7<<11, FP16
	}
	f.emitFeature(need, w|t.q()<<30|u<<29|a<<23, mnemonic,
		vec(d, t, fieldD, acc), vec(n, t, fieldN, read), vec(m, t, fieldM, read))
}

// FADD is d = n + m. C7.2 FADD (vector).
func (f *Func) FADD(d, n, m V, t Arr) { f.fp3("fadd", 0, 0, 0b11010, write, d, n, m, t) }

// FSUB is d = n − m. C7.2 FSUB (vector).
func (f *Func) FSUB(d, n, m V, t Arr) { f.fp3("fsub", 0, 1, 0b11010, write, d, n, m, t) }

// FMUL is d = n · m. C7.2 FMUL (vector).
func (f *Func) FMUL(d, n, m V, t Arr) { f.fp3("fmul", 1, 0, 0b11011, write, d, n, m, t) }

// FDIV is d = n / m. C7.2 FDIV (vector).
func (f *Func) FDIV(d, n, m V, t Arr) { f.fp3("fdiv", 1, 0, 0b11111, write, d, n, m, t) }

// FMLA is d = fma(n, m, d). C7.2 FMLA (vector).
func (f *Func) FMLA(d, n, m V, t Arr) { f.fp3("fmla", 0, 0, 0b11001, rw, d, n, m, t) }

// FMLS is d = fma(−n, m, d). C7.2 FMLS (vector).
func (f *Func) FMLS(d, n, m V, t Arr) { f.fp3("fmls", 0, 1, 0b11001, rw, d, n, m, t) }

// FABD is d = |n − m|. C7.2 FABD.
func (f *Func) FABD(d, n, m V, t Arr) { f.fp3("fabd", 1, 1, 0b11010, write, d, n, m, t) }

// FMAX is the maximum; NaN if either is NaN, +0 above −0. C7.2 FMAX (vector).
func (f *Func) FMAX(d, n, m V, t Arr) { f.fp3("fmax", 0, 0, 0b11110, write, d, n, m, t) }

// FMIN is the minimum; NaN if either is NaN, −0 below +0. C7.2 FMIN (vector).
func (f *Func) FMIN(d, n, m V, t Arr) { f.fp3("fmin", 0, 1, 0b11110, write, d, n, m, t) }

// FMAXNM is the maximum that prefers a number to a quiet NaN. C7.2 FMAXNM (vector).
func (f *Func) FMAXNM(d, n, m V, t Arr) { f.fp3("fmaxnm", 0, 0, 0b11000, write, d, n, m, t) }

// FMINNM is the minimum that prefers a number to a quiet NaN. C7.2 FMINNM (vector).
func (f *Func) FMINNM(d, n, m V, t Arr) { f.fp3("fminnm", 0, 1, 0b11000, write, d, n, m, t) }

// FCMEQ is all ones where n = m. C7.2 FCMEQ (register).
func (f *Func) FCMEQ(d, n, m V, t Arr) { f.fp3("fcmeq", 0, 0, 0b11100, write, d, n, m, t) }

// FCMGE is all ones where n ≥ m. C7.2 FCMGE (register).
func (f *Func) FCMGE(d, n, m V, t Arr) { f.fp3("fcmge", 1, 0, 0b11100, write, d, n, m, t) }

// FCMGT is all ones where n > m. C7.2 FCMGT (register).
func (f *Func) FCMGT(d, n, m V, t Arr) { f.fp3("fcmgt", 1, 1, 0b11100, write, d, n, m, t) }

// FACGE is all ones where |n| ≥ |m|. C7.2 FACGE.
func (f *Func) FACGE(d, n, m V, t Arr) { f.fp3("facge", 1, 0, 0b11101, write, d, n, m, t) }

// FACGT is all ones where |n| > |m|. C7.2 FACGT.
func (f *Func) FACGT(d, n, m V, t Arr) { f.fp3("facgt", 1, 1, 0b11101, write, d, n, m, t) }

// FADDP adds adjacent lanes of n, then of m. C7.2 FADDP (vector).
func (f *Func) FADDP(d, n, m V, t Arr) { f.fp3("faddp", 1, 0, 0b11010, write, d, n, m, t) }

// FMAXP is FMAX of adjacent lanes of n, then of m. C7.2 FMAXP (vector).
func (f *Func) FMAXP(d, n, m V, t Arr) { f.fp3("fmaxp", 1, 0, 0b11110, write, d, n, m, t) }

// FMINP is FMIN of adjacent lanes of n, then of m. C7.2 FMINP (vector).
func (f *Func) FMINP(d, n, m V, t Arr) { f.fp3("fminp", 1, 1, 0b11110, write, d, n, m, t) }

// fp2 encodes C4.1 Advanced SIMD two-register miscellaneous, and its FP16
// variant.
func (f *Func) fp2(mnemonic string, u, a, opcode uint32, d, n V, t Arr, extra ...operand) {
	if !f.allow(mnemonic, t, S2, S4, D2, H4, H8) {
		return
	}
	w, need := 0x0E200800|uint32(t.Elem()&1)<<22, ASIMD
	if t.Elem() == H {
		w, need = 0x0E780800, FP16
	}
	f.emitFeature(need, w|t.q()<<30|u<<29|a<<23|opcode<<12, mnemonic,
		append([]operand{vec(d, t, fieldD, write), vec(n, t, fieldN, read)}, extra...)...)
}

// FABS is d = |n|. C7.2 FABS (vector).
func (f *Func) FABS(d, n V, t Arr) { f.fp2("fabs", 0, 1, 0b01111, d, n, t) }

// FNEG is d = −n. C7.2 FNEG (vector).
func (f *Func) FNEG(d, n V, t Arr) { f.fp2("fneg", 1, 1, 0b01111, d, n, t) }

// FSQRT is d = √n. C7.2 FSQRT (vector).
func (f *Func) FSQRT(d, n V, t Arr) { f.fp2("fsqrt", 1, 1, 0b11111, d, n, t) }

// FCMGTZero is all ones where n > 0. C7.2 FCMGT (zero).
func (f *Func) FCMGTZero(d, n V, t Arr) { f.fp2("fcmgt", 0, 1, 0b01100, d, n, t, lit("#0.0")) }

// FCMGEZero is all ones where n ≥ 0. C7.2 FCMGE (zero).
func (f *Func) FCMGEZero(d, n V, t Arr) { f.fp2("fcmge", 1, 1, 0b01100, d, n, t, lit("#0.0")) }

// FCMEQZero is all ones where n = 0. C7.2 FCMEQ (zero).
func (f *Func) FCMEQZero(d, n V, t Arr) { f.fp2("fcmeq", 0, 1, 0b01101, d, n, t, lit("#0.0")) }

// FCMLEZero is all ones where n ≤ 0. C7.2 FCMLE (zero).
func (f *Func) FCMLEZero(d, n V, t Arr) { f.fp2("fcmle", 1, 1, 0b01101, d, n, t, lit("#0.0")) }

// FCMLTZero is all ones where n < 0. C7.2 FCMLT (zero).
func (f *Func) FCMLTZero(d, n V, t Arr) { f.fp2("fcmlt", 0, 1, 0b01110, d, n, t, lit("#0.0")) }
