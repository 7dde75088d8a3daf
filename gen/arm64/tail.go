package arm64

import (
	"fmt"

	"github.com/lamina-go/lamina/gen/arm64/asm"
)

// span is the place of the last elements, fewer than a vector has lanes. Lane i
// of a vector stands for element min(i, n-1), so that every lane of a load or
// store is at an element and lanes at the same element have the same value:
// there is no branch on n. Lane 3 is 0 and goes nowhere.
type span struct {
	*machine
	at [2]asm.R // offsets of lanes 1 and 2
}

// newSpan returns the span of 0 < n < lanes elements.
func newSpan(m *machine, n asm.R) span {
	s := span{machine: m}
	if m.bits == 64 {
		return s
	}
	for i := range s.at {
		s.at[i] = m.NewR(fmt.Sprintf("lane %d", i+1))
	}
	m.LSRImm(s.at[0], n, 1) // 0, 1, 1
	m.LSLImm(s.at[0], s.at[0], m.shift())
	m.SUBRImm(s.at[1], n, 1) // 0, 1, 2
	m.LSLImm(s.at[1], s.at[1], m.shift())
	return s
}

func (s span) vecs() int { return 1 }

// load sets the vector to the elements at base.
func (s span) load(base asm.R, vs []asm.V) {
	s.LDR(vs[0], base, 0, s.elem())
	s.others(base, func(lane int, p asm.R) { s.LD1Lane(vs[0], lane, p, asm.S) })
}

// store writes the elements at base and nothing else.
func (s span) store(base asm.R, vs []asm.V) {
	s.STR(vs[0], base, 0, s.elem())
	s.others(base, func(lane int, p asm.R) { s.ST1Lane(vs[0], lane, p, asm.S) })
}

func (s span) others(base asm.R, do func(lane int, p asm.R)) {
	if s.bits == 64 {
		return
	}
	for i, off := range s.at {
		p := s.NewR("element")
		s.ADDR(p, base, off)
		do(i+1, p)
	}
}

// tail writes what is left after the whole vectors.
func (w *loop) tail() {
	w.CBZ(w.n, w.done)
	s := newSpan(w.machine, w.n)
	load := func(name string, base asm.R) []asm.V {
		v := w.news(name, 1)
		s.load(base, v)
		return v
	}
	var acc []asm.V
	var lanes asm.R
	if w.Folds() {
		lanes = w.lanesAt()
		acc = load("acc", lanes)
	}
	stores, sum := w.lower(1, func(i int) []asm.V { return load(w.Slices[i], w.base[i]) }, acc, false)
	for i, st := range w.body.Stores {
		s.store(w.base[st.Slice], stores[i])
	}
	if w.Folds() {
		s.store(lanes, sum)
	}
}

// registerTail writes what is left after the whole iterations of a fold in
// registers, each of which has its own place in it. The last elements are
// loaded first; a mask keeps the other lanes' sums as they are.
func (w *loop) registerTail() {
	r, whole := w.NewR("rest"), w.NewR("whole")
	w.ANDRImm(r, w.n, uint64(w.lanes()-1))
	w.SUBR(whole, w.n, r)
	mask := w.zeros("mask")
	var last []asm.V
	for i := range w.base {
		last = append(last, w.zeros("last "+w.Slices[i]))
	}
	chain := w.NewLabel("tail")
	w.CBZ(r, chain)
	s := newSpan(w.machine, r)
	for i, b := range w.base {
		p := w.NewR("last")
		w.ADDRShift(p, b, whole, w.shift())
		s.load(p, last[i:i+1])
	}
	w.firstLanes(mask, r)

	w.Place(chain)
	part := make([]*asm.Label, len(w.acc))
	for u := range w.acc {
		part[u] = w.NewLabel("part")
		if u == len(w.acc)-1 { // less than a vector is left
			break
		}
		w.SUBSRImm(w.n, w.n, w.lanes())
		w.BCond(asm.LT, part[u])
		w.group(u, 1, true)
	}
	for u := len(w.acc) - 1; u >= 0; u-- {
		acc := w.acc[u : u+1]
		w.Place(part[u])
		_, sum := w.lower(1, func(i int) []asm.V { return last[i : i+1] }, acc, true)
		w.BIT(acc[0], sum[0], mask, asm.B16)
		if u > 0 {
			w.B(w.done)
		}
	}
}

// firstLanes sets v to the mask of the first n lanes.
func (m *machine) firstLanes(v asm.V, n asm.R) {
	iota := m.NewV("iota")
	words := [2]uint64{0, 1}
	if m.bits == 32 {
		words = [2]uint64{0 | 1<<32, 2 | 3<<32}
	}
	m.LDR(iota, m.table, m.vectors(words), asm.Q)
	m.DUP(v, n, m.arr())
	m.CMHI(v, v, iota, m.arr())
}
