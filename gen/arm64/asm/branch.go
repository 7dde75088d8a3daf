package asm

// Label is a place in a function that branches name.
type Label struct {
	fn     *Func
	name   string
	placed bool
}

// Cond is a condition on the flags that CMP and SUBS set.
type Cond string

// Conditions: equal; signed <, ≤, >, ≥; unsigned <, ≤, >, ≥.
const (
	EQ Cond = "EQ"
	NE Cond = "NE"
	LT Cond = "LT"
	LE Cond = "LE"
	GT Cond = "GT"
	GE Cond = "GE"
	LO Cond = "LO"
	LS Cond = "LS"
	HI Cond = "HI"
	HS Cond = "HS"
)

func (f *Func) condOK(mnemonic string, c Cond) bool {
	switch c {
	case EQ, NE, LT, LE, GT, GE, LO, LS, HI, HS:
		return true
	}
	f.fail(mnemonic, "unknown condition %q", string(c))
	return false
}

// NewLabel makes a label; a second one of the same name gets a number.
func (f *Func) NewLabel(name string) *Label {
	f.label[name]++
	if n := f.label[name]; n > 1 {
		name += "_" + itoa(n)
	}
	return &Label{fn: f, name: name}
}

// Place puts the label before the next instruction.
func (f *Func) Place(l *Label) {
	if l == nil || l.fn != f || l.placed {
		f.fail("label", "not a label of this function, or placed twice")
		return
	}
	l.placed = true
	f.insts = append(f.insts, &inst{place: l, where: caller()})
}

func (f *Func) branchTo(kind flow, l *Label, mnemonic string, ops ...operand) {
	if l == nil || l.fn != f {
		f.fail(mnemonic, "not a label of this function")
		return
	}
	in := f.emitGo(mnemonic, ops...)
	in.flow, in.target = kind, l
}

// B jumps.
func (f *Func) B(l *Label) { f.branchTo(jump, l, "B") }

// BCond jumps if cond.
func (f *Func) BCond(cond Cond, l *Label) {
	if f.condOK("BCond", cond) {
		f.branchTo(branch, l, "B"+string(cond))
	}
}

// CBZ jumps if r = 0.
func (f *Func) CBZ(r R, l *Label) { f.branchTo(branch, l, "CBZ", gpr(r, read)) }

// CBNZ jumps if r ≠ 0.
func (f *Func) CBNZ(r R, l *Label) { f.branchTo(branch, l, "CBNZ", gpr(r, read)) }

// TBZ jumps if the bit of r is 0.
func (f *Func) TBZ(bit int, r R, l *Label) { f.testBit("TBZ", bit, r, l) }

// TBNZ jumps if the bit of r is 1.
func (f *Func) TBNZ(bit int, r R, l *Label) { f.testBit("TBNZ", bit, r, l) }

func (f *Func) testBit(mnemonic string, bit int, r R, l *Label) {
	if f.inRange(mnemonic, "bit", bit, 0, 63) {
		f.branchTo(branch, l, mnemonic, dollar(int64(bit)), gpr(r, read))
	}
}

// RET returns.
func (f *Func) RET() { f.emitGo("RET").flow = ret }

// Align pads to a multiple of n bytes, a power of two from 8 to 2048, as loops
// like it.
func (f *Func) Align(n int) {
	if n < 8 || n > 2048 || n&(n-1) != 0 {
		f.fail("PCALIGN", "%d is not a power of two in 8…2048", n)
		return
	}
	f.emitGo("PCALIGN", dollar(int64(n)))
}
