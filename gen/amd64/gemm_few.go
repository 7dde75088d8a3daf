package amd64

import (
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"

	"github.com/lamina-go/lamina/gen/ir"
)

// fewSteps are the steps that the kernels for 1, 2 and 3 rows of C take in one
// pass over it: their elements of A stay in registers, and so many rows of B
// stream by side by side, which is what the prefetchers like.
func fewSteps(l ir.Level, rows int) int {
	if l.Bits == 512 {
		return []int{8, 8, 6}[rows-1]
	}
	return []int{8, 4, 3}[rows-1]
}

// AddGemmFew writes the product for so few rows of C that B is read at the
// speed of memory.
func (f *File) AddGemmFew(l ir.Level, bits, rows int, name string) {
	m := f.begin(l, bits, name, ir.GemmFewSignature(bits), ir.GemmFewText(rows))
	g := &fewRows{machine: m, rows: rows, k: m.Load(m.Param("k"), m.GP64()),
		a: m.Load(m.Param("a").Base(), m.GP64()), b: m.Load(m.Param("b").Base(), m.GP64())}
	g.ldb, g.ldc = m.stride("ldb"), m.stride("ldc")
	steps := fewSteps(l, rows)
	m.SUBQ(operand.I32(steps), g.k)
	m.JL(operand.LabelRef("rest"))
	m.Label("steps")
	g.pass(steps, "Steps")
	m.SUBQ(operand.I32(steps), g.k)
	m.JGE(operand.LabelRef("steps"))
	m.Label("rest")
	m.ADDQ(operand.I32(steps), g.k)
	m.JE(operand.LabelRef("done"))
	m.Label("step")
	g.pass(1, "Step")
	m.DECQ(g.k)
	m.JNE(operand.LabelRef("step"))
	m.Label("done")
	m.VZEROUPPER()
	m.RET()
}

type fewRows struct {
	*machine
	rows     int
	k, a, b  reg.Register
	ldb, ldc reg.Register
}

