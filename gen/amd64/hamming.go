package amd64

import (
	"fmt"

	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"

	"github.com/lamina-go/lamina/gen/ir"
)

// scanCodes is the number of codes that a scan takes at once.
const scanCodes = 8

// counter counts the ones of 64-bit lanes: by VPOPCNTQ, or for AVX2 by a table
// of the counts of four bits (Muła, Kurz & Lemire, "Faster population counts
// using AVX2 instructions", Computer Journal 61, 2018, section 3).
type counter struct {
	*machine
	table, low, zero reg.VecVirtual
}

func (m *machine) newCounter() counter {
	c := counter{machine: m}
	if m.wide() {
		return c
	}
	c.table, c.low, c.zero = m.YMM(), m.YMM(), m.YMM()
	const lo, hi = 0x0302020102010100, 0x0403030203020201
	m.VMOVDQU(m.file.globl("ones4", lo, hi, lo, hi), c.table)
	m.loadConst(0x0f0f0f0f0f0f0f0f, c.low)
	m.loadConst(0, c.zero)
	return c
}

// count replaces x's 64-bit lanes by the number of their ones.
func (c counter) count(x reg.VecVirtual) {
	if c.wide() {
		c.VPOPCNTQ(x, x)
		return
	}
	hi := c.YMM()
	c.VPSRLW(operand.U8(4), x, hi)
	c.VPAND(c.low, hi, hi)
	c.VPAND(c.low, x, x)
	c.VPSHUFB(x, c.table, x)
	c.VPSHUFB(hi, c.table, hi)
	c.VPADDB(hi, x, x)
	c.VPSADBW(c.zero, x, x)
}

// xor sets dst to x ^ y.
func (m *machine) xor(y operand.Op, x, dst reg.VecVirtual) {
	if m.wide() {
		m.VPXORQ(y, x, dst)
	} else {
		m.VPXOR(y, x, dst)
	}
}

// AddHamming writes the distance of two slices, 8 words at a time.
func (f *File) AddHamming(l ir.Level, name string) {
	m := f.begin(l, 64, name, "func(a, b []uint64) int",
		"for i := range a { sum += bits.OnesCount64(a[i] ^ b[i]) }; len(a) is a multiple of 8")
	a := m.Load(m.Param("a").Base(), m.GP64())
	b := m.Load(m.Param("b").Base(), m.GP64())
	n := m.Load(m.Param("a").Len(), m.GP64())
	sum := m.words(0)
	c := m.newCounter()
	m.TESTQ(n, n)
	m.JE(operand.LabelRef("done"))
	m.Label("words")
	const step = 8
	for i := 0; i < step; i += m.lanes() {
		x := m.load(operand.Mem{Base: a, Disp: 8 * i}, nil)
		m.xor(operand.Mem{Base: b, Disp: 8 * i}, x, x)
		c.count(x)
		m.VPADDQ(x, sum, sum)
	}
	m.ADDQ(operand.I32(8*step), a)
	m.ADDQ(operand.I32(8*step), b)
	m.SUBQ(operand.I32(step), n)
	m.JNE(operand.LabelRef("words"))
	m.Label("done")
	if m.wide() {
		hi := m.YMM()
		m.VEXTRACTI64X4(operand.U8(1), sum, hi)
		m.VPADDQ(hi, sum.AsY(), sum.AsY())
	}
	hi, lo := m.XMM(), sum.AsX()
	m.VEXTRACTI128(operand.U8(1), sum.AsY(), hi)
	m.VPADDQ(hi, lo, lo)
	m.VPSRLDQ(operand.U8(8), lo, hi)
	m.VPADDQ(hi, lo, lo)
	r := m.GP64()
	m.VMOVQ(lo, r)
	m.Store(r, m.ReturnIndex(0))
	m.VZEROUPPER()
	m.RET()
}

// AddHammingScan writes the distances of a query from codes of words words, or
// of any number for 0, 8 codes at a time.
func (f *File) AddHammingScan(l ir.Level, words int, name string) {
	size := "len(query)"
	if words > 0 {
		size = fmt.Sprint(words)
	}
	m := f.begin(l, 64, name, "func(dst []uint16, query, table []uint64)",
		fmt.Sprintf("for i := range dst { dst[i] = the bits in which query and table[i*w:][:w] differ }, where w is %s; len(dst) is a multiple of %d", size, scanCodes))
	s := &scan{counter: m.newCounter(),
		dst:   m.Load(m.Param("dst").Base(), m.GP64()),
		n:     m.Load(m.Param("dst").Len(), m.GP64()),
		query: m.Load(m.Param("query").Base(), m.GP64()),
		table: m.Load(m.Param("table").Base(), m.GP64())}
	var group func()
	switch words {
	case 1:
		group = s.one()
	case 2:
		group = s.two()
	default:
		group = s.any()
	}
	m.TESTQ(s.n, s.n)
	m.JE(operand.LabelRef("done"))
	m.Label("codes")
	group()
	m.ADDQ(operand.I32(2*scanCodes), s.dst)
	m.SUBQ(operand.I32(scanCodes), s.n)
	m.JNE(operand.LabelRef("codes"))
	m.Label("done")
	m.VZEROUPPER()
	m.RET()
}

