package amd64

import (
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"

	"github.com/lamina-go/lamina/gen/ir"
)

// AddGemmColumn writes the micro-kernel for tiles below one another, which share
// a packed panel of B: in L1, it is read again for each, and what a call costs is
// paid once.
func (f *File) AddGemmColumn(l ir.Level, bits, rows int, name string) {
	cols := gemmVecs * l.Bits / bits
	m := f.begin(l, bits, name, ir.GemmColumnSignature(bits), ir.GemmColumnText(rows, cols))
	g := &gemmTile{machine: m, rows: rows}
	tiles, k := m.Load(m.Param("tiles"), m.GP64()), m.Load(m.Param("k"), m.GP64())
	a, c := m.Load(m.Param("a").Base(), m.GP64()), m.Load(m.Param("c").Base(), m.GP64())
	b := m.Load(m.Param("b").Base(), m.GP64())
	g.ars = g.stride("ars")
	ldc := g.stride("ldc")
	g.b = m.GP64()
	at := m.GP64() // row of C
	each := func(f func(i int)) {
		m.MOVQ(c, at)
		for i := range rows {
			f(i)
			if i < rows-1 {
				m.ADDQ(ldc, at)
			}
		}
	}

	m.Label("tile")
	g.a = g.a[:0]
	for i := 0; i < rows; i += 3 {
		r := m.GP64()
		if i == 0 {
			m.MOVQ(a, r)
		} else {
			m.LEAQ(operand.Mem{Base: g.a[i/3-1], Index: g.ars, Scale: 2}, r)
			m.ADDQ(g.ars, r)
		}
		g.a = append(g.a, r)
	}
	m.MOVQ(b, g.b)
	acc := make([][]reg.VecVirtual, rows)
	for i := range acc {
		for range gemmVecs {
			acc[i] = append(acc[i], m.vec())
			m.loadConst(0, acc[i][len(acc[i])-1])
		}
	}
	fresh := m.Load(m.Param("fresh"), m.GP8())
	m.TESTB(fresh, fresh)
	m.JNE(operand.LabelRef("fresh"))
	w := m.vecBytes()
	each(func(i int) {
		for j := range gemmVecs {
			m.loadTo(operand.Mem{Base: at, Disp: j * w}, nil, acc[i][j])
		}
	})
	m.Label("fresh")

	// steps multiplies n columns of A and rows of B.
	steps := func(n int) {
		for s := range n {
			var b []reg.VecVirtual
			for j := range gemmVecs {
				b = append(b, m.load(operand.Mem{Base: g.b, Disp: (s*gemmVecs + j) * w}, nil))
			}
			for i := range rows {
				x := m.vec()
				m.f(m.vbroadcastss, m.vbroadcastsd)(g.at(i).Offset(s*m.size()), x)
				for j := range b {
					m.f(m.VFMADD231PS, m.VFMADD231PD)(x, b[j], acc[i][j])
				}
			}
		}
		m.ADDQ(operand.I32(n*gemmVecs*w), g.b)
		for _, a := range g.a {
			m.ADDQ(operand.I32(n*m.size()), a)
		}
	}
	left := m.GP64()
	m.MOVQ(k, left)
	// Beside the first steps it asks for the tile of C below, row by row: all at
	// once, the misses would be in the way of A's. Rows need not begin at a line.
	// (To ask for A's rows as well costs more than the hardware leaves to gain.)
	m.CMPQ(k, operand.I32(gemmUnroll*rows))
	m.JL(operand.LabelRef("near"))
	m.MOVQ(c, at)
	for range rows {
		m.ADDQ(ldc, at)
	}
	n := m.GP64()
	m.MOVQ(operand.I32(rows), n)
	m.Label("below")
	m.PREFETCHT0(operand.Mem{Base: at})
	m.PREFETCHT0(operand.Mem{Base: at, Disp: gemmVecs*w - 1})
	m.ADDQ(ldc, at)
	steps(gemmUnroll)
	m.SUBQ(operand.I32(gemmUnroll), left)
	m.DECQ(n)
	m.JNE(operand.LabelRef("below"))
	m.Label("near")
	m.SUBQ(operand.I32(gemmUnroll), left)
	m.JL(operand.LabelRef("rest"))
	m.Label("steps")
	steps(gemmUnroll)
	m.SUBQ(operand.I32(gemmUnroll), left)
	m.JGE(operand.LabelRef("steps"))
	m.Label("rest")
	m.ADDQ(operand.I32(gemmUnroll), left)
	m.JE(operand.LabelRef("done"))
	m.Label("step")
	steps(1)
	m.DECQ(left)
	m.JNE(operand.LabelRef("step"))
	m.Label("done")
	g.finish("", acc, make([]*mask, gemmVecs))
	each(func(i int) {
		for j, r := range acc[i] {
			m.store(r, operand.Mem{Base: at, Disp: j * w}, nil)
		}
	})
	m.MOVQ(at, c)
	m.ADDQ(ldc, c)
	for range rows {
		m.ADDQ(g.ars, a)
	}
	m.DECQ(tiles)
	m.JNE(operand.LabelRef("tile"))
	m.VZEROUPPER()
	m.RET()
}
