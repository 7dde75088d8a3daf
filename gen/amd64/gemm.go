package amd64

import (
	"encoding/binary"
	"fmt"

	"github.com/mmcloughlin/avo/gotypes"
	avoir "github.com/mmcloughlin/avo/ir"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"

	"github.com/lamina-go/lamina/gen/ir"
)

// gemmVecs is the width of a micro-kernel's tile in vectors.
const gemmVecs = 2

// AddGemmRow writes the micro-kernel of the matrix product: a tile of the given
// number of rows by two vectors stays in registers while one column of A and
// one row of B after another are multiplied into it; then the next one to the
// right. At most 12 rows fit AVX-512's registers and 6 AVX2's; then each step has
// 2·rows FMAs for rows + 2 loads with AVX2, or 22 of them for 24 FMAs with AVX-512,
// which two rows in three load in each of theirs: one instruction less to issue. A and
// B are read where they are; ars or acs is 1.
func (f *File) AddGemmRow(l ir.Level, bits, rows int, name string) {
	cols := gemmVecs * l.Bits / bits
	g := f.newTile(l, bits, rows, gemmVecs, name, ir.GemmRowSignature(bits), ir.GemmRowText(rows, cols))
	if gemmUnroll*rows > besideSteps {
		panic("beside takes more steps than there are")
	}
	g.row = true
	g.inBytes("next")
	g.inBytes("aheadLd")
	g.inBytes("then")
	m := g.machine
	m.Label("tile")
	n := m.GP64()
	m.Load(m.Param("cols"), n)
	m.CMPQ(n, operand.I32(cols))
	m.JL(operand.LabelRef("partial"))
	g.write("", nil, nil)
	m.Label("partial")
	m.CMPQ(n, operand.I32(m.lanes()))
	m.JLE(operand.LabelRef("narrow"))
	rest := m.GP64()
	m.MOVQ(n, rest)
	m.SUBQ(operand.I32(m.lanes()), rest)
	second := m.firstLanes(rest)
	g.write("Wide", nil, &second)
	m.Label("narrow")
	first := m.firstLanes(n)
	g.write("Narrow", &first)
}

// AddGemmTile is for levels whose micro-kernels take one tile.
func (f *File) AddGemmTile(ir.Level, int, int, string) {
	panic("micro-kernels of x86 take rows of tiles")
}

// AddGemmWide writes a micro-kernel for few rows and as many vectors as it
// takes to keep the FMA units busy, all of them whole: two FMA units with a
// latency of four cycles need eight sums, and long pieces of B's rows keep the
// prefetchers going.
func (f *File) AddGemmWide(l ir.Level, bits, rows, vecs int, name string) {
	g := f.newTile(l, bits, rows, vecs, name, ir.GemmSignature(bits), ir.GemmText(rows, "= ", vecs*l.Bits/bits))
	g.write("", make([]*mask, vecs)...)
}

// AddGemmPacking writes a micro-kernel for whole tiles that also copies the
// panel of B that it reads: beside the FMAs, the copy costs little.
func (f *File) AddGemmPacking(l ir.Level, bits, rows int, name string) {
	g := f.newTile(l, bits, rows, gemmVecs, name, ir.GemmPackingSignature(bits), ir.GemmPackingText(rows, gemmVecs*l.Bits/bits))
	g.panel = g.Load(g.Param("panel").Base(), g.GP64())
	g.write("", make([]*mask, gemmVecs)...)
}

func (f *File) newTile(l ir.Level, bits, rows, vecs int, name, signature, text string) *gemmTile {
	m := f.begin(l, bits, name, signature, text)
	g := &gemmTile{machine: m, rows: rows, b: m.GP64(), ldb: m.stride("ldb"), acc: make([][]reg.VecVirtual, rows)}
	for i := range g.acc {
		for range vecs {
			g.acc[i] = append(g.acc[i], m.vec())
		}
	}
	g.inBytes("ldc")
	return g
}