// scan writes a scan. Its ways of a group end with table behind the codes.
type scan struct {
	counter
	dst, n, query, table reg.Register
}

// read returns the ones of the vector at disp after the xor with q.
func (s *scan) read(disp int, q reg.VecVirtual) reg.VecVirtual {
	x := s.vec()
	s.xor(operand.Mem{Base: s.table, Disp: disp}, q, x)
	s.count(x)
	return x
}

// beside puts the counts of y, which has as many lanes as x, into the upper
// halves of x's.
func (s *scan) beside(x, y reg.VecVirtual) reg.VecVirtual {
	s.VPSLLQ(operand.U8(32), y, y)
	if s.wide() {
		s.VPORQ(y, x, x)
	} else {
		s.VPOR(y, x, x)
	}
	return x
}

// store8 writes the eight 32-bit counts of x, permuted by order.
func (s *scan) store8(x reg.VecVirtual, order reg.VecVirtual) {
	s.VPERMD(x, order, x)
	hi := s.XMM()
	s.VEXTRACTI128(operand.U8(1), x, hi)
	s.VPACKUSDW(hi, x.AsX(), hi)
	s.VMOVDQU(hi, operand.Mem{Base: s.dst})
}

// one: a lane is a code.
func (s *scan) one() func() {
	q := s.vec()
	s.VPBROADCASTQ(operand.Mem{Base: s.query}, q)
	if s.wide() {
		return func() {
			s.VPMOVQW(s.read(0, q), operand.Mem{Base: s.dst})
			s.ADDQ(operand.I32(8*scanCodes), s.table)
		}
	}
	order := s.YMM() // of codes 0 4 1 5 2 6 3 7
	s.VMOVDQU(s.file.globl("even", 0|2<<32, 4|6<<32, 1|3<<32, 5|7<<32), order)
	return func() {
		x := s.beside(s.read(0, q), s.read(s.vecBytes(), q))
		s.ADDQ(operand.I32(8*scanCodes), s.table)
		s.store8(x, order)
	}
}

// two: a pair of lanes is a code.
func (s *scan) two() func() {
	q := s.vec()
	if s.wide() {
		s.VBROADCASTI64X2(operand.Mem{Base: s.query}, q)
		order := s.ZMM() // of codes 0 4 1 5 2 6 3 7
		s.VMOVDQU64(s.file.globl("zip2", 0, 2, 4, 6, 1, 3, 5, 7), order)
		return func() {
			x, y := s.read(0, q), s.read(s.vecBytes(), q)
			lo, hi := s.ZMM(), s.ZMM()
			s.VPUNPCKLQDQ(y, x, lo)
			s.VPUNPCKHQDQ(y, x, hi)
			s.VPADDQ(hi, lo, lo)
			s.VPERMQ(lo, order, lo)
			s.VPMOVQW(lo, operand.Mem{Base: s.dst})
			s.ADDQ(operand.I32(16*scanCodes), s.table)
		}
	}
	s.VBROADCASTI128(operand.Mem{Base: s.query}, q)
	order := s.YMM() // of codes 0 2 4 6 1 3 5 7
	s.VMOVDQU(s.file.globl("half", 0|4<<32, 1|5<<32, 2|6<<32, 3|7<<32), order)
	return func() {
		x := s.beside(s.read(0, q), s.read(s.vecBytes(), q))
		y := s.beside(s.read(2*s.vecBytes(), q), s.read(3*s.vecBytes(), q))
		s.ADDQ(operand.I32(16*scanCodes), s.table)
		lo := s.YMM()
		s.VPUNPCKLQDQ(y, x, lo)
		s.VPUNPCKHQDQ(y, x, x)
		s.VPADDD(x, lo, lo)
		s.store8(lo, order)
	}
}

