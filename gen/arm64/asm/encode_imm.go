package asm

import (
	"math"
	"strconv"
)

// Vector constants: C4.1 Advanced SIMD modified immediate.

func (f *Func) modImm(mnemonic string, op, cmode, imm8 uint32, d V, t Arr, ops ...operand) {
	f.emit(0x0F000400|t.q()<<30|op<<29|imm8>>5<<16|imm8&31<<5|cmode<<12, mnemonic,
		append([]operand{vec(d, t, fieldD, write)}, ops...)...)
}

// MOVI sets every lane to imm8 << shift; shift is 0, 8 (H and S), 16 or 24 (S).
// C7.2 MOVI.
func (f *Func) MOVI(d V, imm8, shift int, t Arr) {
	f.movi("movi", 0, d, imm8, shift, t, B8, B16, H4, H8, S2, S4)
}

// MVNI sets every lane to ^(imm8 << shift). C7.2 MVNI.
func (f *Func) MVNI(d V, imm8, shift int, t Arr) {
	f.movi("mvni", 1, d, imm8, shift, t, H4, H8, S2, S4)
}

func (f *Func) movi(mnemonic string, op uint32, d V, imm8, shift int, t Arr, allowed ...Arr) {
	if !f.allow(mnemonic, t, allowed...) || !f.inRange(mnemonic, "immediate", imm8, 0, 255) {
		return
	}
	if shift%8 != 0 || shift < 0 || shift >= t.Elem().Bits() {
		f.fail(mnemonic, "shift %d is not a byte of %v", shift, t)
		return
	}
	cmode := [...]uint32{B: 0b1110, H: 0b1000, S: 0b0000}[t.Elem()] | uint32(shift/8)<<1
	ops := []operand{lit("#0x" + strconv.FormatInt(int64(imm8), 16))}
	if shift > 0 {
		ops = append(ops, lit("lsl #"+itoa(shift)))
	}
	f.modImm(mnemonic, op, cmode, uint32(imm8), d, t, ops...)
}

// MOVI64 sets both .2D lanes to mask, each byte of which is 0 or 0xFF.
// MOVI64(d, 0) is the way to clear a register. C7.2 MOVI.
func (f *Func) MOVI64(d V, mask uint64) {
	var imm8 uint32
	for i := range 8 {
		switch b := mask >> (8 * i) & 0xFF; b {
		case 0xFF:
			imm8 |= 1 << i
		case 0:
		default:
			f.fail("movi", "byte %#x of %#x is neither 0 nor 0xff", b, mask)
			return
		}
	}
	f.modImm("movi", 1, 0b1110, imm8, d, D2, lit("#0x"+strconv.FormatUint(mask, 16)))
}

// FMOVImm sets every lane to x = ±n/16·2^r with 16 ≤ n ≤ 31, −3 ≤ r ≤ 4.
// C7.2 FMOV (vector, immediate).
func (f *Func) FMOVImm(d V, x float64, t Arr) {
	if !f.allow("fmov", t, S2, S4, D2) {
		return
	}
	imm8, ok := fpImm8(x)
	if !ok {
		f.fail("fmov", "%v is not an 8-bit floating-point immediate", x)
		return
	}
	op := uint32(0)
	if t == D2 {
		op = 1
	}
	f.modImm("fmov", op, 0b1111, imm8, d, t, lit("#"+strconv.FormatFloat(x, 'e', 18, 64)))
}

// FPImm reports whether FMOVImm can encode x.
func FPImm(x float64) bool { _, ok := fpImm8(x); return ok }

// fpImm8 is the inverse of the manual's VFPExpandImm: sign, then the exponent as
// NOT(b):b:b…:c:d, then four bits of fraction.
func fpImm8(x float64) (imm8 uint32, ok bool) {
	bits := math.Float64bits(x)
	exp := int(bits>>52&0x7FF) - 1023
	if bits&(1<<48-1) != 0 || exp < -3 || exp > 4 {
		return 0, false
	}
	return uint32(bits>>63)<<7 | (uint32(exp+3)^4)<<4 | uint32(bits>>48&15), true
}
