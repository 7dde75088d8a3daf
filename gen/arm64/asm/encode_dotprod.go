package asm

// FEAT_DotProd. No level of the generator permits it yet: it shows that a level
// refuses what it does not list.

// UDOT adds to each .S lane of d the dot product of four unsigned bytes; t is
// the sources' .8B or .16B. C7.2 UDOT (vector).
func (f *Func) UDOT(d, n, m V, t Arr) { f.dot("udot", 1, d, n, m, t) }

// SDOT is UDOT for signed bytes. C7.2 SDOT (vector).
func (f *Func) SDOT(d, n, m V, t Arr) { f.dot("sdot", 0, d, n, m, t) }

// dot encodes C4.1 Advanced SIMD three-register extension.
func (f *Func) dot(mnemonic string, u uint32, d, n, m V, t Arr) {
	if f.allow(mnemonic, t, arrBytes...) {
		f.emitFeature(ASIMD|DotProd, 0x0E809400|t.q()<<30|u<<29, mnemonic,
			vec(d, t+(S2-B8), fieldD, rw), vec(n, t, fieldN, read), vec(m, t, fieldM, read))
	}
}
