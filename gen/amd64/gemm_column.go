package amd64

import (
	"math/bits"

	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"

	"github.com/lamina-go/lamina/gen/ir"
)

// AddGemmColumn writes the micro-kernel for tiles below one another, which share
// a packed panel of B: in L1, it is read again for each, and what a call costs is
// paid once. The first tile packs it, if need be: beside the FMAs, the copy costs
// little. Where packed, each tile's rows of A are packed too, else A is where it is.
//
// With AVX-512 most broadcasts are part of their FMAs: where another hyperthread
// runs on the core, what is issued is the limit, not the FMA units. All of them
// would be more loads than there are ports for.
func (f *File) AddGemmColumn(l ir.Level, size, rows int, packed bool, name string) {
	cols := gemmVecs * l.Bits / size
	text, columns := ir.GemmColumnText(rows, cols), 0
	if packed {
		text, columns = ir.GemmColumnPackedText(rows, cols), rows
	}
	m := f.begin(l, size, name, ir.GemmColumnSignature(size, packed), text)
	g := &columnTile{gemmTile: gemmTile{machine: m, rows: rows}}
	g.left = elements{machine: m, inRows: !packed, packed: columns, apart: 4}
	g.locals()
	m.Label("tile")
	first := m.GP64()
	m.MOVQ(g.start, first)
	g.left.setBases(first, rows)
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
	g.each(func(i int, at reg.Register) {
		for j := range gemmVecs {
			m.loadTo(operand.Mem{Base: at, Disp: j * w}, nil, acc[i][j])
		}
	})
	m.Label("fresh")
	left := m.Load(m.Param("k"), m.GP64())
	g.b = m.GP64()
	m.MOVQ(g.from, g.b)
	m.CMPQ(g.ldb, operand.I32(0))
	m.JNE(operand.LabelRef("packing"))
	// Beside the first steps it asks for the tile of C below, row by row: all at
	// once, the misses would be in the way of A's. Rows need not begin at a line.
	// (To ask for A's rows as well costs more than the hardware leaves to gain.)
	m.CMPQ(left, operand.I32(gemmUnroll*rows))
	m.JL(operand.LabelRef("near"))
	at, n := ownAt, m.GP64()
	m.MOVQ(g.c, at)
	m.CMPQ(g.tiles, operand.I32(1)) // below the last is another thread's part
	m.JE(operand.LabelRef("last"))
	for range rows {
		m.ADDQ(g.ldc, at)
	}
	m.Label("last")
	m.MOVQ(operand.I32(rows), n)
	m.Label("below")
	for d := 0; d < gemmVecs*w; d += 64 {
		m.own(d)
	}
	m.own(gemmVecs*w - 1)
	m.ADDQ(g.ldc, at)
	g.steps(gemmUnroll, acc)
	m.SUBQ(operand.I32(gemmUnroll), left)
	m.DECQ(n)
	m.JNE(operand.LabelRef("below"))
	m.Label("near")
	m.SUBQ(operand.I32(gemmUnroll), left)
	m.JL(operand.LabelRef("rest"))
	m.Label("steps")
	g.steps(gemmUnroll, acc)
	m.SUBQ(operand.I32(gemmUnroll), left)
	m.JGE(operand.LabelRef("steps"))
	m.Label("rest")
	m.ADDQ(operand.I32(gemmUnroll), left)
	m.JE(operand.LabelRef("done"))
	m.Label("step")
	g.steps(1, acc)
	m.DECQ(left)
	m.JNE(operand.LabelRef("step"))
	m.Label("done")
	g.finish("", acc, make([]*mask, gemmVecs))
	c := g.each(func(i int, at reg.Register) {
		for j, r := range acc[i] {
			m.store(r, operand.Mem{Base: at, Disp: j * w}, nil)
		}
	})
	m.ADDQ(g.ldc, c)
	m.MOVQ(c, g.c)
	g.nextTile()
	m.DECQ(g.tiles)
	m.JNE(operand.LabelRef("tile"))
	m.VZEROUPPER()
	m.RET()

	m.Label("packing")
	g.packing(left, acc)
	m.JMP(operand.LabelRef("done"))
}

// packRowsAhead is how many rows of B the first tile asks for ahead of what it
// packs: a panel's rows are a line or two each, in which the hardware sees no
// stream, and what comes from beyond L2 takes as long as so many steps.
const packRowsAhead = 20

// packSets is the stride, in bytes, whose multiples leave so many rows few sets of L1:
// with AVX2 and 32 KiB they replace one another before their use, and it asks for none.
// On Zen 3 that takes 32×512×784 from 60 to 73 % of the roof, 128×512×784 from 78 to 82.
const packSets = 1 << 10

