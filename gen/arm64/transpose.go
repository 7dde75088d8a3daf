package arm64

import (
	"github.com/lamina-go/lamina/gen/arm64/asm"
	"github.com/lamina-go/lamina/gen/ir"
)

// AddTranspose writes the transpose of square tiles of one vector's width w:
// n of them below each other in src become n side by side in dst.
func (f *File) AddTranspose(l ir.Level, bits int, name string) {
	m := f.begin(l, bits, name, ir.TransposeSignature(bits), ir.TransposeText(vecBytes*8/bits))
	n, dst, src, ldd, lds := m.arg("n"), m.arg("dst_base"), m.arg("src_base"), m.arg("ldd"), m.arg("lds")
	m.LSLImm(ldd, ldd, m.shift())
	m.LSLImm(lds, lds, m.shift())
	row := m.NewR("row")
	tile, done := m.NewLabel("tile"), m.NewLabel("done")
	m.CBZ(n, done)
	m.Align(16)
	m.Place(tile)
	rows := m.news("row", m.lanes())
	for _, r := range rows {
		m.loadVec(src, 0, false, r)
		m.ADDR(src, src, lds)
	}
	rows = m.transpose(rows)
	m.MOVR(row, dst)
	for i, r := range rows {
		m.storeVec(row, 0, false, r)
		if i < len(rows)-1 {
			m.ADDR(row, row, ldd)
		}
	}
	m.ADDRImm(dst, dst, vecBytes)
	m.SUBRImm(n, n, 1)
	m.CBNZ(n, tile)
	m.Place(done)
	m.RET()
}

// transpose transposes a square of vectors.
func (m *machine) transpose(rows []asm.V) []asm.V {
	if m.bits == 64 {
		return m.exchange(rows, 1, asm.D2)
	}
	return m.exchange(m.exchange(rows, 1, asm.S4), 2, asm.D2)
}

// exchange transposes the 2×2 matrices of blocks of d×d elements, which t makes
// one element.
func (m *machine) exchange(rows []asm.V, d int, t asm.Arr) []asm.V {
	out := m.news("row", len(rows))
	for i := range rows {
		if i&d == 0 {
			m.TRN1(out[i], rows[i], rows[i+d], t)
			m.TRN2(out[i+d], rows[i], rows[i+d], t)
		}
	}
	return out
}