// pass multiplies steps columns of A and rows of B into C.
func (g *fewRows) pass(steps int, suffix string) {
	alpha := g.broadcast("alpha")
	ars, acs := g.stride("ars"), g.stride("acs")
	x := make([][]reg.VecVirtual, steps)
	for s := range x {
		for i := range g.rows {
			at := operand.Mem{Base: g.a}
			if i > 0 {
				at.Index, at.Scale = ars, uint8(i)
			}
			v := g.vec()
			g.f(g.vbroadcastss, g.vbroadcastsd)(at, v)
			g.f(g.VMULPS, g.VMULPD)(alpha, v, v)
			x[s] = append(x[s], v)
		}
		g.ADDQ(acs, g.a)
	}
	// Rows 3i, 3i+1, 3i+2 of B are addressed from one register.
	var rows []reg.Register
	for s := 0; s < steps; s += 3 {
		row := g.GP64()
		g.MOVQ(g.b, row)
		rows = append(rows, row)
		for range min(3, steps-s) {
			g.ADDQ(g.ldb, g.b)
		}
	}
	c := g.Load(g.Param("c").Base(), g.GP64())
	left := g.Load(g.Param("n"), g.GP64()).(reg.GPVirtual)
	fma := g.f(g.VFMADD231PS, g.VFMADD231PD)
	vector := func(k *mask, next []reg.Register) {
		acc := make([]reg.VecVirtual, g.rows)
		at := func(i int) operand.Mem {
			if i == 0 {
				return operand.Mem{Base: c}
			}
			return operand.Mem{Base: c, Index: g.ldc, Scale: uint8(i)}
		}
		for i := range acc {
			acc[i] = g.load(at(i), k)
		}
		for s := range x {
			from := operand.Mem{Base: rows[s/3]}
			if s%3 > 0 {
				from.Index, from.Scale = g.ldb, uint8(s%3)
			}
			b := g.load(from, k)
			if next != nil {
				g.PREFETCHT0(operand.Mem{Base: rows[s/3], Index: next[s%3], Scale: 1})
			}
			for i := range acc {
				fma(x[s][i], b, acc[i])
			}
		}
		for i := range acc {
			g.store(acc[i], at(i), k)
		}
	}
	vectors := func(label string, next []reg.Register) {
		g.SUBQ(operand.I32(g.lanes()), left)
		g.JL(operand.LabelRef("tail" + suffix))
		g.Label(label)
		vector(nil, next)
		for _, r := range append(rows, c) {
			g.ADDQ(operand.I32(g.vecBytes()), r)
		}
		g.SUBQ(operand.I32(g.lanes()), left)
		g.JGE(operand.LabelRef(label))
	}
	// Some hardware sees a stream in each pass's rows only after some lines, so where
	// they are short, those of the next pass are asked for: both must fit L1.
	if g.wide() && steps > 1 {
		const short = 16 << 10 // bytes of a pass
		ask := g.Load(g.Param("ask"), g.GP8())
		g.TESTB(ask, ask)
		g.JE(operand.LabelRef("streams" + suffix))
		g.CMPQ(left, operand.I32(short/steps/g.size()))
		g.JG(operand.LabelRef("streams" + suffix))
		next := make([]reg.Register, 3) // from a row to that one in the next pass, and by one and two more
		for i := range next {
			next[i] = g.GP64()
			if i == 0 {
				g.IMUL3Q(operand.I32(steps), g.ldb, next[i])
			} else {
				g.LEAQ(operand.Mem{Base: next[i-1], Index: g.ldb, Scale: 1}, next[i])
			}
		}
		vectors("asking"+suffix, next)
		g.JMP(operand.LabelRef("tail" + suffix))
		g.Label("streams" + suffix)
	}
	vectors("vector"+suffix, nil)
	g.Label("tail" + suffix)
	g.ADDQ(operand.I32(g.lanes()), left)
	g.JE(operand.LabelRef("end" + suffix))
	k := g.firstLanes(left)
	vector(&k, nil)
	g.Label("end" + suffix)
}

// AddGemmTransposing writes the product of few rows of A with a vector's lanes
// of rows of Bᵀ, or twice as many, whole squares of which are transposed in
// registers. Two at a time, the FMAs of one, a chain where there is one row, run
// beside the shuffles of the other.
func (f *File) AddGemmTransposing(l ir.Level, bits int, name string) {
	m := f.begin(l, bits, name, ir.GemmTransposingSignature(bits), ir.GemmTransposingText(l.Bits/bits))
	squares := m.Load(m.Param("squares"), m.GP64())
	a, b := m.Load(m.Param("a").Base(), m.GP64()), m.Load(m.Param("b").Base(), m.GP64())
	ars, ldb, ldc := m.stride("ars"), m.stride("ldb"), m.stride("ldc")
	fma := m.f(m.VFMADD231PS, m.VFMADD231PD)
	row := m.GP64()
	square := func(suffix string, disp int) {
		var v []reg.VecVirtual
		for i := range m.lanes() {
			if i > 0 {
				m.ADDQ(ldb, row)
			}
			v = append(v, m.load(operand.Mem{Base: row}, nil))
		}
		v = m.transpose(v)
		x, c, rows := m.GP64(), m.Load(m.Param("c").Base(), m.GP64()), m.Load(m.Param("rows"), m.GP64())
		m.MOVQ(a, x)
		m.Label("row" + suffix)
		acc := m.load(operand.Mem{Base: c, Disp: disp}, nil)
		for i := range v {
			at := operand.Mem{Base: x, Disp: i * m.size()}
			if m.wide() {
				m.f(m.VFMADD231PS_BCST, m.VFMADD231PD_BCST)(at, v[i], acc)
				continue
			}
			e := m.vec()
			m.f(m.vbroadcastss, m.vbroadcastsd)(at, e)
			fma(e, v[i], acc)
		}
		m.store(acc, operand.Mem{Base: c, Disp: disp}, nil)
		m.ADDQ(ars, x)
		m.ADDQ(ldc, c)
		m.DECQ(rows)
		m.JNE(operand.LabelRef("row" + suffix))
	}
	m.Label("square")
	m.MOVQ(b, row)
	square("", 0)
	two := m.Load(m.Param("two"), m.GP8())
	m.TESTB(two, two)
	m.JE(operand.LabelRef("one"))
	m.ADDQ(ldb, row)
	square("Two", m.vecBytes())
	m.Label("one")
	m.ADDQ(operand.I32(m.vecBytes()), a)
	m.ADDQ(operand.I32(m.vecBytes()), b)
	m.DECQ(squares)
	m.JNE(operand.LabelRef("square"))
	m.VZEROUPPER()
	m.RET()
}

