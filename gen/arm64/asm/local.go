package asm

// Local reserves size bytes of the function's frame, a multiple of 16, and sets
// r to their address, a multiple of 16 too. They hold no particular values.
func (f *Func) Local(r R, name string, size int) {
	if size <= 0 || size%16 != 0 {
		f.fail("Local", "size %d is not a positive multiple of 16", size)
		return
	}
	f.locals += size
	f.emitGo("MOVD", lit("$"+name+"-"+itoa(f.locals)+"(SP)"), gpr(r, write))
}

// frameSize is what TEXT declares for the locals. Go's assembler puts the link
// register below and the frame pointer above them, 8 bytes each, and keeps RSP
// a multiple of 16; 8 bytes more align the locals as well.
func (f *Func) frameSize() int {
	if f.locals == 0 {
		return 0
	}
	return f.locals + 8
}
