package amd64

import (
	"github.com/mmcloughlin/avo/pass"
	"github.com/mmcloughlin/avo/reg"

	"github.com/lamina-go/lamina/gen/ir"
)

// plan is how a loop uses the registers.
type plan struct {
	unroll int // vectors of an iteration
	hoist  int // constants that stay in registers, the first of the body
}

// choosePlan returns the plan with the most vectors side by side, and then the
// most constants in registers, that the registers allow. Vectors come first:
// the processor's schedulers are too small to overlap iterations of a long
// body by themselves, since most of what they hold waits for the step before,
// while a constant from memory costs a load, of which there are few.
func choosePlan(l ir.Level, k ir.Loop, body ir.Body) plan {
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
	unroll := 4
	if k.InRegisters(body) {
		unroll = ir.AccBytes * 8 / l.Bits // the lanes of the sum
	}
	for ; unroll > 1 && !fits(plan{unroll: unroll}); unroll-- {
		if k.InRegisters(body) {
			break // let the compiler say why
		}
	}
	for h := consts; h > 0; h-- {
		if fits(plan{unroll, h}) {
			return plan{unroll, h}
		}
	}
	return plan{unroll: unroll}
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
