package amd64

import (
	"fmt"

	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"

	"github.com/lamina-go/lamina/gen/ir"
)

// gemmVecs is the width of a micro-kernel's tile in vectors.
const gemmVecs = 2

// AddGemmTile writes a micro-kernel of the matrix product: a tile of the given
// number of rows by two vectors stays in registers while one column of A and
// one row of B after another are multiplied into it. At most 12 rows fit
// AVX-512's registers and 6 AVX2's; then each step has 2·rows FMAs for
// rows + 2 loads, and the FMA units are the limit. A and B are read where they
// are, at any stride; cols, at most two vectors, is the width that exists.
func (f *File) AddGemmTile(l ir.Level, bits, rows int, name string) {
	g := f.newGemmTile(l, bits, rows, gemmVecs, name, "≤ ")
	m := g.machine
	cols := m.GP64()
	m.Load(m.Param("cols"), cols)
	m.CMPQ(cols, operand.I32(gemmVecs*m.lanes()))
	m.JNE(operand.LabelRef("partial"))
	g.write("", nil, nil)
	m.Label("partial")
	m.CMPQ(cols, operand.I32(m.lanes()))
	m.JLE(operand.LabelRef("narrow"))
	rest := m.GP64()
	m.MOVQ(cols, rest)
	m.SUBQ(operand.I32(m.lanes()), rest)
	second := m.firstLanes(rest)
	g.write("Wide", nil, &second)
	m.Label("narrow")
	first := m.firstLanes(cols)
	g.write("Narrow", &first)
}

// AddGemmWide writes a micro-kernel for few rows and as many vectors as it
// takes to keep the FMA units busy, all of them whole: two FMA units with a
// latency of four cycles need eight sums, and long pieces of B's rows keep the
// prefetchers going.
func (f *File) AddGemmWide(l ir.Level, bits, rows, vecs int, name string) {
	f.newGemmTile(l, bits, rows, vecs, name, "= ").write("", make([]*mask, vecs)...)
}

func (f *File) newGemmTile(l ir.Level, bits, rows, vecs int, name, limit string) *gemmTile {
	return f.newTile(l, bits, rows, name, ir.GemmSignature(bits), ir.GemmText(rows, limit, vecs*l.Bits/bits))
}

func (f *File) newTile(l ir.Level, bits, rows int, name, signature, text string) *gemmTile {
	m := f.begin(l, bits, name, signature, text)
	g := &gemmTile{machine: m, rows: rows}
	g.k = m.Load(m.Param("k"), m.GP64())
	g.b = m.Load(m.Param("b").Base(), m.GP64())
	g.ldb = g.stride("ldb")
	g.acs = g.stride("acs")
	g.ars = g.stride("ars")
	// Rows 3i, 3i+1, 3i+2 are addressed from one register.
	base := m.Load(m.Param("a").Base(), m.GP64())
	for i := 0; i < rows; i += 3 {
		g.a = append(g.a, base)
		if i+3 < rows {
			next := m.GP64()
			m.LEAQ(operand.Mem{Base: base, Index: g.ars, Scale: 2}, next)
			m.ADDQ(g.ars, next)
			base = next
		}
	}
	return g
}

type gemmTile struct {
	*machine
	rows          int
	k, b          reg.Register
	ldb, ars, acs reg.Register
	a             []reg.Register
}

// stride loads a stride and makes it bytes.
func (g *gemmTile) stride(param string) reg.Register {
	r := g.Load(g.Param(param), g.GP64())
	g.SHLQ(operand.U8(shift(g.size())), r)
	return r
}

// eachRow calls f for the rows of C, with the address of each.
func (g *gemmTile) eachRow(f func(i int, at operand.Mem)) {
	c := g.Load(g.Param("c").Base(), g.GP64())
	ldc := g.stride("ldc")
	for i := range g.rows {
		f(i, operand.Mem{Base: c})
		if i < g.rows-1 {
			g.ADDQ(ldc, c)
		}
	}
}

// at is the element of A in row i.
func (g *gemmTile) at(i int) operand.Mem {
	at := operand.Mem{Base: g.a[i/3]}
	if i%3 > 0 {
		at.Index, at.Scale = g.ars, uint8(i%3)
	}
	return at
}

// next moves to the next column of A and row of B.
func (g *gemmTile) next() {
	g.ADDQ(g.ldb, g.b)
	for _, a := range g.a {
		g.ADDQ(g.acs, a)
	}
}

// gemmUnroll is the number of steps in a turn of the micro-kernels' loops.
const gemmUnroll = 4

// prefetches are the steps' requests for what later tiles read: in each turn
// 512 bytes of a row of ahead, into L2.
type prefetches struct{ at, ld reg.Register }

func (g *gemmTile) prefetches() prefetches {
	p := prefetches{g.Load(g.Param("ahead").Base(), g.GP64()), g.stride("aheadLd")}
	n := g.Load(g.Param("ahead").Len(), g.GP64())
	// Without any, they ask for what is in L1 anyway.
	g.TESTQ(n, n)
	g.CMOVQEQ(g.b, p.at)
	return p
}

