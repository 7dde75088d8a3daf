package asm

import "strings"

// access says what an instruction does with a register operand.
type access uint8

const (
	read  access = 1
	write access = 2
	rw           = read | write
)

// operand is one comma-separated part of an instruction: text around at most
// one register. In an encoded instruction the register's number goes into the
// word at bit shift.
type operand struct {
	pre, post string
	reg       *vreg
	shift     uint8
	access    access
	twice     bool // the register also goes into the Rm field
}

func (o operand) text(num func(*vreg) string) string {
	if o.reg == nil {
		return o.pre + o.post
	}
	return o.pre + num(o.reg) + o.post
}

// flow says where control goes after an instruction.
type flow uint8

const (
	next flow = iota
	branch
	jump
	ret
)

// inst is one line of a function: an encoded instruction, one in Go's assembly,
// a label's place or a comment.
type inst struct {
	encoded  bool   // printed as WORD
	word     uint32 // with zero register fields
	need     Feature
	mnemonic string // "" for label and comment lines
	ops      []operand
	flow     flow
	target   *Label // of branch and jump
	place    *Label // this line is the label's place
	comment  string
	copies   bool // copies its second operand's register to the first's
	where    string
}

// decoded is the instruction's text, with registers named by num.
func (in *inst) decoded(num func(*vreg) string) string {
	if in.mnemonic == "" {
		return in.comment
	}
	parts := make([]string, 0, len(in.ops)+1)
	for _, o := range in.ops {
		parts = append(parts, o.text(num))
	}
	if in.target != nil {
		parts = append(parts, in.target.name)
	}
	if len(parts) == 0 {
		return in.mnemonic
	}
	return in.mnemonic + " " + strings.Join(parts, ", ")
}

// encode fills the register fields of the word.
func (in *inst) encode(num func(*vreg) uint32) uint32 {
	w := in.word
	for _, o := range in.ops {
		if o.reg != nil {
			w |= num(o.reg) << o.shift
			if o.twice {
				w |= num(o.reg) << fieldM
			}
		}
	}
	return w
}

// Register fields of the encodings.
const (
	fieldD, fieldN, fieldA, fieldM = 0, 5, 10, 16
)

// vec is v3.4s.
func vec(v V, t Arr, shift uint8, a access) operand {
	return operand{pre: "v", post: "." + t.String(), reg: v.r, shift: shift, access: a}
}

// elem is v3.s[1].
func elem(v V, s Size, lane int, shift uint8, a access) operand {
	return operand{pre: "v", post: "." + s.String() + "[" + itoa(lane) + "]", reg: v.r, shift: shift, access: a}
}

// scalar is s3.
func scalar(v V, s Size, shift uint8, a access) operand {
	return operand{pre: s.String(), reg: v.r, shift: shift, access: a}
}

// xreg is x3 and wreg is w3.
func xreg(r R, shift uint8, a access) operand {
	return operand{pre: "x", reg: r.r, shift: shift, access: a}
}
func wreg(r R, shift uint8, a access) operand {
	return operand{pre: "w", reg: r.r, shift: shift, access: a}
}

// greg is w3 for elements up to 32 bits and x3 for 64.
func greg(r R, s Size, shift uint8, a access) operand {
	if s == D {
		return xreg(r, shift, a)
	}
	return wreg(r, shift, a)
}

// lit is an operand without a register.
func lit(s string) operand { return operand{pre: s} }

// imm is #3.
func imm(n int) operand { return lit("#" + itoa(n)) }
