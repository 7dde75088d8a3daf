package asm

import (
	"fmt"
	"runtime"
	"strconv"
	"strings"

	"github.com/mmcloughlin/avo/gotypes"
)

// Func is one assembly function: a leaf, with a frame only if it has locals. Its
// methods append instructions.
type Func struct {
	Name      string // Go name
	Signature string // Go text after the name: "(alpha float32, x []float32)"
	Doc       string // sentence that starts with Name; lines are kept

	level  Level
	sig    *gotypes.Signature
	insts  []*inst
	regs   []*vreg
	label  map[string]int // uses of each label name
	locals int            // bytes of the frame
	err    error          // the first one
}

// NewV makes a vector register; the name appears in error messages.
func (f *Func) NewV(name string) V { return V{f.newReg(vector, name)} }

// NewR makes a general-purpose register; the name appears in error messages.
func (f *Func) NewR(name string) R { return R{f.newReg(general, name)} }

func (f *Func) newReg(c class, name string) *vreg {
	r := &vreg{fn: f, id: len(f.regs), class: c, name: name}
	f.regs = append(f.regs, r)
	return r
}

// Comment appends a line of comment to the printed function.
func (f *Func) Comment(text string) {
	f.insts = append(f.insts, &inst{comment: strings.ReplaceAll(text, "\n", " ")})
}

// emit appends an encoded instruction that needs only baseline ASIMD.
func (f *Func) emit(word uint32, mnemonic string, ops ...operand) *inst {
	return f.emitFeature(ASIMD, word, mnemonic, ops...)
}

func (f *Func) emitFeature(need Feature, word uint32, mnemonic string, ops ...operand) *inst {
	if need&^f.level.Features != 0 {
		f.fail(mnemonic, "needs %v, which level %s does not permit", need&^f.level.Features, f.level.Name)
	}
	return f.append(&inst{encoded: true, word: word, need: need, mnemonic: mnemonic, ops: ops})
}

// emitGo appends an instruction in Go's assembly, operands in Go's order.
func (f *Func) emitGo(mnemonic string, ops ...operand) *inst {
	return f.append(&inst{mnemonic: mnemonic, ops: ops})
}

func (f *Func) append(in *inst) *inst {
	for i, o := range in.ops {
		if o.access != 0 && (o.reg == nil || o.reg.fn != f) {
			f.fail(in.mnemonic, "operand %d is not a register of this function", i+1)
		}
	}
	in.where = caller()
	f.insts = append(f.insts, in)
	return in
}

// fail records the function's first error.
func (f *Func) fail(mnemonic, format string, args ...any) {
	if f.err == nil {
		f.err = fmt.Errorf("asm: %s: %s: %s: %s", f.Name, caller(), mnemonic, fmt.Sprintf(format, args...))
	}
}

// caller is the file:line of the generator's call into this package.
func caller() string {
	var pcs [16]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(2, pcs[:])])
	for {
		fr, more := frames.Next()
		if !strings.Contains(fr.Function, "/arm64/asm.(*Func).") && !strings.HasSuffix(fr.Function, "/arm64/asm.caller") || !more {
			return fr.File[strings.LastIndexByte(fr.File, '/')+1:] + ":" + strconv.Itoa(fr.Line)
		}
	}
}

// allow checks an arrangement. A refused instruction is still appended, with
// whatever bits: the error stops Assemble.
func (f *Func) allow(mnemonic string, t Arr, allowed ...Arr) bool {
	for _, a := range allowed {
		if t == a {
			return true
		}
	}
	f.fail(mnemonic, "arrangement .%v is not one of %v", t, allowed)
	return false
}

// allowSize checks an element or access size.
func (f *Func) allowSize(mnemonic string, s Size, allowed ...Size) bool {
	for _, a := range allowed {
		if s == a {
			return true
		}
	}
	f.fail(mnemonic, "size %v is not one of %v", s, allowed)
	return false
}

// inRange checks a lane or immediate.
func (f *Func) inRange(mnemonic, what string, n, lo, hi int) bool {
	if n < lo || n > hi {
		f.fail(mnemonic, "%s %d is outside %d…%d", what, n, lo, hi)
		return false
	}
	return true
}

// laneOK checks a lane of a full 128-bit register.
func (f *Func) laneOK(mnemonic string, lane int, s Size) bool {
	return f.allowSize(mnemonic, s, B, H, S, D) && f.inRange(mnemonic, "lane", lane, 0, 16/s.Bytes()-1)
}

func itoa(n int) string { return strconv.Itoa(n) }