// ask is step's part of a turn.
func (g *gemmTile) ask(p prefetches, step int) {
	const each = 512 / gemmUnroll
	for d := 0; d < each; d += 64 {
		g.PREFETCHT1(operand.Mem{Base: p.at, Disp: step*each + d})
	}
	if step == gemmUnroll-1 {
		g.ADDQ(p.ld, p.at)
	}
}

// beside runs a turn for each row which also asks for that row of the tile of C
// to the right of this one, since that is likely the next: where k is large
// enough. All at once, the misses would be in the way of A's and B's.
func (g *gemmTile) beside(k reg.Register, vecs int, p prefetches, step func()) {
	g.CMPQ(k, operand.I32(64))
	g.JL(operand.LabelRef("near"))
	c, ldc := g.Load(g.Param("c").Base(), g.GP64()), g.stride("ldc")
	left := g.GP64()
	g.MOVQ(operand.I32(int32(g.rows)), left)
	g.Label("beside")
	for d := 0; d < vecs*g.vecBytes(); d += 64 {
		g.PREFETCHT0(operand.Mem{Base: c, Disp: vecs*g.vecBytes() + d})
	}
	g.ADDQ(ldc, c)
	for i := range gemmUnroll {
		step()
		g.ask(p, i)
	}
	g.SUBQ(operand.I32(gemmUnroll), k)
	g.DECQ(left)
	g.JNE(operand.LabelRef("beside"))
	g.Label("near")
}

// write writes the tile's computation, a vector of columns for each mask, nil
// for a whole one.
func (g *gemmTile) write(suffix string, masks ...*mask) {
	w := g.vecBytes()
	acc := make([][]reg.VecVirtual, g.rows)
	k := g.GP64()
	g.MOVQ(g.k, k)
	for i := range acc {
		for range masks {
			acc[i] = append(acc[i], g.vec())
			g.loadConst(0, acc[i][len(acc[i])-1])
		}
	}
	fresh := g.Load(g.Param("fresh"), g.GP8())
	g.TESTB(fresh, fresh)
	g.JNE(operand.LabelRef("fresh" + suffix))
	g.eachRow(func(i int, at operand.Mem) {
		for j, k := range masks {
			g.loadTo(at.Offset(j*w), k, acc[i][j])
		}
	})
	g.Label("fresh" + suffix)

	fma, bcast := g.f(g.VFMADD231PS, g.VFMADD231PD), g.f(g.vbroadcastss, g.vbroadcastsd)
	step := func() {
		if len(masks) > gemmVecs { // one vector of B at a time
			var x []reg.VecVirtual
			for i := range g.rows {
				x = append(x, g.vec())
				bcast(g.at(i), x[i])
			}
			for j, k := range masks {
				b := g.load(operand.Mem{Base: g.b, Disp: j * w}, k)
				for i := range g.rows {
					fma(x[i], b, acc[i][j])
				}
			}
			g.next()
			return
		}
		var b []reg.VecVirtual
		for j, k := range masks {
			b = append(b, g.load(operand.Mem{Base: g.b, Disp: j * w}, k))
		}
		for i := range g.rows {
			x := g.vec()
			bcast(g.at(i), x)
			for j := range b {
				fma(x, b[j], acc[i][j])
			}
		}
		g.next()
	}
	whole := suffix == "" && len(masks) == gemmVecs
	unroll := gemmUnroll
	var p prefetches
	if whole {
		p = g.prefetches()
		g.beside(k, len(masks), p, step)
	} else if suffix != "" {
		unroll = 2
	}
	steps, rest, one, done := "steps"+suffix, "rest"+suffix, "step"+suffix, "done"+suffix
	g.SUBQ(operand.I32(unroll), k)
	g.JL(operand.LabelRef(rest))
	g.Label(steps)
	for i := range unroll {
		step()
		if whole {
			g.ask(p, i)
		}
	}
	g.SUBQ(operand.I32(unroll), k)
	g.JGE(operand.LabelRef(steps))
	g.Label(rest)
	g.ADDQ(operand.I32(unroll), k)
	g.JE(operand.LabelRef(done))
	g.Label(one)
	step()
	g.DECQ(k)
	g.JNE(operand.LabelRef(one))
	g.Label(done)
	g.finish(suffix, acc, masks)
	g.eachRow(func(i int, at operand.Mem) {
		for j, r := range acc[i] {
			g.store(r, at.Offset(j*w), masks[j])
		}
	})
	g.VZEROUPPER()
	g.RET()
}

// finish adds the bias and applies ReLU, where they are asked for.
func (g *gemmTile) finish(suffix string, acc [][]reg.VecVirtual, masks []*mask) {
	noBias, noRelu := "noBias"+suffix, "noRelu"+suffix
	n := g.Load(g.Param("bias").Len(), g.GP64())
	g.TESTQ(n, n)
	g.JE(operand.LabelRef(noBias))
	bias := g.Load(g.Param("bias").Base(), g.GP64())
	for j, k := range masks {
		v := g.load(operand.Mem{Base: bias, Disp: j * g.vecBytes()}, k)
		for i := range acc {
			g.f(g.VADDPS, g.VADDPD)(v, acc[i][j], acc[i][j])
		}
	}
	g.Label(noBias)
	relu := g.Load(g.Param("relu"), g.GP8())
	g.TESTB(relu, relu)
	g.JE(operand.LabelRef(noRelu))
	zero := g.vec()
	g.loadConst(0, zero)
	for i := range acc {
		for j := range acc[i] { // the instruction returns its first operand for NaN and equal zeros
			g.f(g.VMAXPS, g.VMAXPD)(acc[i][j], zero, acc[i][j])
		}
	}
	g.Label(noRelu)
}