// packing multiplies k steps with rows of B where they are, and packs them.
func (g *columnTile) packing(k reg.Register, acc [][]reg.VecVirtual) {
	const unroll = 2
	w := g.vecBytes()
	row := gemmVecs * w
	panel := g.Load(g.Param("panel").Base(), g.GP64())
	g.MOVQ(panel, g.from)
	g.SHLQ(operand.U8(bits.TrailingZeros(uint(row))), k)
	g.ADDQ(panel, k)
	g.SUBQ(operand.I32(row), k)
	g.MOVQ(k, g.last)
	ldb, far := g.GP64(), g.GP64()
	g.MOVQ(g.ldb, ldb)
	g.IMUL3Q(operand.I32(packRowsAhead), ldb, far)
	if !g.wide() {
		none := g.GP64()
		g.XORQ(none, none)
		g.TESTQ(operand.I32(packSets-1), ldb)
		g.CMOVQEQ(none, far)
	}
	// steps multiplies n columns of A and rows of B.
	steps := func(n int) {
		for s := range n {
			for d := 0; d < row; d += 64 {
				g.PREFETCHT0(operand.Mem{Base: g.b, Index: far, Scale: 1, Disp: d})
			}
			var b []reg.VecVirtual
			for j := range gemmVecs {
				v := g.load(operand.Mem{Base: g.b, Disp: j * w}, nil)
				g.store(v, operand.Mem{Base: panel, Disp: (s*gemmVecs + j) * w}, nil)
				b = append(b, v)
			}
			g.ADDQ(ldb, g.b)
			g.left.multiply(s, b, acc)
		}
		g.ADDQ(operand.I32(n*row), panel)
		g.left.endTurn(n)
	}
	g.CMPQ(panel, g.last)
	g.JGE(operand.LabelRef("packRest"))
	g.Label("packSteps")
	steps(unroll)
	g.CMPQ(panel, g.last)
	g.JL(operand.LabelRef("packSteps"))
	g.Label("packRest")
	g.JG(operand.LabelRef("packed"))
	steps(1)
	g.Label("packed")
	g.MOVQ(operand.I32(0), g.ldb)
}

// columnTile is the state of AddGemmColumn's function. What only changes between
// tiles is in memory: rows of A take most registers.
type columnTile struct {
	gemmTile
	start         operand.Mem // of the tile's rows of A
	c, ldc, tiles operand.Mem
	from, ldb     operand.Mem // B, and its stride until it is packed, then 0
	last          operand.Mem // row of the panel
}

func (g *columnTile) locals() {
	at := g.AllocLocal(56)
	g.start, g.c, g.ldc, g.tiles = at, at.Offset(8), at.Offset(16), at.Offset(24)
	g.from, g.ldb = at.Offset(32), at.Offset(40)
	g.last = at.Offset(48)
	g.MOVQ(g.Load(g.Param("a").Base(), g.GP64()), g.start)
	g.MOVQ(g.Load(g.Param("c").Base(), g.GP64()), g.c)
	g.MOVQ(g.stride("ldc"), g.ldc)
	g.MOVQ(g.Load(g.Param("b").Base(), g.GP64()), g.from)
	g.MOVQ(g.stride("ldb"), g.ldb)
	g.MOVQ(g.Load(g.Param("tiles"), g.GP64()), g.tiles)
	if g.left.inRows {
		g.left.stride = g.stride("ars")
	}
}

// each calls f for the tile's rows of C with their addresses, and returns the last.
func (g *columnTile) each(f func(i int, at reg.Register)) reg.Register {
	at := g.GP64()
	g.MOVQ(g.c, at)
	for i := range g.rows {
		f(i, at)
		if i < g.rows-1 {
			g.ADDQ(g.ldc, at)
		}
	}
	return at
}

// steps multiplies n columns of A and rows of the panel.
func (g *columnTile) steps(n int, acc [][]reg.VecVirtual) {
	w := g.vecBytes()
	for s := range n {
		var b []reg.VecVirtual
		for j := range gemmVecs {
			b = append(b, g.load(operand.Mem{Base: g.b, Disp: (s*gemmVecs + j) * w}, nil))
		}
		g.left.multiply(s, b, acc)
	}
	g.ADDQ(operand.I32(n*gemmVecs*w), g.b)
	g.left.endTurn(n)
}

// nextTile moves to the next rows of A.
func (g *columnTile) nextTile() {
	if !g.left.inRows { // they follow
		g.MOVQ(g.left.bases[0], g.start)
		return
	}
	next := g.GP64()
	g.IMUL3Q(operand.I32(g.rows), g.left.stride, next)
	g.ADDQ(next, g.start)
}