type gemmTile struct {
	*machine
	rows   int
	row    bool // of tiles
	b, ldb reg.Register
	acc    [][]reg.VecVirtual
	panel  reg.Register // that B is copied to, or nil
	left   elements
}

// stride loads a stride and makes it bytes.
func (m *machine) stride(param string) reg.Register {
	r := m.Load(m.Param(param), m.GP64())
	m.SHLQ(operand.U8(shift(m.size())), r)
	return r
}

// inBytes makes a stride bytes where it is.
func (g *gemmTile) inBytes(param string) {
	g.SHLQ(operand.U8(shift(g.size())), g.slot(g.Param(param)))
}

// elements are how a tile's elements of A are addressed.
type elements struct {
	*machine
	inRows bool           // each row one after another, the rows a stride apart
	packed int            // or columns of so many, one after another
	apart  int            // every apart-th row has its broadcast apart from its FMAs
	bases  []reg.Register // of rows, or of all
	stride reg.Register   // of rows, or of columns that are not packed
}

// fused tells whether row i's broadcasts are part of its FMAs, with AVX-512. All of
// them would be more loads than there are ports for.
func (e *elements) fused(i int) bool { return e.wide() && i%e.apart != e.apart-1 }

// ownBase tells which rows are addressed without an index: with one, broadcasts
// would not be issued together with their FMAs.
func (e *elements) ownBase(i int) bool { return e.fused(i) || !e.wide() && i%3 == 0 }

// newElements sets the registers for the elements of A that lie in rows, each row
// in memory one after another, or in columns.
func (g *gemmTile) newElements(inRows bool) elements {
	e := elements{machine: g.machine, inRows: inRows, apart: 3} // for 4 there are no registers
	first := g.Load(g.Param("a").Base(), g.GP64())
	if inRows {
		e.stride = g.stride("ars")
	} else {
		e.stride = g.stride("acs")
	}
	e.setBases(first, g.rows)
	return e
}

// setBases makes first the base of the first of so many rows, and sets the others.
func (e *elements) setBases(first reg.Register, rows int) {
	e.bases = []reg.Register{first}
	if !e.inRows {
		return
	}
	for i, last := 1, 0; i < rows; i++ {
		if !e.ownBase(i) {
			continue
		}
		r, from := e.GP64(), e.bases[len(e.bases)-1]
		if i-last == 3 {
			e.LEAQ(operand.Mem{Base: from, Index: e.stride, Scale: 2}, r)
			e.ADDQ(e.stride, r)
		} else {
			e.LEAQ(operand.Mem{Base: from, Index: e.stride, Scale: uint8(i - last)}, r)
		}
		e.bases, last = append(e.bases, r), i
	}
}

// at is the element in row i, step s of a turn.
func (e *elements) at(i, s int) operand.Mem {
	if !e.inRows {
		return operand.Mem{Base: e.bases[0], Disp: (s*e.packed + i) * e.size()}
	}
	base, behind := -1, 0
	for r := range i + 1 {
		behind++
		if e.ownBase(r) {
			base, behind = base+1, 0
		}
	}
	at := operand.Mem{Base: e.bases[base], Disp: s * e.size()}
	if behind > 0 {
		at.Index, at.Scale = e.stride, uint8(behind)
	}
	return at
}

// multiply multiplies the elements of step s with those of B into the sums.
func (e *elements) multiply(s int, b []reg.VecVirtual, acc [][]reg.VecVirtual) {
	for i := range acc {
		if e.fused(i) {
			for j := range b {
				e.f(e.VFMADD231PS_BCST, e.VFMADD231PD_BCST)(e.at(i, s), b[j], acc[i][j])
			}
			continue
		}
		x := e.vec()
		e.f(e.vbroadcastss, e.vbroadcastsd)(e.at(i, s), x)
		for j := range b {
			e.f(e.VFMADD231PS, e.VFMADD231PD)(x, b[j], acc[i][j])
		}
	}
}

