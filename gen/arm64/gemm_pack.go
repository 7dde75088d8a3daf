package arm64

import (
	"fmt"

	"github.com/lamina-go/lamina/gen/arm64/asm"
	"github.com/lamina-go/lamina/gen/ir"
)

// AddGemmPack writes the copy of k rows of a panel, three vectors wide, of B:
// from a stride to one after another.
func (f *File) AddGemmPack(l ir.Level, bits int, name string) {
	m := f.begin(l, bits, name, fmt.Sprintf("func(k int, dst, src []float%d, ld int)", bits),
		fmt.Sprintf("for p := range k { dst[p*%d+j] = src[p*ld+j] } for j < %[1]d", gemmVecs*vecBytes*8/bits))
	k, dst, src, ld := m.arg("k"), m.arg("dst_base"), m.arg("src_base"), m.stride("ld")
	// B's rows are too far apart for the hardware to see a stream.
	const aheadShift = 4
	ahead := m.NewR("ahead")
	m.ADDRShift(ahead, src, ld, aheadShift)
	loop := m.NewLabel("row")
	m.Align(16)
	m.Place(loop)
	m.PRFM(asm.PLDL1STRM, ahead, 0)
	m.PRFM(asm.PLDL1STRM, ahead, gemmVecs*vecBytes-8)
	m.ADDR(ahead, ahead, ld)
	cols, v := whole{m, gemmVecs}, m.news("row", gemmVecs)
	cols.load(src, v)
	cols.store(dst, v)
	m.ADDR(src, src, ld)
	m.ADDRImm(dst, dst, gemmVecs*vecBytes)
	m.SUBRImm(k, k, 1)
	m.CBNZ(k, loop)
	m.RET()
}

// AddGemmPackTrans writes the copy of a block of Bᵀ into a panel's columns: of
// rows rows of src, at most a vector's lanes, k columns become k rows of dst,
// which are width elements apart. Whole squares are transposed in registers:
// the last one may write as many rows of dst as a vector has lanes, and what
// is beyond rows and k is arbitrary.
func (f *File) AddGemmPackTrans(l ir.Level, bits int, name string) {
	m := f.begin(l, bits, name, fmt.Sprintf("func(k, rows int, dst []float%d, width int, src []float%[1]d, ld int)", bits),
		"for p := range k { dst[p*width+j] = src[j*ld+p] } for j < rows")
	k, left, dst := m.arg("k"), m.arg("rows"), m.arg("dst_base")
	width, ld := m.stride("width"), m.stride("ld")
	// The last row stands for those that are missing.
	src := []asm.R{m.arg("src_base")}
	for i := 1; i < m.lanes(); i++ {
		row := m.NewR("row")
		m.ADDR(row, src[i-1], ld)
		m.CMPImm(left, i)
		m.CSEL(asm.GT, row, row, src[i-1])
		src = append(src, row)
	}
	square := func(load func(v asm.V, row asm.R)) {
		v := m.news("row", m.lanes())
		for i, row := range src {
			load(v[i], row)
		}
		for _, r := range m.transpose(v) {
			m.STR(r, dst, 0, asm.Q)
			m.ADDR(dst, dst, width)
		}
	}
	loop, rest, done := m.NewLabel("squares"), m.NewLabel("rest"), m.NewLabel("done")
	m.SUBSRImm(k, k, m.lanes())
	m.BCond(asm.LT, rest)
	m.Align(16)
	m.Place(loop)
	square(func(v asm.V, row asm.R) { m.LDRPost(v, row, vecBytes, asm.Q) })
	m.SUBSRImm(k, k, m.lanes())
	m.BCond(asm.GE, loop)
	m.Place(rest)
	m.ADDRImm(k, k, m.lanes())
	m.CBZ(k, done)
	s := newSpan(m, k)
	square(func(v asm.V, row asm.R) { s.load(row, []asm.V{v}) })
	m.Place(done)
	m.RET()
}

// AddGemmCopy writes the copy of rows of A, scaled, from one stride to another.
func (f *File) AddGemmCopy(l ir.Level, bits int, name string) {
	m := f.begin(l, bits, name, ir.GemmCopySignature(bits), ir.GemmCopyText)
	rows, cols, dst, src := m.arg("rows"), m.arg("cols"), m.arg("dst_base"), m.arg("src_base")
	ldd, lds, alpha := m.stride("ldd"), m.stride("lds"), m.broadcast("alpha")
	to, from, left, tail := m.NewR("to"), m.NewR("from"), m.NewR("left"), m.NewR("tail")
	m.ANDRImm(tail, cols, uint64(m.lanes()-1))
	row, loop, rest, next := m.NewLabel("row"), m.NewLabel("vectors"), m.NewLabel("rest"), m.NewLabel("next")
	m.Place(row)
	m.MOVR(to, dst)
	m.MOVR(from, src)
	m.SUBSRImm(left, cols, m.lanes())
	m.BCond(asm.LT, rest)
	m.Align(16)
	m.Place(loop)
	v := m.NewV("row")
	m.LDRPost(v, from, vecBytes, asm.Q)
	m.FMUL(v, v, alpha, m.arr())
	m.STRPost(v, to, vecBytes, asm.Q)
	m.SUBSRImm(left, left, m.lanes())
	m.BCond(asm.GE, loop)
	m.Place(rest)
	m.CBZ(tail, next)
	s := newSpan(m, tail)
	x := m.news("tail", 1)
	s.load(from, x)
	m.FMUL(x[0], x[0], alpha, m.arr())
	s.store(to, x)
	m.Place(next)
	m.ADDR(src, src, lds)
	m.ADDR(dst, dst, ldd)
	m.SUBRImm(rows, rows, 1)
	m.CBNZ(rows, row)
	m.RET()
}
