package amd64

import (
	"fmt"

	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"

	"github.com/lamina-go/lamina/gen/ir"
)

// AddGemmPackTrans writes the copy of a block of Bᵀ into a panel's columns: of
// rows rows of src, at most a vector's lanes, k columns become k rows of dst,
// which are width elements apart. Whole squares are transposed in registers:
// the last one may write as many rows of dst as a vector has lanes, and what
// is beyond rows and k is arbitrary.
func (f *File) AddGemmPackTrans(l ir.Level, bits int, name string) {
	m := f.begin(l, bits, name, fmt.Sprintf("func(k, rows int, dst []float%d, width int, src []float%[1]d, ld int)", bits),
		"for p := range k { dst[p*width+j] = src[j*ld+p] } for j < rows")
	k := m.Load(m.Param("k"), m.GP64()).(reg.GPVirtual)
	rows := m.Load(m.Param("rows"), m.GP64())
	dst := m.Load(m.Param("dst").Base(), m.GP64())
	src := m.Load(m.Param("src").Base(), m.GP64())
	width, ld := m.Load(m.Param("width"), m.GP64()), m.Load(m.Param("ld"), m.GP64())
	zero := m.GP64()
	m.XORQ(zero, zero)
	m.SHLQ(operand.U8(shift(m.size())), width)
	m.SHLQ(operand.U8(shift(m.size())), ld)

	// square transposes one square. Where it may have fewer rows, the last one
	// stands for those that are missing.
	square := func(mask *mask, fewer bool) {
		row, step, left := m.GP64(), m.GP64(), m.GP64()
		m.MOVQ(src, row)
		m.MOVQ(ld, step)
		if fewer {
			m.MOVQ(rows, left)
		}
		var v []reg.VecVirtual
		for i := range m.lanes() {
			if i > 0 {
				if fewer {
					m.DECQ(left)
					m.CMOVQEQ(zero, step)
				}
				m.ADDQ(step, row)
			}
			v = append(v, m.load(operand.Mem{Base: row}, mask))
		}
		for _, r := range m.transpose(v) {
			m.store(r, operand.Mem{Base: dst}, nil)
			m.ADDQ(width, dst)
		}
		m.ADDQ(operand.I32(m.vecBytes()), src)
	}
	loop := func(suffix string, fewer bool) {
		m.SUBQ(operand.I32(m.lanes()), k)
		m.JL(operand.LabelRef("rest" + suffix))
		m.Label("squares" + suffix)
		square(nil, fewer)
		m.SUBQ(operand.I32(m.lanes()), k)
		m.JGE(operand.LabelRef("squares" + suffix))
		m.Label("rest" + suffix)
		m.ADDQ(operand.I32(m.lanes()), k)
		m.JE(operand.LabelRef("done"))
		first := m.firstLanes(k)
		square(&first, fewer)
	}
	m.CMPQ(rows, operand.I32(m.lanes()))
	m.JL(operand.LabelRef("fewer"))
	loop("", false)
	m.JMP(operand.LabelRef("done"))
	m.Label("fewer")
	loop("Fewer", true)
	m.Label("done")
	m.VZEROUPPER()
	m.RET()
}
