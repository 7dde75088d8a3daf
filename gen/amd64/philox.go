package amd64

import (
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"

	"github.com/lamina-go/lamina/gen/ir"
)

// AddPhilox writes whole blocks of a Philox 4×32-10 stream. A 64-bit lane
// holds one word of one block in its lower half, and whatever a product left
// there in its upper half: VPMULUDQ does not look at it. See kernels/philox.go.
func (f *File) AddPhilox(l ir.Level, name string) {
	m := f.begin(l, 64, name, "func(dst []uint32, seed, stream, i uint64)",
		"dst = the words of stream (seed, stream) from block i on; len(dst) is a multiple of 32")
	lanes := m.lanes()
	dst := m.Load(m.Param("dst").Base(), m.GP64())
	n := m.Load(m.Param("dst").Len(), m.GP64())

	scalar := func(param string, half int) reg.VecVirtual {
		b, err := m.Param(param).Resolve()
		if err != nil {
			panic(err)
		}
		r := m.vec()
		m.VPBROADCASTQ(b.Addr, r)
		if half == 1 {
			m.VPSRLQ(operand.U8(32), r, r)
		}
		return r
	}
	constant := func(u uint64) reg.VecVirtual {
		r := m.vec()
		m.loadConst(u, r)
		return r
	}
	xor := func(x, y reg.VecVirtual, dst reg.VecVirtual) {
		if m.wide() {
			m.VPXORQ(x, y, dst)
		} else {
			m.VPXOR(x, y, dst)
		}
	}

	// The counters of the first blocks.
	counter := scalar("i", 0)
	var iota []uint64
	for i := range lanes {
		iota = append(iota, uint64(i))
	}
	m.VPADDQ(m.file.globl("iota"+m.level.Name, iota...), counter, counter)
	m0, m1 := constant(0xD2511F53), constant(0xCD9E8D57)

	m.TESTQ(n, n)
	m.JE(operand.LabelRef("done"))
	m.Label("blocks")
	c0, c1 := m.vec(), m.vec()
	m.VMOVAPS(counter, c0)
	m.VPSRLQ(operand.U8(32), counter, c1)
	c2, c3 := scalar("stream", 0), scalar("stream", 1)
	k0, k1 := scalar("seed", 0), scalar("seed", 1)
	w0, _ := m.constant(0x9E3779B9)
	w1, _ := m.constant(0xBB67AE85)
	addKey := func(w operand.Op, k reg.VecVirtual) {
		if m.wide() {
			m.VPADDQ_BCST(w, k, k)
		} else {
			m.VPADDQ(w, k, k)
		}
	}
	for round := range 10 {
		if round > 0 {
			addKey(w0, k0)
			addKey(w1, k1)
		}
		a, b := m.vec(), m.vec()
		m.VPMULUDQ(c0, m0, a)
		m.VPMULUDQ(c2, m1, b)
		n0, n2 := m.vec(), m.vec()
		m.VPSRLQ(operand.U8(32), b, n0)
		m.VPSRLQ(operand.U8(32), a, n2)
		xor(c1, n0, n0)
		xor(c3, n2, n2)
		xor(k0, n0, n0)
		xor(k1, n2, n2)
		c0, c1, c2, c3 = n0, b, n2, a
	}
	// Words 0 and 1, and 2 and 3, side by side, then the blocks in order.
	pair := func(lo, hi reg.VecVirtual) reg.VecVirtual {
		m.VPSLLQ(operand.U8(32), lo, lo)
		m.VPSRLQ(operand.U8(32), lo, lo)
		m.VPSLLQ(operand.U8(32), hi, hi)
		r := m.vec()
		if m.wide() {
			m.VPORQ(hi, lo, r)
		} else {
			m.VPOR(hi, lo, r)
		}
		return r
	}
	a, b := pair(c0, c1), pair(c2, c3)
	lo, hi := m.vec(), m.vec()
	if m.wide() {
		m.VMOVDQU64(m.file.globl("zipLo", 0, 8, 1, 9, 2, 10, 3, 11), lo)
		m.VMOVDQU64(m.file.globl("zipHi", 4, 12, 5, 13, 6, 14, 7, 15), hi)
		m.VPERMI2Q(b, a, lo)
		m.VPERMI2Q(b, a, hi)
	} else {
		l2, h2 := m.vec(), m.vec()
		m.VPUNPCKLQDQ(b, a, l2)
		m.VPUNPCKHQDQ(b, a, h2)
		m.VPERM2I128(operand.U8(0x20), h2, l2, lo)
		m.VPERM2I128(operand.U8(0x31), h2, l2, hi)
	}
	m.VMOVUPS(lo, operand.Mem{Base: dst})
	m.VMOVUPS(hi, operand.Mem{Base: dst, Disp: m.vecBytes()})

	step, bcst := m.constant(uint64(lanes))
	if bcst {
		m.VPADDQ_BCST(step, counter, counter)
	} else {
		m.VPADDQ(step, counter, counter)
	}
	m.ADDQ(operand.I32(2*m.vecBytes()), dst)
	m.SUBQ(operand.I32(4*lanes), n)
	m.JNE(operand.LabelRef("blocks"))
	m.Label("done")
	m.VZEROUPPER()
	m.RET()
}
