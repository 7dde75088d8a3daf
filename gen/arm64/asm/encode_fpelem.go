package asm

// Vector floating point with one lane of m for all lanes of n, and reductions.

// fpElem encodes C4.1 Advanced SIMD vector x indexed element. The lane is one
// of the whole 128-bit register m.
func (f *Func) fpElem(mnemonic string, opcode uint32, acc access, d, n, m V, lane int, t Arr) {
	if !f.allow(mnemonic, t, S2, S4, D2) || !f.laneOK(mnemonic, lane, t.Elem()) {
		return
	}
	w := 0x0F800000 | t.q()<<30 | opcode<<12
	if t == D2 {
		w |= 1<<22 | uint32(lane)<<11 // index H
	} else {
		w |= uint32(lane&1)<<21 | uint32(lane>>1)<<11 // index H:L
	}
	f.emit(w, mnemonic, vec(d, t, fieldD, acc), vec(n, t, fieldN, read), elem(m, t.Elem(), lane, fieldM, read))
}

// FMLAElem is d = fma(n, m[lane], d). C7.2 FMLA (by element).
func (f *Func) FMLAElem(d, n, m V, lane int, t Arr) { f.fpElem("fmla", 0b0001, rw, d, n, m, lane, t) }

// FMLSElem is d = fma(−n, m[lane], d). C7.2 FMLS (by element).
func (f *Func) FMLSElem(d, n, m V, lane int, t Arr) { f.fpElem("fmls", 0b0101, rw, d, n, m, lane, t) }

// FMULElem is d = n · m[lane]. C7.2 FMUL (by element).
func (f *Func) FMULElem(d, n, m V, lane int, t Arr) {
	f.fpElem("fmul", 0b1001, write, d, n, m, lane, t)
}

// fpAcross encodes the floating-point part of C4.1 Advanced SIMD across lanes.
// All of baseline ASIMD's reduce .4S.
func (f *Func) fpAcross(mnemonic string, a, opcode uint32, d, n V, t Arr) {
	if f.allow(mnemonic, t, S4) {
		f.emit(0x6E300800|a<<23|opcode<<12, mnemonic, scalar(d, S, fieldD, write), vec(n, t, fieldN, read))
	}
}

// FMAXV is FMAX over all lanes of n, in lane 0 of d. C7.2 FMAXV.
func (f *Func) FMAXV(d, n V, t Arr) { f.fpAcross("fmaxv", 0, 0b01111, d, n, t) }

// FMINV is FMIN over all lanes of n. C7.2 FMINV.
func (f *Func) FMINV(d, n V, t Arr) { f.fpAcross("fminv", 1, 0b01111, d, n, t) }

// FMAXNMV is FMAXNM over all lanes of n. C7.2 FMAXNMV.
func (f *Func) FMAXNMV(d, n V, t Arr) { f.fpAcross("fmaxnmv", 0, 0b01100, d, n, t) }

// FMINNMV is FMINNM over all lanes of n. C7.2 FMINNMV.
func (f *Func) FMINNMV(d, n V, t Arr) { f.fpAcross("fminnmv", 1, 0b01100, d, n, t) }

// fpPair encodes C4.1 Advanced SIMD scalar pairwise: lanes 0 and 1 of n.
func (f *Func) fpPair(mnemonic string, a, opcode uint32, d, n V, t Arr) {
	if f.allow(mnemonic, t, S2, D2) {
		f.emit(0x7E300800|a<<23|t.q()<<22|opcode<<12, mnemonic, scalar(d, t.Elem(), fieldD, write), vec(n, t, fieldN, read))
	}
}

// FADDPScalar is d[0] = n[0] + n[1]. C7.2 FADDP (scalar).
func (f *Func) FADDPScalar(d, n V, t Arr) { f.fpPair("faddp", 0, 0b01101, d, n, t) }

// FMAXPScalar is d[0] = FMAX(n[0], n[1]). C7.2 FMAXP (scalar).
func (f *Func) FMAXPScalar(d, n V, t Arr) { f.fpPair("fmaxp", 0, 0b01111, d, n, t) }

// FMINPScalar is d[0] = FMIN(n[0], n[1]). C7.2 FMINP (scalar).
func (f *Func) FMINPScalar(d, n V, t Arr) { f.fpPair("fminp", 1, 0b01111, d, n, t) }
