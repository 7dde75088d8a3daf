package arm64

import (
	"fmt"

	"github.com/lamina-go/lamina/gen/arm64/asm"
	"github.com/lamina-go/lamina/gen/ir"
)

// gemmVecs is the width of a micro-kernel's tile in vectors.
const gemmVecs = 3

// AddGemmTile writes the micro-kernel of a matrix product: a tile of mr rows by
// three vectors stays in registers while one column of the packed A and one row
// of the packed B after another are multiplied into it. FMLA takes one lane of
// a register, so A needs no broadcast: with mr = 8, 24 sums, three vectors of B
// and two (float64: four) of A are 29 (31) of the 32 registers, and 24 FMAs
// have three (four) load instructions. mr is a multiple of two vectors.
func (f *File) AddGemmTile(l ir.Level, bits, mr int, name string) {
	nr := gemmVecs * vecBytes * 8 / bits
	m := f.begin(l, bits, name,
		fmt.Sprintf("func(k int, a, b, c []float%d, ldc int)", bits),
		fmt.Sprintf("for p := range k { c[i*ldc+j] = fma(a[p*%d+i], b[p*%d+j], c[i*ldc+j]) } for i < %[1]d, j < %[2]d", mr, nr))
	k, a, b, c, ldc := m.arg("k"), m.arg("a_base"), m.arg("b_base"), m.arg("c_base"), m.arg("ldc")
	m.LSLImm(ldc, ldc, m.shift())

	acc := make([][]asm.V, mr)
	row := m.NewR("row")
	rows := func(each func(i int)) {
		m.MOVR(row, c)
		for i := range mr {
			each(i)
			if i < mr-1 {
				m.ADDR(row, row, ldc)
			}
		}
	}
	rows(func(i int) {
		acc[i] = m.news("acc", gemmVecs)
		m.loadVec(row, 0, false, acc[i][:2]...)
		m.loadVec(row, 2*vecBytes, false, acc[i][2])
	})

	av, bv := m.news("a", mr/m.lanes()), m.news("b", gemmVecs)
	step := func(p int) {
		m.loadVec(b, p*gemmVecs*vecBytes, false, bv[:2]...)
		m.loadVec(b, (p*gemmVecs+2)*vecBytes, false, bv[2])
		for i := 0; i < len(av); i += 2 {
			m.loadVec(a, (p*len(av)+i)*vecBytes, false, av[i:i+2]...)
		}
		for i := range mr {
			for j := range bv {
				m.FMLAElem(acc[i][j], bv[j], av[i/m.lanes()], i%m.lanes(), m.arr())
			}
		}
	}
	const unroll = 4
	advance := func(n int) {
		m.ADDRImm(a, a, n*len(av)*vecBytes)
		m.ADDRImm(b, b, n*gemmVecs*vecBytes)
	}
	steps, rest, one, done := m.NewLabel("steps"), m.NewLabel("rest"), m.NewLabel("step"), m.NewLabel("done")
	m.SUBSRImm(k, k, unroll)
	m.BCond(asm.LT, rest)
	m.Align(16)
	m.Place(steps)
	for p := range unroll {
		step(p)
	}
	advance(unroll)
	m.SUBSRImm(k, k, unroll)
	m.BCond(asm.GE, steps)
	m.Place(rest)
	m.ADDRImm(k, k, unroll)
	m.CBZ(k, done)
	m.Place(one)
	step(0)
	advance(1)
	m.SUBRImm(k, k, 1)
	m.CBNZ(k, one)
	m.Place(done)
	rows(func(i int) {
		m.storeVec(row, 0, false, acc[i][:2]...)
		m.storeVec(row, 2*vecBytes, false, acc[i][2])
	})
	m.RET()
}

// AddGemmWide, AddGemmPack and AddGemmPackTrans are not needed: the
// micro-kernels of this family read packed operands.
func (f *File) AddGemmWide(ir.Level, int, int, int, string) {}
func (f *File) AddGemmPack(ir.Level, int, string)           {}
func (f *File) AddGemmPackTrans(ir.Level, int, string)      {}
