package amd64

import (
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"

	"github.com/lamina-go/lamina/gen/ir"
)

// roofSums is the number of independent sums, as in the micro-kernel's tile:
// more than the units' latency times their number.
const roofSums = 12

// AddRoof writes the loop that measures the peak of the FMA units: n rounds of
// 12 independent FMAs between registers.
func (f *File) AddRoof(l ir.Level, bits int, name string) {
	m := f.begin(l, bits, name, "func(n int)", "for range n { 12 independent FMAs of whole vectors }")
	n := m.Load(m.Param("n"), m.GP64())
	var acc []reg.VecVirtual
	for range roofSums {
		r := m.vec()
		m.loadConst(0, r)
		acc = append(acc, r)
	}
	x := m.vec()
	m.loadConst(0, x)
	m.Label("loop")
	for _, r := range acc {
		m.f(m.VFMADD231PS, m.VFMADD231PD)(x, x, r)
	}
	m.countDown(n)
}

// AddDivider writes the loop that measures the divider: n rounds of 12
// independent divisions or, with root, square roots between registers.
func (f *File) AddDivider(l ir.Level, bits int, root bool, name string) {
	m := f.begin(l, bits, name, "func(n int)", ir.DividerText(root))
	n := m.Load(m.Param("n"), m.GP64())
	x, y := m.vec(), m.vec()
	xbits, ybits := ir.DividerOperands(bits)
	m.loadConst(xbits, x)
	m.loadConst(ybits, y)
	m.Label("loop")
	for range roofSums {
		if root {
			m.f(m.VSQRTPS, m.VSQRTPD)(x, m.vec())
		} else {
			m.f(m.VDIVPS, m.VDIVPD)(y, x, m.vec())
		}
	}
	m.countDown(n)
}

// countDown ends the loop of n rounds, and the function.
func (m *machine) countDown(n reg.Register) {
	m.DECQ(n)
	m.JG(operand.LabelRef("loop"))
	m.VZEROUPPER()
	m.RET()
}
