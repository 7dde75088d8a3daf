package arm64

import (
	"github.com/lamina-go/lamina/gen/arm64/asm"
	"github.com/lamina-go/lamina/gen/ir"
)

// gemmVecs is the width of a micro-kernel's tile in vectors.
const gemmVecs = 3

// gemmUnroll is the number of steps in a turn of the micro-kernels' loops.
const gemmUnroll = 2

// AddGemmTile writes a micro-kernel of the matrix product: a tile of the given
// number of rows by three vectors stays in registers while one column of A and
// one row of B after another are multiplied into it. FMLA takes a factor from
// one lane, so an element of A needs a load but no broadcast, which would take
// the FMA units' time: with 8 rows, 24 FMAs have 10 load instructions, and 24
// sums, three vectors of B and five elements of A are the 32 registers. A and B
// are read where they are, at any stride; cols, at most three vectors, is the
// width that exists.
func (f *File) AddGemmTile(l ir.Level, bits, rows int, name string) {
	g := f.newGemmTile(l, bits, rows, gemmVecs, name, "≤ ")
	cols, last := g.arg("cols"), g.NewR("last")
	g.SUBRImm(last, cols, g.lanes())
	g.LSLImm(last, last, g.shift())
	two, one, narrow := g.NewLabel("two"), g.NewLabel("one"), g.NewLabel("narrow")
	g.CMPImm(cols, 2*g.lanes())
	g.BCond(asm.LE, two)
	g.write("", overlapping{g.machine, 3, last})
	g.Place(two)
	g.CMPImm(cols, g.lanes())
	g.BCond(asm.LE, one)
	g.write("Two", overlapping{g.machine, 2, last})
	g.Place(one)
	g.BCond(asm.LT, narrow)
	g.write("One", whole{g.machine, 1})
	g.Place(narrow)
	g.write("Narrow", newSpan(g.machine, cols))
}

// AddGemmWide writes a micro-kernel for few rows and as many vectors, all of
// them whole, as it takes to keep the FMA units busy: four units with a latency
// of four cycles need 16 sums.
func (f *File) AddGemmWide(l ir.Level, bits, rows, vecs int, name string) {
	g := f.newGemmTile(l, bits, rows, vecs, name, "= ")
	g.write("", whole{g.machine, vecs})
}

// The level table asks for none of these for NEON.

func (f *File) AddGemmRow(ir.Level, int, int, string) {
	panic("no micro-kernels for rows of tiles for NEON")
}
func (f *File) AddGemmPacking(ir.Level, int, int, string) { panic("no packing micro-kernels for NEON") }
func (f *File) AddGemmColumn(ir.Level, int, int, bool, string) {
	panic("no micro-kernels for columns of tiles for NEON")
}
func (f *File) AddGemmFew(ir.Level, int, int, string)    { panic("no kernels for few rows for NEON") }
func (f *File) AddGemmTransposing(ir.Level, int, string) { panic("no transposing kernel for NEON") }
func (f *File) AddDots(ir.Level, int, string)            { panic("no kernel for rows of dot products for NEON") }

type gemmTile struct {
	*machine
	k, b, ldb asm.R
	a         []asm.R // the rows of A
	at, acs   asm.R   // the column's place in them
}

func (f *File) newGemmTile(l ir.Level, bits, rows, vecs int, name, limit string) *gemmTile {
	m := f.begin(l, bits, name,
		ir.GemmSignature(bits), ir.GemmText(rows, limit, vecs*vecBytes*8/bits))
	g := &gemmTile{machine: m, k: m.arg("k"), b: m.arg("b_base"), ldb: m.stride("ldb"), acs: m.stride("acs"), at: m.NewR("at")}
	m.MOVRImm(g.at, 0)
	g.a = []asm.R{m.arg("a_base")}
	ars := m.stride("ars")
	for i := 1; i < rows; i++ {
		row := m.NewR("row of A")
		m.ADDR(row, g.a[i-1], ars)
		g.a = append(g.a, row)
	}
	return g
}

// stride loads a stride and makes it bytes.
func (m *machine) stride(param string) asm.R {
	r := m.arg(param)
	m.LSLImm(r, r, m.shift())
	return r
}

// eachRow calls f for the rows of C, with the address of each, and returns
// that of the last one and the stride.
func (g *gemmTile) eachRow(f func(i int, row asm.R)) (last, ldc asm.R) {
	row := g.arg("c_base")
	ldc = g.stride("ldc")
	for i := range g.a {
		f(i, row)
		if i < len(g.a)-1 {
			g.ADDR(row, row, ldc)
		}
	}
	return row, ldc
}

