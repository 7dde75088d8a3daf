package asm

// Vector rounding and conversion.

// SCVTF converts signed integers of the lane's size to floating point. C7.2 SCVTF (vector, integer).
func (f *Func) SCVTF(d, n V, t Arr) { f.fp2("scvtf", 0, 0, 0b11101, d, n, t) }

// UCVTF converts unsigned integers of the lane's size to floating point. C7.2 UCVTF (vector, integer).
func (f *Func) UCVTF(d, n V, t Arr) { f.fp2("ucvtf", 1, 0, 0b11101, d, n, t) }

// FCVTZS converts to signed integers, toward zero, saturating; NaN gives 0. C7.2 FCVTZS (vector, integer).
func (f *Func) FCVTZS(d, n V, t Arr) { f.fp2("fcvtzs", 0, 1, 0b11011, d, n, t) }

// FCVTZU converts to unsigned integers, toward zero, saturating. C7.2 FCVTZU (vector, integer).
func (f *Func) FCVTZU(d, n V, t Arr) { f.fp2("fcvtzu", 1, 1, 0b11011, d, n, t) }

// FCVTNS converts to signed integers, to nearest, ties to even. C7.2 FCVTNS (vector).
func (f *Func) FCVTNS(d, n V, t Arr) { f.fp2("fcvtns", 0, 0, 0b11010, d, n, t) }

// FCVTMS converts to signed integers, toward −∞. C7.2 FCVTMS (vector).
func (f *Func) FCVTMS(d, n V, t Arr) { f.fp2("fcvtms", 0, 0, 0b11011, d, n, t) }

// FRINTN rounds to an integral value, ties to even. C7.2 FRINTN (vector).
func (f *Func) FRINTN(d, n V, t Arr) { f.fp2("frintn", 0, 0, 0b11000, d, n, t) }

// FRINTM rounds to an integral value, toward −∞. C7.2 FRINTM (vector).
func (f *Func) FRINTM(d, n V, t Arr) { f.fp2("frintm", 0, 0, 0b11001, d, n, t) }

// FRINTP rounds to an integral value, toward +∞. C7.2 FRINTP (vector).
func (f *Func) FRINTP(d, n V, t Arr) { f.fp2("frintp", 0, 1, 0b11000, d, n, t) }

// FRINTZ rounds to an integral value, toward zero. C7.2 FRINTZ (vector).
func (f *Func) FRINTZ(d, n V, t Arr) { f.fp2("frintz", 0, 1, 0b11001, d, n, t) }

// FRINTA rounds to an integral value, ties away from zero. C7.2 FRINTA (vector).
func (f *Func) FRINTA(d, n V, t Arr) { f.fp2("frinta", 1, 0, 0b11000, d, n, t) }

// FCVTL widens the low half of n; t is n's arrangement, .4H (to .4S) or .2S (to
// .2D). C7.2 FCVTL, FCVTL2.
func (f *Func) FCVTL(d, n V, t Arr) { f.fcvtl("fcvtl", d, n, t, H4, S2) }

// FCVTL2 widens the high half of n; t is .8H or .4S.
func (f *Func) FCVTL2(d, n V, t Arr) { f.fcvtl("fcvtl2", d, n, t, H8, S4) }

func (f *Func) fcvtl(mnemonic string, d, n V, t Arr, allowed ...Arr) {
	if f.allow(mnemonic, t, allowed...) {
		f.emit(0x0E217800|t.q()<<30|uint32(t.Elem()-H)<<22, mnemonic, vec(d, t.wide(), fieldD, write), vec(n, t, fieldN, read))
	}
}

// FCVTN narrows n into the low half of d and clears the high half; t is d's
// arrangement, .4H (from .4S) or .2S (from .2D). C7.2 FCVTN, FCVTN2.
func (f *Func) FCVTN(d, n V, t Arr) { f.fcvtn("fcvtn", write, d, n, t, H4, S2) }

// FCVTN2 narrows n into the high half of d and keeps the low half; t is .8H or .4S.
func (f *Func) FCVTN2(d, n V, t Arr) { f.fcvtn("fcvtn2", rw, d, n, t, H8, S4) }

func (f *Func) fcvtn(mnemonic string, acc access, d, n V, t Arr, allowed ...Arr) {
	if f.allow(mnemonic, t, allowed...) {
		f.emit(0x0E216800|t.q()<<30|uint32(t.Elem()-H)<<22, mnemonic, vec(d, t, fieldD, acc), vec(n, t.wide(), fieldN, read))
	}
}
