package arm64

import (
	"fmt"

	"github.com/lamina-go/lamina/gen/arm64/asm"
	"github.com/lamina-go/lamina/gen/ir"
)

// lowering writes a body for one vector or for several at once, operation by
// operation, which gives the processor independent work close by.
type lowering struct {
	*machine
	body   ir.Body
	copies int
	last   []int
	at     int       // the value being written
	reg    [][]asm.V // by value and copy; nil while the value has none
	// acc are the registers of the sum, if the body may overwrite them.
	acc []asm.V
	// passing are constants that were loaded for the value at hand, addend
	// those that were loaded early for a later FMA.
	passing map[uint64]asm.V
	addends map[*ir.Value][]asm.V
	// wants counts the uses of constants that had no register.
	wants map[uint64]int
}

// newLowering prepares to write body for copies vectors.
func (m *machine) newLowering(body ir.Body, copies int) *lowering {
	return &lowering{machine: m, body: body, copies: copies, last: body.LastUse(), reg: make([][]asm.V, len(body.Values)),
		passing: map[uint64]asm.V{}, addends: map[*ir.Value][]asm.V{}, wants: map[uint64]int{}}
}

// write writes the body. in loads slice i; acc are the lanes' sums before,
// which are overwritten unless keep. It returns the registers of the stores,
// in their order, and of the new sums, by copy.
func (l *lowering) write(in func(i int) []asm.V, acc []asm.V, keep bool) (stores [][]asm.V, sum []asm.V) {
	if l.body.NewAcc != nil && !keep {
		l.acc = acc
	}
	for i, v := range l.body.Values {
		l.at = i
		clear(l.passing)
		switch v.Op {
		case ir.Input:
			l.reg[i] = in(int(v.Imm))
		case ir.Acc:
			l.reg[i] = acc
		case ir.Scalar:
			l.reg[i] = l.same(l.scalars[v.Imm])
		case ir.Const:
			if r, ok := l.consts[v.Imm]; ok {
				l.reg[i] = l.same(r)
			}
		default:
			if r, ok := l.fixed[v]; ok {
				l.reg[i] = l.same(r)
			} else {
				l.reg[i] = l.each(v)
			}
		}
	}
	l.at = len(l.body.Values)
	for _, s := range l.body.Stores {
		stores = append(stores, l.all(s.X))
	}
	if l.body.NewAcc != nil {
		sum = l.all(l.body.NewAcc)
	}
	return stores, sum
}

// same is one register for all copies.
func (l *lowering) same(v asm.V) []asm.V {
	vs := make([]asm.V, l.copies)
	for c := range vs {
		vs[c] = v
	}
	return vs
}

// all returns v's registers.
func (l *lowering) all(v *ir.Value) []asm.V {
	var vs []asm.V
	for c := range l.copies {
		vs = append(vs, l.in(v, c))
	}
	return vs
}

// in returns v in a register; a constant without one is loaded in passing.
func (l *lowering) in(v *ir.Value, c int) asm.V {
	if vs := l.reg[v.ID]; vs != nil {
		return vs[c]
	}
	r, ok := l.passing[v.Imm]
	if !ok {
		r = l.NewV(fmt.Sprintf("const %#x", v.Imm))
		l.loadConst(v.Imm, r)
		l.passing[v.Imm] = r
		l.wants[v.Imm]++
	}
	return r
}

// dies tells whether no later value needs v, so that its register is free.
func (l *lowering) dies(v *ir.Value) bool {
	_, fixed := l.fixed[v]
	own := !v.Op.IsLeaf() && !fixed || v.Op == ir.Input || v.Op == ir.Acc && l.acc != nil
	return own && l.last[v.ID] == l.at
}

// result returns the register that v goes to: a new one or, for the new sum,
// the one of the old sum.
func (l *lowering) result(v *ir.Value, c int) asm.V {
	if l.acc != nil && v == l.body.NewAcc {
		for _, a := range v.Args {
			if a.Op == ir.Acc && l.dies(a) {
				return l.acc[c]
			}
		}
	}
	return l.NewV(fmt.Sprintf("%v %d", v.Op, v.ID))
}

// over returns a register with x that may be overwritten: x's own if nothing
// else needs it, v being the value at hand, else a copy.
func (l *lowering) over(v, x *ir.Value, c int) asm.V {
	uses := 0
	for _, a := range v.Args {
		if a == x {
			uses++
		}
	}
	if uses == 1 && l.dies(x) {
		return l.reg[x.ID][c]
	}
	r := l.NewV(fmt.Sprintf("%v %d", v.Op, v.ID))
	if x.Op == ir.Const && l.reg[x.ID] == nil {
		l.loadConst(x.Imm, r)
	} else {
		l.MOV(r, l.reg[x.ID][c])
	}
	return r
}

// each writes one operation for every copy.
func (l *lowering) each(v *ir.Value) []asm.V {
	var vs []asm.V
	for c := range l.copies {
		vs = append(vs, l.one(v, c))
	}
	return vs
}
