package asm

// Moving lanes within and between registers.

// permute encodes C4.1 Advanced SIMD permute.
func (f *Func) permute(mnemonic string, opcode uint32, d, n, m V, t Arr) {
	if f.allow(mnemonic, t, arrAll...) {
		f.emit(0x0E000800|t.q()<<30|uint32(t.Elem())<<22|opcode<<12, mnemonic,
			vec(d, t, fieldD, write), vec(n, t, fieldN, read), vec(m, t, fieldM, read))
	}
}

// ZIP1 interleaves the low halves of n and m. C7.2 ZIP1.
func (f *Func) ZIP1(d, n, m V, t Arr) { f.permute("zip1", 0b011, d, n, m, t) }

// ZIP2 interleaves the high halves of n and m. C7.2 ZIP2.
func (f *Func) ZIP2(d, n, m V, t Arr) { f.permute("zip2", 0b111, d, n, m, t) }

// UZP1 is the even lanes of n, then of m. C7.2 UZP1.
func (f *Func) UZP1(d, n, m V, t Arr) { f.permute("uzp1", 0b001, d, n, m, t) }

// UZP2 is the odd lanes of n, then of m. C7.2 UZP2.
func (f *Func) UZP2(d, n, m V, t Arr) { f.permute("uzp2", 0b101, d, n, m, t) }

// TRN1 interleaves the even lanes of n and m. C7.2 TRN1.
func (f *Func) TRN1(d, n, m V, t Arr) { f.permute("trn1", 0b010, d, n, m, t) }

// TRN2 interleaves the odd lanes of n and m. C7.2 TRN2.
func (f *Func) TRN2(d, n, m V, t Arr) { f.permute("trn2", 0b110, d, n, m, t) }

// EXT is the bytes of n from index, then the first ones of m. C7.2 EXT.
func (f *Func) EXT(d, n, m V, index int, t Arr) {
	if f.allow("ext", t, arrBytes...) && f.inRange("ext", "index", index, 0, t.Lanes()-1) {
		f.emit(0x2E000000|t.q()<<30|uint32(index)<<11, "ext",
			vec(d, t, fieldD, write), vec(n, t, fieldN, read), vec(m, t, fieldM, read), imm(index))
	}
}

// TBL looks m's bytes up in the 16 bytes of n; an index above 15 gives 0.
// C7.2 TBL (one register).
func (f *Func) TBL(d, n, m V, t Arr) {
	if f.allow("tbl", t, arrBytes...) {
		f.emit(0x0E000000|t.q()<<30, "tbl", vec(d, t, fieldD, write),
			operand{pre: "{v", post: ".16b}", reg: n.r, shift: fieldN, access: read}, vec(m, t, fieldM, read))
	}
}

// imm5 is the field of C4.1 Advanced SIMD copy that gives size and lane.
func imm5(s Size, lane int) uint32 { return uint32(lane<<1|1) << s << 16 }

// DUPElem is n[lane] in every lane. C7.2 DUP (element).
func (f *Func) DUPElem(d, n V, lane int, t Arr) {
	if f.allow("dup", t, arrAll...) && f.laneOK("dup", lane, t.Elem()) {
		f.emit(0x0E000400|t.q()<<30|imm5(t.Elem(), lane), "dup",
			vec(d, t, fieldD, write), elem(n, t.Elem(), lane, fieldN, read))
	}
}

// DUP is r in every lane. C7.2 DUP (general).
func (f *Func) DUP(d V, r R, t Arr) {
	if f.allow("dup", t, arrAll...) {
		f.emit(0x0E000C00|t.q()<<30|imm5(t.Elem(), 0), "dup", vec(d, t, fieldD, write), greg(r, t.Elem(), fieldN, read))
	}
}

// DUPScalar is d[0] = n[lane], the rest 0. C7.2 MOV (scalar), an alias of DUP.
func (f *Func) DUPScalar(d, n V, lane int, s Size) {
	if f.laneOK("dup", lane, s) {
		f.emit(0x5E000400|imm5(s, lane), "mov", scalar(d, s, fieldD, write), elem(n, s, lane, fieldN, read))
	}
}

// INS is d[dlane] = n[nlane]. C7.2 INS (element), whose preferred form is MOV.
func (f *Func) INS(d V, dlane int, n V, nlane int, s Size) {
	if f.laneOK("ins", dlane, s) && f.laneOK("ins", nlane, s) {
		f.emit(0x6E000400|imm5(s, dlane)|uint32(nlane)<<s<<11, "mov",
			elem(d, s, dlane, fieldD, rw), elem(n, s, nlane, fieldN, read))
	}
}

// INSFromR is d[lane] = r. C7.2 INS (general), whose preferred form is MOV.
func (f *Func) INSFromR(d V, lane int, r R, s Size) {
	if f.laneOK("ins", lane, s) {
		f.emit(0x4E001C00|imm5(s, lane), "mov", elem(d, s, lane, fieldD, rw), greg(r, s, fieldN, read))
	}
}

// UMOV is r = n[lane], zero-extended. C7.2 UMOV, for S and D preferred as MOV.
func (f *Func) UMOV(r R, n V, lane int, s Size) {
	if f.laneOK("umov", lane, s) {
		mnemonic, q := "umov", uint32(0)
		if s >= S {
			mnemonic = "mov"
		}
		if s == D {
			q = 1
		}
		f.emit(0x0E003C00|q<<30|imm5(s, lane), mnemonic, greg(r, s, fieldD, write), elem(n, s, lane, fieldN, read))
	}
}
