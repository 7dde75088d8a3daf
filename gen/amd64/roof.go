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
	m.DECQ(n)
	m.JG(operand.LabelRef("loop"))
	m.VZEROUPPER()
	m.RET()
}
