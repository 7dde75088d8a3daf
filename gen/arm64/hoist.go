package arm64

import (
	"cmp"
	"maps"
	"slices"

	"github.com/lamina-go/lamina/gen/ir"
)

// plan is how a loop uses the registers.
type plan struct {
	copies int      // vectors whose operations are interleaved
	hoist  []uint64 // constants that stay in registers
	pool   bool     // whether the address of the pool is needed
}

// choosePlan returns the best plan that needs no more registers than there
// are; rehearse starts the loop, for a plan, in a file of its own. Two copies
// are better than one if all constants find a register beside them.
func choosePlan(k ir.Loop, body ir.Body, rehearse func(plan) *loop) plan {
	try := func(p plan) (*loop, bool) {
		w := rehearse(p)
		w.write()
		_, err := w.Lines()
		return w, err == nil
	}
	for copies := 2; ; copies-- {
		p := plan{copies: copies, pool: true}
		w, ok := try(p)
		if !ok && copies > 1 {
			continue
		}
		p.hoist = slices.SortedFunc(maps.Keys(w.wants), func(u, v uint64) int {
			return cmp.Or(cmp.Compare(w.wants[v], w.wants[u]), cmp.Compare(u, v))
		})
		for {
			if w, ok := try(p); ok || len(p.hoist) == 0 {
				p.pool = w.pooled
				return p // if not ok, let the assembler say why
			}
			if copies > 1 {
				break
			}
			p.hoist = p.hoist[:len(p.hoist)-1]
		}
	}
}

// hoist loads the plan's constants and computes what does not change from
// element to element.
func (w *loop) hoist() {
	for _, u := range w.plan.hoist {
		r := w.NewV("constant")
		w.setConst(u, r)
		w.consts[u] = r
	}
	l := w.newLowering(w.body, 1)
	for i := range l.last {
		l.last[i] = len(l.last) // nothing dies
	}
	for i, v := range w.body.Values {
		switch {
		case v.Op == ir.Scalar:
			l.reg[i] = l.same(w.scalars[v.Imm])
		case v.Op == ir.Const:
			if r, ok := w.consts[v.Imm]; ok {
				l.reg[i] = l.same(r)
			}
		case w.invariant(v):
			clear(l.passing)
			l.reg[i] = l.each(v)
			w.fixed[v] = l.reg[i][0]
		}
	}
}

// invariant tells that v, an operation, depends on no element.
func (w *loop) invariant(v *ir.Value) bool {
	if v.Op.IsLeaf() {
		return false
	}
	for _, a := range v.Args {
		if _, ok := w.fixed[a]; !ok && a.Op != ir.Scalar && a.Op != ir.Const {
			return false
		}
	}
	return true
}
