package arm64

import (
	"github.com/lamina-go/lamina/gen/arm64/asm"
	"github.com/lamina-go/lamina/gen/ir"
)

// roofSums is the number of FMAs in a round, as package kernels counts them.
const roofSums = 12

// AddRoof writes the loop that measures the peak of the FMA units: n rounds of
// 12 independent FMAs between registers. Rounds alternate between two sets of
// sums: four units with a latency of four need more than 12.
func (f *File) AddRoof(l ir.Level, bits int, name string) {
	m := f.begin(l, bits, name, "func(n int)", "for range n { 12 independent FMAs of whole vectors }")
	n, x := m.arg("n"), m.zeros("x")
	acc := m.news("sum", 2*roofSums)
	for _, v := range acc {
		m.MOVI64(v, 0)
	}
	loop, done := m.NewLabel("loop"), m.NewLabel("done")
	m.Align(16)
	m.Place(loop)
	for i, v := range acc {
		m.FMLA(v, x, x, m.arr())
		if i == roofSums-1 {
			m.SUBSRImm(n, n, 1)
			m.BCond(asm.LE, done)
		}
	}
	m.SUBSRImm(n, n, 1)
	m.BCond(asm.GT, loop)
	m.Place(done)
	m.RET()
}

// AddDivider writes the loop that measures the divider: n rounds of 12
// independent divisions or, with root, square roots between registers.
func (f *File) AddDivider(l ir.Level, bits int, root bool, name string) {
	m := f.begin(l, bits, name, "func(n int)", ir.DividerText(root))
	n, xy := m.arg("n"), m.news("operand", 2)
	results := m.news("result", roofSums)
	xbits, ybits := ir.DividerOperands(bits)
	m.setConst(xbits, xy[0])
	m.setConst(ybits, xy[1])
	loop := m.NewLabel("loop")
	m.Align(16)
	m.Place(loop)
	for _, v := range results {
		if root {
			m.FSQRT(v, xy[0], m.arr())
		} else {
			m.FDIV(v, xy[0], xy[1], m.arr())
		}
	}
	m.SUBSRImm(n, n, 1)
	m.BCond(asm.GT, loop)
	m.RET()
}
