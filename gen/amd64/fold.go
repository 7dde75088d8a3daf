package amd64

import (
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"

	"github.com/lamina-go/lamina/gen/ir"
)

// foldLanes folds the accumulators, which hold the lanes in order, the upper
// half onto the lower until one lane is left, and returns it in the lowest.
func (m *machine) foldLanes(f ir.Fold, acc []reg.VecVirtual) reg.Register {
	join := func(x, y reg.Register) { m.extremum(f.Op(), x, y, y) }
	last := join
	if f == ir.FoldSum {
		join = func(x, y reg.Register) { m.f(m.VADDPS, m.VADDPD)(x, y, y) }
		last = func(x, y reg.Register) { m.f(m.VADDSS, m.VADDSD)(x, y, y) }
	}
	return m.joinLanes(acc, join, last)
}

// joinLanes is foldLanes with the operation given, and that for the last two lanes.
func (m *machine) joinLanes(acc []reg.VecVirtual, join, last func(x, y reg.Register)) reg.Register {
	for n := len(acc) / 2; n > 0; n /= 2 {
		for i := range n {
			join(acc[i+n], acc[i])
		}
	}
	if m.wide() {
		hi := m.YMM()
		m.VEXTRACTF64X4(operand.U8(1), acc[0], hi)
		join(hi, acc[0].AsY())
	}
	hi, a := m.XMM(), acc[0].AsX()
	m.VEXTRACTF128(operand.U8(1), acc[0].AsY(), hi)
	join(hi, a)
	t := m.XMM()
	if m.bits == 32 {
		m.VMOVHLPS(a, a, t)
		join(t, a)
		m.VMOVSHDUP(a, t)
	} else {
		m.VUNPCKHPD(a, a, t)
	}
	last(t, a)
	return a
}

// extremum writes dst = Maximum or Minimum of x and y, registers of any width.
// VMAXPS takes its second source for a NaN and for two zeros, so it is asked
// both ways round, and OR joins the two: that of a number and a NaN is a NaN.
// Of two zeros it keeps the smaller; for the larger AND joins them, which needs
// NaNs put in again, or the truth table orSignsAnd.
func (m *machine) extremum(op ir.Op, x, y, dst reg.Register) {
	first := m.f(m.VMINPS, m.VMINPD)
	if op == ir.Maximum {
		first = m.f(m.VMAXPS, m.VMAXPD)
	}
	if m.wide() && op == ir.Maximum { // a shorter chain than with NaNs put in
		a := m.like(x)
		first(x, y, a)
		first(y, x, dst)
		sign, _ := m.memory(1 << (m.bits - 1))
		m.f(m.VPTERNLOGD_BCST, m.VPTERNLOGQ_BCST)(operand.U8(orSignsAnd), sign, a, dst)
		return
	}
	a, b := m.like(x), m.like(x)
	first(x, y, a)
	first(y, x, b)
	if op == ir.Minimum {
		m.VORPS(a, b, dst)
		return
	}
	nan := m.like(x)
	m.f(m.VCMPPS, m.VCMPPD)(operand.U8(cmpUnordered), x, y, nan)
	m.VANDPS(a, b, a)
	m.VORPS(nan, a, dst)
}

// like returns a new register as wide as r.
func (m *machine) like(r reg.Register) reg.VecVirtual {
	switch r.Size() {
	case 16:
		return m.XMM()
	case 32:
		return m.YMM()
	}
	return m.ZMM()
}