// any: a vector has words of one code, the last one perhaps not all its lanes;
// eight codes have a sum each. The masked loads read nothing beside a code.
func (s *scan) any() func() {
	words, full := s.GP64(), s.GP64()
	s.Load(s.Param("query").Len(), words)
	// full is the number of vectors before the last, which has the rest.
	rest := s.GP64()
	s.LEAQ(operand.Mem{Base: words, Disp: -1}, full)
	s.MOVQ(full, rest)
	s.ANDQ(operand.I32(s.lanes()-1), rest)
	s.INCQ(rest)
	s.SHRQ(operand.U8(map[int]uint8{8: 3, 4: 2}[s.lanes()]), full)
	last := s.lastLanes(rest)

	// The codes of a group are at p + (0, 1, 2, 3, 4, 5, 6, 7)·size.
	size, size3, size5, size7 := s.GP64(), s.GP64(), s.GP64(), s.GP64()
	s.MOVQ(words, size)
	s.SHLQ(operand.U8(3), size)
	s.LEAQ(operand.Mem{Base: size, Index: size, Scale: 2}, size3)
	s.LEAQ(operand.Mem{Base: size, Index: size, Scale: 4}, size5)
	s.LEAQ(operand.Mem{Base: size3, Index: size, Scale: 4}, size7)
	places := func(p reg.Register) [scanCodes]operand.Mem {
		return [scanCodes]operand.Mem{{Base: p}, {Base: p, Index: size, Scale: 1}, {Base: p, Index: size, Scale: 2}, {Base: p, Index: size3, Scale: 1},
			{Base: p, Index: size, Scale: 4}, {Base: p, Index: size5, Scale: 1}, {Base: p, Index: size3, Scale: 2}, {Base: p, Index: size7, Scale: 1}}
	}
	return func() {
		var sums []reg.VecVirtual
		for range scanCodes {
			sums = append(sums, s.words(0))
		}
		p, at, left := s.GP64(), s.GP64(), s.GP64()
		s.MOVQ(s.table, p)
		s.MOVQ(s.query, at)
		add := func(k *mask) {
			q := s.loadWords(operand.Mem{Base: at}, k)
			for i, m := range places(p) {
				var x reg.VecVirtual
				if k == nil {
					x = s.vec()
					s.xor(m, q, x)
				} else {
					x = s.loadWords(m, k)
					s.xor(q, x, x)
				}
				s.count(x)
				s.VPADDQ(x, sums[i], sums[i])
			}
		}
		s.MOVQ(full, left)
		s.TESTQ(left, left)
		s.JE(operand.LabelRef("last"))
		s.Label("vectors")
		add(nil)
		s.ADDQ(operand.I32(s.vecBytes()), p)
		s.ADDQ(operand.I32(s.vecBytes()), at)
		s.DECQ(left)
		s.JNE(operand.LabelRef("vectors"))
		s.Label("last")
		add(&last)
		s.LEAQ(operand.Mem{Base: s.table, Index: size, Scale: 8}, s.table)
		s.fold(sums)
	}
}

// fold adds the lanes of each of eight sums and stores the results.
func (s *scan) fold(sums []reg.VecVirtual) {
	// Four sums to one vector, whose 128-bit quarters hold their parts.
	four := func(v []reg.VecVirtual) reg.VecVirtual {
		x, y := s.beside(v[0], v[1]), s.beside(v[2], v[3])
		lo, hi := s.vec(), s.vec()
		s.VPUNPCKLQDQ(y, x, lo)
		s.VPUNPCKHQDQ(y, x, hi)
		s.VPADDD(hi, lo, lo)
		return lo
	}
	x, y := four(sums[:4]), four(sums[4:])
	s.VPACKUSDW(y, x, x)
	if s.wide() {
		h := s.YMM()
		s.VEXTRACTI64X4(operand.U8(1), x, h)
		s.VPADDW(h, x.AsY(), x.AsY())
	}
	h, r := s.XMM(), x.AsX()
	s.VEXTRACTI128(operand.U8(1), x.AsY(), h)
	s.VPADDW(h, r, r)
	s.VMOVDQU(r, operand.Mem{Base: s.dst})
}

// lastLanes is the mask of the first n lanes, of which there may be all.
func (s *scan) lastLanes(n reg.GPVirtual) mask {
	if s.wide() {
		return s.firstLanes(n)
	}
	ones := ^uint64(0)
	table, p, v := s.file.globl("mask", ones, ones, ones, ones, 0, 0, 0, 0), s.GP64(), s.YMM()
	s.LEAQ(table, p)
	s.ADDQ(operand.I32(s.vecBytes()), p)
	at := s.GP64()
	s.MOVQ(n, at)
	s.NEGQ(at)
	s.VMOVDQU(operand.Mem{Base: p, Index: at, Scale: 8}, v)
	return mask{v: v}
}

func (s *scan) loadWords(at operand.Mem, k *mask) reg.VecVirtual {
	r := s.vec()
	switch {
	case k == nil:
		s.VMOVUPS(at, r)
	case s.wide():
		s.VMOVDQU64_Z(at, k.k, r)
	default:
		s.VPMASKMOVQ(at, k.v, r)
	}
	return r
}
