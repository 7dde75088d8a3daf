package amd64

import (
	"slices"
	"sort"

	"github.com/mmcloughlin/avo/pass"
	"github.com/mmcloughlin/avo/reg"

	"github.com/lamina-go/lamina/gen/ir"
)

// plan is how a loop uses the registers.
type plan struct {
	unroll int  // vectors of an iteration
	group  int  // of them, written side by side
	inRegs bool // the lanes stay in registers, a vector of an iteration each, or two
	hoist  int  // constants that stay in registers, the first of the body
	share  int  // registers that may be taken where a constant is loaded once for the vectors side by side
}

// vecRegisters is the number of a level's vector registers.
func vecRegisters(l ir.Level) int {
	if l.Bits == 512 {
		return 32
	}
	return 16
}

// choosePlan returns the plan with the most vectors side by side, and then the
// most constants in registers, that the registers allow. Vectors come first:
// the processor's schedulers are too small to overlap iterations of a long
// body by themselves, since most of what they hold waits for the step before,
// while a constant from memory costs a load, of which there are few.
//
// Where registers bar vectors, another order of the operations may need fewer.
func choosePlan(l ir.Level, k ir.Loop, body ir.Body) (ir.Body, plan) {
	p := widest(l, k, body)
	if k.InRegisters(body) {
		return body, p
	}
	for _, b := range []ir.Body{order(body), reload(order(body))} {
		if p.unroll >= maxUnroll(l, body) {
			break
		}
		if q := widest(l, k, b); q.unroll > p.unroll {
			body, p = b, q
		}
	}
	return body, p
}

// maxUnroll is the most vectors side by side: as many as keep two units of
// multiply-adds busy, whose results take four cycles, where there are registers
// for them. Where the processor overlaps iterations too, half of them do.
func maxUnroll(l ir.Level, body ir.Body) int {
	if l.Bits == 512 && !isShort(l, body) {
		return 8
	}
	return 4
}

// widest is the plan for the body as it is.
func widest(l ir.Level, k ir.Loop, body ir.Body) plan {
	consts := 0
	for _, v := range body.Values {
		if v.Op == ir.Const {
			consts++
		}
	}
	fits := func(p plan) bool {
		f := NewFile()
		f.newLoop(l, k, body, p).write()
		file, err := f.ctx.Result()
		if err != nil || pass.Compile.Execute(file) != nil {
			return false
		}
		return checkLevel(file.Functions()[0], l) == nil
	}
	most, short := maxUnroll(l, body), isShort(l, body)
	p := plan{unroll: most, group: most}
	if l.Bits < 512 && short && !k.Folds() && inputs(body) > 1 {
		// Zen 3 does 1.2 times as much where a vector's loads do not wait for all
		// stores of the vectors before.
		p = plan{unroll: 2 * most, group: 1}
	}
	lanes := ir.AccBytes * 8 / l.Bits
	if k.Folds() && !k.InRegisters(body) { // as well in registers as in memory
		for n := most; n >= lanes && !p.inRegs; n /= 2 {
			if q := (plan{unroll: n, group: n, inRegs: true}); (n == lanes || chains(body)) && fits(q) {
				p = q
			}
		}
	}
	if k.InRegisters(body) {
		p.inRegs, p.unroll, p.group = true, lanes, min(p.group, 4)
		if short {
			p.group = 1 // the chains are the lanes
		}
		for p.group > 1 && !fits(p) {
			p.group /= 2
		}
	} else if !p.inRegs {
		for p.unroll > 1 && !fits(p) {
			p.unroll -= max(1, p.unroll/4)
			p.group = min(p.group, p.unroll)
		}
	}
	p.hoist = consts
	if fits(p) {
		return p
	}
	p.hoist = 0
	if p.group > 1 && !k.InRegisters(body) {
		p.share = sort.Search(vecRegisters(l), func(s int) bool {
			q := p
			q.share = s + 1
			return !fits(q)
		})
	}
	p.hoist = sort.Search(consts, func(h int) bool { // the fewest of which one more is too many
		q := p
		q.hoist = h + 1
		return !fits(q)
	})
	return p // if it does not fit, let the compiler say why
}

// chains tells whether the new lanes come from the old ones in one operation, so
// that one vector after another can go into them.
func chains(body ir.Body) bool {
	for _, v := range body.Values {
		if v.Op == ir.Acc {
			return body.Uses()[v.ID] == 1 && slices.Contains(body.NewAcc.Args, v)
		}
	}
	return false
}

// isShort tells whether the processor overlaps vectors by itself, and not the
// arithmetic but the loop is the limit. For AVX-512, constants count: measured
// with them, on Zen 5.
func isShort(l ir.Level, body ir.Body) bool {
	if l.Bits == 512 {
		return len(body.Values) <= 6
	}
	return operations(body) <= 5
}

// operations counts what is computed for an element.
func operations(body ir.Body) int {
	n := 0
	for _, v := range body.Values {
		if !v.Op.IsLeaf() {
			n++
		}
	}
	return n
}

// inputs counts what is loaded for an element.
func inputs(body ir.Body) int {
	n := 0
	for _, v := range body.Values {
		if v.Op == ir.Input {
			n++
		}
	}
	return n
}

// hoist loads the plan's constants, and computes what does not change from
// element to element.
func (w *loop) hoist() {
	left := w.plan.hoist
	for _, v := range w.body.Values {
		if v.Op == ir.Const && left > 0 {
			r := w.vec()
			w.loadConst(v.Imm, r)
			w.consts[v.Imm] = r
			left--
		}
	}
	values := w.body.Values
	l := &lowering{machine: w.machine, body: w.body, last: make([]int, len(values)), reg: make([]reg.Register, len(values))}
	for i := range l.last {
		l.last[i] = len(values) // nothing dies here
	}
	invariant := map[*ir.Value]bool{}
	for i, v := range values {
		switch v.Op {
		case ir.Scalar:
			l.reg[i] = w.scalars[v.Imm]
			invariant[v] = true
		case ir.Const:
			if r, ok := w.consts[v.Imm]; ok {
				l.reg[i] = r
			}
			invariant[v] = true
		case ir.Input, ir.Acc:
		default:
			all := !v.Op.IsMask()
			for _, a := range v.Args {
				all = all && invariant[a]
			}
			if all {
				invariant[v] = true
				l.reg[i] = l.write(v)
				w.fixed[v] = l.reg[i].(reg.VecVirtual)
			}
		}
	}
}
