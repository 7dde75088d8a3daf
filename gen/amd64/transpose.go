package amd64

import (
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"

	"github.com/lamina-go/lamina/gen/ir"
)

// AddTranspose writes the transpose of square tiles of one vector's width w:
// n of them below each other in src become n side by side in dst.
func (f *File) AddTranspose(l ir.Level, bits int, name string) {
	w := l.Bits / bits
	m := f.begin(l, bits, name, ir.TransposeSignature(bits), ir.TransposeText(w))
	n := m.Load(m.Param("n"), m.GP64())
	dst := m.Load(m.Param("dst").Base(), m.GP64())
	src := m.Load(m.Param("src").Base(), m.GP64())
	ldd := m.Load(m.Param("ldd"), m.GP64())
	lds := m.Load(m.Param("lds"), m.GP64())
	m.SHLQ(operand.U8(shift(m.size())), ldd)
	m.SHLQ(operand.U8(shift(m.size())), lds)
	row := m.GP64()

	m.TESTQ(n, n)
	m.JE(operand.LabelRef("done"))
	m.Label("tile")
	rows := make([]reg.VecVirtual, w)
	for i := range rows {
		rows[i] = m.load(operand.Mem{Base: src}, nil)
		m.ADDQ(lds, src)
	}
	m.MOVQ(dst, row)
	for i, r := range m.transpose(rows) {
		m.store(r, operand.Mem{Base: row}, nil)
		if i < w-1 {
			m.ADDQ(ldd, row)
		}
	}
	m.ADDQ(operand.I32(m.vecBytes()), dst)
	m.DECQ(n)
	m.JNE(operand.LabelRef("tile"))
	m.Label("done")
	m.VZEROUPPER()
	m.RET()
}

// transpose returns the columns of the square matrix with these rows: within
// the 128-bit lanes first, and the lanes then change places.
func (m *machine) transpose(rows []reg.VecVirtual) []reg.VecVirtual {
	if m.bits == 32 {
		rows = m.interleave(rows, 1, m.VUNPCKLPS, m.VUNPCKHPS)
		rows = m.interleave(rows, 2, m.VUNPCKLPD, m.VUNPCKHPD)
	} else {
		rows = m.interleave(rows, 1, m.VUNPCKLPD, m.VUNPCKHPD)
	}
	return m.transposeLanes(rows)
}

// interleave replaces vectors i and i+d of each group of 2d by what lo and hi
// make of them, as vectors 2i and 2i+1 of the group: of columns in pairs for
// d = 1, then in fours for d = 2.
func (m *machine) interleave(rows []reg.VecVirtual, d int, lo, hi instruction) []reg.VecVirtual {
	out := make([]reg.VecVirtual, len(rows))
	for g := 0; g < len(rows); g += 2 * d {
		for i := range d {
			a, b := m.vec(), m.vec()
			lo(rows[g+i+d], rows[g+i], a)
			hi(rows[g+i+d], rows[g+i], b)
			out[g+2*i], out[g+2*i+1] = a, b
		}
	}
	return out
}

// transposeLanes transposes 128-bit lanes: the vectors with the same place in
// their groups, of as many as a lane has elements, are the rows of a matrix.
func (m *machine) transposeLanes(rows []reg.VecVirtual) []reg.VecVirtual {
	out := make([]reg.VecVirtual, len(rows))
	each := 128 / m.bits
	if !m.wide() {
		for c := range each {
			x, y := rows[c], rows[c+each]
			a, b := m.vec(), m.vec()
			m.VPERM2F128(operand.U8(0x20), y, x, a)
			m.VPERM2F128(operand.U8(0x31), y, x, b)
			out[c], out[c+each] = a, b
		}
		return out
	}
	// Each immediate takes two lanes of x, then two of y.
	lanes := func(imm uint8, x, y reg.VecVirtual) reg.VecVirtual {
		r := m.vec()
		m.VSHUFF64X2(operand.U8(imm), y, x, r)
		return r
	}
	for c := range each {
		r0, r1, r2, r3 := rows[c], rows[c+each], rows[c+2*each], rows[c+3*each]
		lo01, hi01 := lanes(0x44, r0, r1), lanes(0xee, r0, r1)
		lo23, hi23 := lanes(0x44, r2, r3), lanes(0xee, r2, r3)
		out[c], out[c+each] = lanes(0x88, lo01, lo23), lanes(0xdd, lo01, lo23)
		out[c+2*each], out[c+3*each] = lanes(0x88, hi01, hi23), lanes(0xdd, hi01, hi23)
	}
	return out
}