// endStep and endTurn go to the next elements after a step, and after n of them.
func (e *elements) endStep() {
	if !e.inRows && e.packed == 0 {
		e.ADDQ(e.stride, e.bases[0])
	}
}

func (e *elements) endTurn(n int) {
	switch {
	case e.packed > 0:
		n *= e.packed
	case !e.inRows:
		return
	}
	for _, b := range e.bases {
		e.ADDQ(operand.I32(n*e.size()), b)
	}
}

// eachRow calls f for the rows of C, with the address of each.
func (g *gemmTile) eachRow(f func(i int, at operand.Mem)) {
	c := g.Load(g.Param("c").Base(), g.GP64())
	for i := range g.rows {
		f(i, operand.Mem{Base: c})
		if i < g.rows-1 {
			g.ADDQ(g.slot(g.Param("ldc")), c)
		}
	}
}

const (
	// gemmUnroll is the number of steps in a turn of the micro-kernels' loops.
	gemmUnroll = 4
	// besideSteps and aheadBytes are the constants of package kernels.
	besideSteps = 64
	aheadBytes  = 512
)

// beside runs a turn for each row which also asks for that row of the next tile of C,
// where k is large enough: the one to the right of this or, from the last, the one
// that then tells. (What is to the right of that may be another thread's, and taking
// it costs both.) All at once, the misses would be in the way of A's and B's.
func (g *gemmTile) beside(k reg.Register, vecs int, turn func()) {
	g.CMPQ(k, operand.I32(besideSteps))
	g.JL(operand.LabelRef("near"))
	c, left := g.Load(g.Param("c").Base(), ownAt), g.GP64()
	g.CMPQ(g.slot(g.Param("cols")), operand.I32(int32(vecs*g.lanes())))
	g.JG(operand.LabelRef("right"))
	g.ADDQ(g.slot(g.Param("then")), c)
	g.Label("right")
	g.MOVQ(operand.I32(int32(g.rows)), left)
	g.Label("beside")
	for d := 0; d < vecs*g.vecBytes(); d += 64 {
		g.own(vecs*g.vecBytes() + d)
	}
	g.ADDQ(g.slot(g.Param("ldc")), c)
	turn()
	g.SUBQ(operand.I32(gemmUnroll), k)
	g.DECQ(left)
	g.JNE(operand.LabelRef("beside"))
	g.Label("near")
}

// ownAt is the register that own takes its address from.
var ownAt = reg.RAX

// own asks for a line disp bytes from ownAt that will be written: PREFETCHW, which the
// assembler does not know (Intel's manual, volume 2B, PREFETCHW; processors without it
// take it for a NOP): what reads ahead of a thread's part of C also takes lines
// of its neighbour's, who then has to get each back before it can write. With two
// threads on Zen 5 this makes 128×512×784 1.1 times as fast in float64.
func (m *machine) own(disp int) {
	m.Commentf("PREFETCHW %d(AX)", disp)
	const modRM = 0x88 // /1, the register AX, a displacement of 32 bits
	code := binary.LittleEndian.AppendUint32([]byte{0x0f, 0x0d, modRM}, uint32(disp))
	for _, b := range code {
		m.Instruction(&avoir.Instruction{Opcode: "BYTE", Operands: []operand.Op{operand.U8(b)}, Inputs: []operand.Op{ownAt}})
	}
}

// asking runs turns, if anything is to be asked for: each asks for aheadBytes of a
// row of ahead, into L2.
func (g *gemmTile) asking(k reg.Register, turn func()) {
	g.SUBQ(operand.I32(1), g.slot(g.Param("asks")))
	g.JL(operand.LabelRef("nothing"))
	g.SUBQ(operand.I32(gemmUnroll), k)
	g.JL(operand.LabelRef("asked"))
	at := g.Load(g.Param("ahead").Base(), g.GP64())
	g.Label("asking")
	for d := 0; d < aheadBytes; d += 64 {
		g.PREFETCHT1(operand.Mem{Base: at, Disp: d})
	}
	g.ADDQ(g.slot(g.Param("aheadLd")), at)
	turn()
	g.SUBQ(operand.I32(gemmUnroll), k)
	g.JGE(operand.LabelRef("asking"))
	g.Label("asked")
	g.ADDQ(operand.I32(gemmUnroll), k)
	g.Label("nothing")
}

