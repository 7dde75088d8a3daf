package asm

// Floating point on lane 0. Writing d clears the rest of its register.

// fpScalar2 encodes C4.1 Floating-point data-processing (2 source).
func (f *Func) fpScalar2(mnemonic string, opcode uint32, d, n, m V, s Size) {
	if f.allowSize(mnemonic, s, S, D) {
		f.emit(0x1E200800|uint32(s-S)<<22|opcode<<12, mnemonic,
			scalar(d, s, fieldD, write), scalar(n, s, fieldN, read), scalar(m, s, fieldM, read))
	}
}

// FADDScalar is d = n + m. C7.2 FADD (scalar).
func (f *Func) FADDScalar(d, n, m V, s Size) { f.fpScalar2("fadd", 0b0010, d, n, m, s) }

// FSUBScalar is d = n − m. C7.2 FSUB (scalar).
func (f *Func) FSUBScalar(d, n, m V, s Size) { f.fpScalar2("fsub", 0b0011, d, n, m, s) }

// FMULScalar is d = n · m. C7.2 FMUL (scalar).
func (f *Func) FMULScalar(d, n, m V, s Size) { f.fpScalar2("fmul", 0b0000, d, n, m, s) }

// FDIVScalar is d = n / m. C7.2 FDIV (scalar).
func (f *Func) FDIVScalar(d, n, m V, s Size) { f.fpScalar2("fdiv", 0b0001, d, n, m, s) }

// FMAXScalar is FMAX. C7.2 FMAX (scalar).
func (f *Func) FMAXScalar(d, n, m V, s Size) { f.fpScalar2("fmax", 0b0100, d, n, m, s) }

// FMINScalar is FMIN. C7.2 FMIN (scalar).
func (f *Func) FMINScalar(d, n, m V, s Size) { f.fpScalar2("fmin", 0b0101, d, n, m, s) }

// fpScalar3 encodes C4.1 Floating-point data-processing (3 source).
func (f *Func) fpScalar3(mnemonic string, o1, o0 uint32, d, n, m, a V, s Size) {
	if f.allowSize(mnemonic, s, S, D) {
		f.emit(0x1F000000|uint32(s-S)<<22|o1<<21|o0<<15, mnemonic,
			scalar(d, s, fieldD, write), scalar(n, s, fieldN, read), scalar(m, s, fieldM, read), scalar(a, s, fieldA, read))
	}
}

// FMADD is d = fma(n, m, a). C7.2 FMADD.
func (f *Func) FMADD(d, n, m, a V, s Size) { f.fpScalar3("fmadd", 0, 0, d, n, m, a, s) }

// FMSUB is d = fma(−n, m, a). C7.2 FMSUB.
func (f *Func) FMSUB(d, n, m, a V, s Size) { f.fpScalar3("fmsub", 0, 1, d, n, m, a, s) }

// FNMADD is d = fma(−n, m, −a). C7.2 FNMADD.
func (f *Func) FNMADD(d, n, m, a V, s Size) { f.fpScalar3("fnmadd", 1, 0, d, n, m, a, s) }

// FNMSUB is d = fma(n, m, −a). C7.2 FNMSUB.
func (f *Func) FNMSUB(d, n, m, a V, s Size) { f.fpScalar3("fnmsub", 1, 1, d, n, m, a, s) }

// fpScalar1 encodes C4.1 Floating-point data-processing (1 source).
func (f *Func) fpScalar1(mnemonic string, opcode uint32, d, n V, s Size) {
	if f.allowSize(mnemonic, s, S, D) {
		f.emit(0x1E204000|uint32(s-S)<<22|opcode<<15, mnemonic, scalar(d, s, fieldD, write), scalar(n, s, fieldN, read))
	}
}

// FMOVScalar is d = n. C7.2 FMOV (register).
func (f *Func) FMOVScalar(d, n V, s Size) { f.fpScalar1("fmov", 0, d, n, s) }

// FABSScalar is d = |n|. C7.2 FABS (scalar).
func (f *Func) FABSScalar(d, n V, s Size) { f.fpScalar1("fabs", 1, d, n, s) }

// FNEGScalar is d = −n. C7.2 FNEG (scalar).
func (f *Func) FNEGScalar(d, n V, s Size) { f.fpScalar1("fneg", 2, d, n, s) }

// FSQRTScalar is d = √n. C7.2 FSQRT (scalar).
func (f *Func) FSQRTScalar(d, n V, s Size) { f.fpScalar1("fsqrt", 3, d, n, s) }

// FCVT converts between precisions H, S and D. C7.2 FCVT.
func (f *Func) FCVT(d V, ds Size, n V, ns Size) {
	if !f.allowSize("fcvt", ds, H, S, D) || !f.allowSize("fcvt", ns, H, S, D) {
		return
	}
	if ds == ns {
		f.fail("fcvt", "source and destination are both %v", ds)
		return
	}
	code := [...]uint32{H: 3, S: 0, D: 1}
	f.emit(0x1E224000|code[ns]<<22|code[ds]<<15, "fcvt", scalar(d, ds, fieldD, write), scalar(n, ns, fieldN, read))
}

// FMOVToR copies lane 0 of n to a W (S) or X (D) register. C7.2 FMOV (general).
func (f *Func) FMOVToR(d R, n V, s Size) {
	if f.allowSize("fmov", s, S, D) {
		f.emit(0x1E260000|uint32(s-S)*0x80400000, "fmov", greg(d, s, fieldD, write), scalar(n, s, fieldN, read))
	}
}

// FMOVFromR copies a W (S) or X (D) register to lane 0 of d. C7.2 FMOV (general).
func (f *Func) FMOVFromR(d V, n R, s Size) {
	if f.allowSize("fmov", s, S, D) {
		f.emit(0x1E270000|uint32(s-S)*0x80400000, "fmov", scalar(d, s, fieldD, write), greg(n, s, fieldN, read))
	}
}

// SCVTFFromR converts a signed X register to S or D. C7.2 SCVTF (scalar, integer).
func (f *Func) SCVTFFromR(d V, n R, s Size) {
	if f.allowSize("scvtf", s, S, D) {
		f.emit(0x9E220000|uint32(s-S)<<22, "scvtf", scalar(d, s, fieldD, write), xreg(n, fieldN, read))
	}
}