// AddGemmPack writes the copy of k rows of a panel, two vectors wide, of B:
// from a stride to one after another.
func (f *File) AddGemmPack(l ir.Level, bits int, name string) {
	m := f.begin(l, bits, name, fmt.Sprintf("func(k int, dst, src []float%d, ld int)", bits),
		fmt.Sprintf("for p := range k { dst[p*%d+j] = src[p*ld+j] } for j < %[1]d", gemmVecs*l.Bits/bits))
	k := m.Load(m.Param("k"), m.GP64())
	dst := m.Load(m.Param("dst").Base(), m.GP64())
	src := m.Load(m.Param("src").Base(), m.GP64())
	ld := m.Load(m.Param("ld"), m.GP64())
	m.SHLQ(operand.U8(shift(m.size())), ld)
	// B's rows are too far apart for the hardware to see a stream.
	const aheadShift = 4
	far := m.GP64()
	m.MOVQ(ld, far)
	m.SHLQ(operand.U8(aheadShift), far)
	m.Label("row")
	for j := 0; j < gemmVecs*m.vecBytes(); j += 64 {
		m.PREFETCHT0(operand.Mem{Base: src, Index: far, Scale: 1, Disp: j})
	}
	var v [gemmVecs]reg.VecVirtual
	for j := range v {
		v[j] = m.load(operand.Mem{Base: src, Disp: j * m.vecBytes()}, nil)
	}
	for j := range v {
		m.store(v[j], operand.Mem{Base: dst, Disp: j * m.vecBytes()}, nil)
	}
	m.ADDQ(ld, src)
	m.ADDQ(operand.I32(gemmVecs*m.vecBytes()), dst)
	m.DECQ(k)
	m.JG(operand.LabelRef("row"))
	m.VZEROUPPER()
	m.RET()
}

// AddGemmCopy writes the copy of rows of A, scaled, from one stride to another.
func (f *File) AddGemmCopy(l ir.Level, bits int, name string) {
	m := f.begin(l, bits, name, ir.GemmCopySignature(bits), ir.GemmCopyText)
	rows, cols := m.Load(m.Param("rows"), m.GP64()), m.Load(m.Param("cols"), m.GP64()).(reg.GPVirtual)
	dst, src := m.Load(m.Param("dst").Base(), m.GP64()), m.Load(m.Param("src").Base(), m.GP64())
	ldd, lds := m.Load(m.Param("ldd"), m.GP64()), m.Load(m.Param("lds"), m.GP64())
	m.SHLQ(operand.U8(shift(m.size())), ldd)
	m.SHLQ(operand.U8(shift(m.size())), lds)
	alpha := m.broadcast("alpha")
	// The rows are too short for the hardware to see a stream in each.
	const ahead = 4
	far := m.GP64()
	m.IMUL3Q(operand.I32(ahead), lds, far)
	mul := m.f(m.VMULPS, m.VMULPD)
	one := func(at operand.Mem, d operand.Mem, k *mask) {
		v := m.load(at, k)
		mul(alpha, v, v)
		m.store(v, d, k)
	}
	m.Label("row")
	off, left := m.GP64(), m.GP64()
	m.XORQ(off, off)
	m.MOVQ(cols, left)
	m.SUBQ(operand.I32(m.lanes()), left)
	m.JL(operand.LabelRef("tail"))
	m.Label("vector")
	at := m.GP64()
	m.LEAQ(operand.Mem{Base: src, Index: off, Scale: 1}, at)
	m.PREFETCHT0(operand.Mem{Base: at, Index: far, Scale: 1})
	one(operand.Mem{Base: at}, operand.Mem{Base: dst, Index: off, Scale: 1}, nil)
	m.ADDQ(operand.I32(m.vecBytes()), off)
	m.SUBQ(operand.I32(m.lanes()), left)
	m.JGE(operand.LabelRef("vector"))
	m.Label("tail")
	m.ADDQ(operand.I32(m.lanes()), left)
	m.JE(operand.LabelRef("next"))
	k := m.firstLanes(left)
	one(operand.Mem{Base: src, Index: off, Scale: 1}, operand.Mem{Base: dst, Index: off, Scale: 1}, &k)
	m.Label("next")
	m.ADDQ(lds, src)
	m.ADDQ(ldd, dst)
	m.DECQ(rows)
	m.JG(operand.LabelRef("row"))
	m.VZEROUPPER()
	m.RET()
}

// shift is the base-2 logarithm of the size of an element.
func shift(size int) int {
	if size == 4 {
		return 2
	}
	return 3
}
