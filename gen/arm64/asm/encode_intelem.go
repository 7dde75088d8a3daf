package asm

// Vector integer multiplication by one lane of m, which is a lane of .S: the
// .H forms could only name V0–V15, which the allocator does not model.

// intElem encodes C4.1 Advanced SIMD vector x indexed element.
func (f *Func) intElem(mnemonic string, u, opcode uint32, acc access, d V, dt Arr, n, m V, lane int, t Arr, allowed ...Arr) {
	if f.allow(mnemonic, t, allowed...) && f.laneOK(mnemonic, lane, S) {
		f.emit(0x0F800000|t.q()<<30|u<<29|opcode<<12|uint32(lane&1)<<21|uint32(lane>>1)<<11, mnemonic,
			vec(d, dt, fieldD, acc), vec(n, t, fieldN, read), elem(m, S, lane, fieldM, read))
	}
}

// MULElem is d = n · m[lane]. C7.2 MUL (by element).
func (f *Func) MULElem(d, n, m V, lane int, t Arr) {
	f.intElem("mul", 0, 0b1000, write, d, t, n, m, lane, t, S2, S4)
}

// MLAElem is d += n · m[lane]. C7.2 MLA (by element).
func (f *Func) MLAElem(d, n, m V, lane int, t Arr) {
	f.intElem("mla", 1, 0b0000, rw, d, t, n, m, lane, t, S2, S4)
}

// UMULLElem multiplies the unsigned low half of n by m[lane]. C7.2 UMULL,
// UMULL2 (by element).
func (f *Func) UMULLElem(d, n, m V, lane int, t Arr) {
	f.intElem("umull", 1, 0b1010, write, d, D2, n, m, lane, t, S2)
}

// UMULL2Elem multiplies the unsigned high half of n by m[lane].
func (f *Func) UMULL2Elem(d, n, m V, lane int, t Arr) {
	f.intElem("umull2", 1, 0b1010, write, d, D2, n, m, lane, t, S4)
}