// AddDots writes Dot of one row after another with x.
func (f *File) AddDots(l ir.Level, bits int, name string) {
	m := f.begin(l, bits, name, ir.DotsSignature(bits), ir.DotsText)
	rows := m.Load(m.Param("rows"), m.GP64())
	y, a := m.Load(m.Param("y").Base(), m.GP64()), m.Load(m.Param("a").Base(), m.GP64())
	lda := m.stride("lda")
	fma := m.f(m.VFMADD231PS, m.VFMADD231PD)
	vecs := ir.AccBytes / m.vecBytes()
	step := vecs * m.lanes()
	acc := make([]reg.VecVirtual, vecs)
	for i := range acc {
		acc[i] = m.vec()
	}
	m.Label("row")
	x, at, n := m.Load(m.Param("x").Base(), m.GP64()), m.GP64(), m.Load(m.Param("x").Len(), m.GP64()).(reg.GPVirtual)
	m.MOVQ(a, at)
	for _, r := range acc {
		m.loadConst(0, r)
	}
	one := func(i int, k *mask) {
		v := m.load(operand.Mem{Base: x, Disp: i * m.vecBytes()}, k)
		if k == nil {
			fma(operand.Mem{Base: at, Disp: i * m.vecBytes()}, v, acc[i])
			return
		}
		// Lanes that no element comes to keep their bits: +0·+0 may not be added.
		w := m.load(operand.Mem{Base: at, Disp: i * m.vecBytes()}, k)
		sum := m.vec()
		m.VMOVAPS(acc[i], sum)
		fma(w, v, sum)
		m.merge(sum, acc[i], *k)
	}
	m.SUBQ(operand.I32(step), n)
	m.JL(operand.LabelRef("rest"))
	m.Label("vectors")
	for i := range acc {
		one(i, nil)
	}
	m.ADDQ(operand.I32(ir.AccBytes), x)
	m.ADDQ(operand.I32(ir.AccBytes), at)
	m.SUBQ(operand.I32(step), n)
	m.JGE(operand.LabelRef("vectors"))
	m.Label("rest")
	m.ADDQ(operand.I32(step), n)
	for i := range acc {
		label := func(s string) string { return s + string(rune('0'+i)) }
		m.CMPQ(n, operand.I32(m.lanes()))
		m.JL(operand.LabelRef(label("part")))
		if i < vecs-1 {
			one(i, nil)
			m.SUBQ(operand.I32(m.lanes()), n)
			m.JMP(operand.LabelRef(label("next")))
		}
		m.Label(label("part"))
		m.TESTQ(n, n)
		m.JE(operand.LabelRef("fold"))
		k := m.firstLanes(n)
		one(i, &k)
		m.JMP(operand.LabelRef("fold"))
		if i < vecs-1 {
			m.Label(label("next"))
		}
	}
	m.Label("fold")
	sum := m.foldLanes(ir.FoldSum, acc)
	m.f(m.VMOVSS, m.VMOVSD)(sum, operand.Mem{Base: y})
	m.ADDQ(operand.I32(m.size()), y)
	m.ADDQ(lda, a)
	m.DECQ(rows)
	m.JNE(operand.LabelRef("row"))
	m.VZEROUPPER()
	m.RET()
}