// write writes the tile's computation, a vector of columns for each mask, nil
// for a whole one.
func (g *gemmTile) write(suffix string, masks ...*mask) {
	w, acc := g.vecBytes(), g.acc
	for _, r := range acc {
		for j := range masks {
			g.loadConst(0, r[j])
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
	g.Load(g.Param("b").Base(), g.b)
	k := g.Load(g.Param("k"), g.GP64())
	g.CMPQ(g.slot(g.Param("acs")), operand.I32(1))
	g.JNE(operand.LabelRef("columns" + suffix))
	g.left = g.newElements(true)
	turn := func(n int) { g.turn(n, masks) }
	if g.row && suffix == "" {
		g.beside(k, len(masks), func() { turn(gemmUnroll) })
		g.asking(k, func() { turn(gemmUnroll) })
	}
	done := "done" + suffix
	g.loop(k, suffix, done, turn)
	g.Label(done)
	g.finish(suffix, acc, masks)
	g.eachRow(func(i int, at operand.Mem) {
		for j, k := range masks {
			g.store(acc[i][j], at.Offset(j*w), k)
		}
	})
	if g.row && suffix == "" {
		g.right()
	}
	g.VZEROUPPER()
	g.RET()

	g.Label("columns" + suffix)
	g.left = g.newElements(false)
	g.loop(k, "Columns"+suffix, done, turn)
	g.JMP(operand.LabelRef(done))
}

// loop runs k steps.
func (g *gemmTile) loop(k reg.Register, suffix, done string, turn func(n int)) {
	steps, rest, one := "steps"+suffix, "rest"+suffix, "step"+suffix
	g.SUBQ(operand.I32(gemmUnroll), k)
	g.JL(operand.LabelRef(rest))
	g.Label(steps)
	turn(gemmUnroll)
	g.SUBQ(operand.I32(gemmUnroll), k)
	g.JGE(operand.LabelRef(steps))
	g.Label(rest)
	g.ADDQ(operand.I32(gemmUnroll), k)
	g.JE(operand.LabelRef(done))
	g.Label(one)
	turn(1)
	g.DECQ(k)
	g.JNE(operand.LabelRef(one))
}

// turn multiplies n columns of A and rows of B, an even number or one.
func (g *gemmTile) turn(n int, masks []*mask) {
	for s := range n {
		at := operand.Mem{Base: g.b}
		if s%2 == 1 {
			at.Index, at.Scale = g.ldb, 1
		}
		if len(masks) > gemmVecs {
			g.wideStep(s, at, masks)
		} else {
			g.step(s, at, masks)
		}
		g.left.endStep()
		if s%2 == 1 {
			g.LEAQ(operand.Mem{Base: g.b, Index: g.ldb, Scale: 2}, g.b)
		}
	}
	if n == 1 {
		g.ADDQ(g.ldb, g.b)
	}
	g.left.endTurn(n)
}

// step multiplies a column of A and the row of B at b.
func (g *gemmTile) step(s int, b operand.Mem, masks []*mask) {
	w := g.vecBytes()
	var x []reg.VecVirtual
	for j, k := range masks {
		x = append(x, g.load(b.Offset(j*w), k))
	}
	if g.panel != nil {
		for j, v := range x {
			g.store(v, operand.Mem{Base: g.panel, Disp: j * w}, nil)
		}
		g.ADDQ(operand.I32(len(x)*w), g.panel)
	}
	g.left.multiply(s, x, g.acc)
}

// wideStep is step for tiles of few rows: one vector of B at a time.
func (g *gemmTile) wideStep(s int, b operand.Mem, masks []*mask) {
	var a []reg.VecVirtual
	for i := range g.rows {
		a = append(a, g.vec())
		g.f(g.vbroadcastss, g.vbroadcastsd)(g.left.at(i, s), a[i])
	}
	for j, k := range masks {
		x := g.load(b.Offset(j*g.vecBytes()), k)
		for i := range g.rows {
			g.f(g.VFMADD231PS, g.VFMADD231PD)(a[i], x, g.acc[i][j])
		}
	}
}

// right goes to the next tile, if there is one: the arguments are the state of the
// loop over tiles.
func (g *gemmTile) right() {
	next := g.Load(g.Param("next"), g.GP64())
	g.ADDQ(next, g.slot(g.Param("b").Base()))
	for _, p := range []string{"c", "bias"} {
		g.ADDQ(operand.I32(gemmVecs*g.vecBytes()), g.slot(g.Param(p).Base()))
	}
	g.ADDQ(operand.I32(aheadBytes), g.slot(g.Param("ahead").Base()))
	g.SUBQ(operand.I32(gemmVecs*g.lanes()), g.slot(g.Param("cols")))
	g.JG(operand.LabelRef("tile"))
}

// slot is the memory of an argument.
func (g *gemmTile) slot(c gotypes.Component) operand.Mem {
	b, err := c.Resolve()
	if err != nil {
		panic(err)
	}
	return b.Addr
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
		for j := range masks { // the instruction returns its first operand for NaN and equal zeros
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

// AddGemmCopy writes the copy of rows of A, scaled, from one stride to another. It
// stores whole vectors, since masked stores take AVX2 a dozen cycles or more on Zen.
func (f *File) AddGemmCopy(l ir.Level, bits int, name string) {
	m := f.begin(l, bits, name, ir.GemmCopySignature(bits), ir.GemmCopyText)
	rows, cols := m.Load(m.Param("rows"), m.GP64()), m.Load(m.Param("cols"), m.GP64()).(reg.GPVirtual)
	dst, src := m.Load(m.Param("dst").Base(), m.GP64()), m.Load(m.Param("src").Base(), m.GP64())
	ldd, lds := m.Load(m.Param("ldd"), m.GP64()), m.Load(m.Param("lds"), m.GP64())
	m.SHLQ(operand.U8(shift(m.size())), ldd)
	m.SHLQ(operand.U8(shift(m.size())), lds)
	alpha := m.broadcast("alpha")
	// The rows are too short for the hardware to see a stream in each.
	const ahead = 16
	far, off := m.GP64(), m.GP64()
	m.IMUL3Q(operand.I32(ahead), lds, far)
	mul := m.f(m.VMULPS, m.VMULPD)
	one := func(k *mask) {
		at := m.GP64()
		m.LEAQ(operand.Mem{Base: src, Index: off, Scale: 1}, at)
		m.PREFETCHT0(operand.Mem{Base: at, Index: far, Scale: 1})
		v := m.load(operand.Mem{Base: at}, k)
		mul(alpha, v, v)
		m.store(v, operand.Mem{Base: dst, Index: off, Scale: 1}, nil)
	}
	tail, left := m.GP64(), m.GP64()
	m.MOVQ(cols, tail)
	m.ANDQ(operand.I32(m.lanes()-1), tail)
	k := m.firstLanes(tail)
	m.Label("row")
	m.XORQ(off, off)
	m.MOVQ(cols, left)
	m.SUBQ(operand.I32(m.lanes()), left)
	m.JL(operand.LabelRef("tail"))
	m.Label("vector")
	one(nil)
	m.ADDQ(operand.I32(m.vecBytes()), off)
	m.SUBQ(operand.I32(m.lanes()), left)
	m.JGE(operand.LabelRef("vector"))
	m.Label("tail")
	m.TESTQ(tail, tail)
	m.JE(operand.LabelRef("next"))
	one(&k)
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