// write writes the tile's computation for some columns.
func (g *gemmTile) write(suffix string, cols columns) {
	acc := make([][]asm.V, len(g.a))
	for i := range acc {
		acc[i] = g.news("acc", cols.vecs())
		for _, v := range acc[i] {
			g.MOVI64(v, 0)
		}
	}
	begin := g.NewLabel("fresh" + suffix)
	fresh := g.arg("fresh")
	g.CBNZ(fresh, begin)
	last, ldc := g.eachRow(func(i int, row asm.R) { cols.load(row, acc[i]) })
	step := func() { g.step(cols, acc) }
	if cols.vecs() == gemmVecs {
		g.ahead(last, ldc, step)
	}
	g.Place(begin)
	steps, rest, done := g.NewLabel("steps"+suffix), g.NewLabel("rest"+suffix), g.NewLabel("done"+suffix)
	g.SUBSRImm(g.k, g.k, gemmUnroll)
	g.BCond(asm.LT, rest)
	g.Align(16)
	g.Place(steps)
	for range gemmUnroll {
		step()
	}
	g.SUBSRImm(g.k, g.k, gemmUnroll)
	g.BCond(asm.GE, steps)
	g.Place(rest) // of k, −2 or −1 is left
	g.TBZ(0, g.k, done)
	step()
	g.Place(done)
	g.finish(cols, acc)
	g.eachRow(func(i int, row asm.R) { cols.store(row, acc[i]) })
	g.RET()
}

// finish adds the bias and applies ReLU, where they are asked for.
func (g *gemmTile) finish(cols columns, acc [][]asm.V) {
	noBias, noRelu := g.NewLabel("noBias"), g.NewLabel("noRelu")
	n := g.arg("bias_len")
	g.CBZ(n, noBias)
	bias := g.arg("bias_base")
	add := func(j int, b ...asm.V) {
		for _, row := range acc {
			for v := range b {
				g.FADD(row[j+v], row[j+v], b[v], g.arr())
			}
		}
	}
	if cols.vecs() > gemmVecs { // two vectors at a time
		for j := 0; j < cols.vecs(); j += 2 {
			b := g.news("bias", 2)
			g.loadVec(bias, j*vecBytes, false, b...)
			add(j, b...)
		}
	} else {
		b := g.news("bias", cols.vecs())
		cols.load(bias, b)
		add(0, b...)
	}
	g.Place(noBias)
	relu := g.arg("relu")
	g.CBZ(relu, noRelu)
	for _, row := range acc {
		for _, v := range row {
			negative := g.NewV("negative")
			g.FCMLTZero(negative, v, g.arr())
			g.BIC(v, v, negative, asm.B16)
		}
	}
	g.Place(noRelu)
}

// step multiplies a column of A and a row of B into the tile.
func (g *gemmTile) step(cols columns, acc [][]asm.V) {
	elem := func(i int) asm.V {
		x := g.NewV("a")
		g.LDRIndex(x, g.a[i], g.at, false, g.elem())
		return x
	}
	if cols.vecs() > gemmVecs { // two vectors of B at a time
		var x []asm.V
		for i := range g.a {
			x = append(x, elem(i))
		}
		for j := 0; j < cols.vecs(); j += 2 {
			b := g.news("b", 2)
			g.loadVec(g.b, j*vecBytes, false, b...)
			for i := range g.a {
				g.FMLAElem(acc[i][j], b[0], x[i], 0, g.arr())
				g.FMLAElem(acc[i][j+1], b[1], x[i], 0, g.arr())
			}
		}
	} else {
		b := g.news("b", cols.vecs())
		cols.load(g.b, b)
		for i := range g.a {
			x := elem(i)
			for j := range b {
				g.FMLAElem(acc[i][j], b[j], x, 0, g.arr())
			}
		}
	}
	g.ADDR(g.b, g.b, g.ldb)
	g.ADDR(g.at, g.at, g.acs)
}

// ahead runs 4·rows steps which also ask for the tile of C below this one, a
// row at a time, since that is likely the next: where k is large enough. All at
// once, the misses would be in the way of A's and B's.
func (g *gemmTile) ahead(row, ldc asm.R, step func()) {
	near, loop := g.NewLabel("near"), g.NewLabel("ahead")
	g.CMPImm(g.k, 64)
	g.BCond(asm.LT, near)
	left := g.NewR("left")
	g.MOVRImm(left, int64(len(g.a)))
	g.Place(loop)
	g.ADDR(row, row, ldc)
	g.PRFM(asm.PSTL1KEEP, row, 0)
	g.PRFM(asm.PSTL1KEEP, row, gemmVecs*vecBytes-8) // in the next line, perhaps
	for range 4 {
		step()
	}
	g.SUBRImm(g.k, g.k, 4)
	g.SUBRImm(left, left, 1)
	g.CBNZ(left, loop)
	g.Place(near)
}
