package amd64

import (
	"sort"

	"github.com/mmcloughlin/avo/pass"
	"github.com/mmcloughlin/avo/reg"

	"github.com/lamina-go/lamina/gen/ir"
)

// plan is how a loop uses the registers.
type plan struct {
	unroll int  // vectors of an iteration
	group  int  // of them, written side by side
	inRegs bool // the lanes stay in registers, a vector of an iteration each
	hoist  int  // constants that stay in registers, the first of the body
	share  int  // registers that may be taken where a constant is loaded once for the vectors side by side
}

// vecRegisters is the number of AVX2's vector registers.
const vecRegisters = 16

// choosePlan returns the plan with the most vectors side by side, and then the
// most constants in registers, that the registers allow. Vectors come first:
// the processor's schedulers are too small to overlap iterations of a long
// body by themselves, since most of what they hold waits for the step before,
// while a constant from memory costs a load, of which there are few.
//
// AVX2 has few registers: where they bar vectors, another order of the
// operations may need fewer.
func choosePlan(l ir.Level, k ir.Loop, body ir.Body) (ir.Body, plan) {
	p := widest(l, k, body)
	if l.Bits == 512 || k.InRegisters(body) {
		return body, p
	}
	for _, b := range []ir.Body{order(body), reload(order(body))} {
		if p.unroll >= maxUnroll {
			break
		}
		if q := widest(l, k, b); q.unroll > p.unroll {
			body, p = b, q
		}
	}
	return body, p
}

const maxUnroll = 4

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
	p := plan{unroll: maxUnroll, group: maxUnroll}
	short := isShort(l, body)
	if l.Bits < 512 && short && !k.Folds() && inputs(body) > 1 {
		// Zen 3 does 1.2 times as much where a vector's loads do not wait for all
		// stores of the vectors before.
		p = plan{unroll: 2 * maxUnroll, group: 1}
	}
	lanes := ir.AccBytes * 8 / l.Bits
	if k.Folds() && p.unroll == lanes { // as well in registers as in memory
		p.inRegs = true
		p.inRegs = fits(p)
	}
	if k.InRegisters(body) {
		p.inRegs, p.unroll = true, lanes
		if short {
			p.group = 1 // the chains are the lanes
		}
		for p.group > 1 && !fits(p) {
			p.group /= 2
		}
	} else if !p.inRegs {
		for p.unroll > 1 && !fits(p) {
			p.unroll--
			p.group = min(p.group, p.unroll)
		}
	}
	if l.Bits < 512 && p.group > 1 && !k.InRegisters(body) { // AVX-512 broadcasts constants from memory
		for p.share = vecRegisters; p.share > 0 && !fits(p); {
			p.share--
		}
	}
	p.hoist = sort.Search(consts, func(h int) bool { // the fewest of which one more is too many
		q := p
		q.hoist = h + 1
		return !fits(q)
	})
	return p // if it does not fit, let the compiler say why
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
