package amd64

import (
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"

	"github.com/lamina-go/lamina/gen/ir"
)

// packSigns writes the 64 comparisons 0 < src[i] as the bits of one word.
func (m *machine) packSigns(g ir.Group) groupWriter {
	zero := m.words(0)
	compare := func(src operand.Mem, i int, dst reg.Register) {
		m.f(m.VCMPPS, m.VCMPPD)(operand.U8(cmpLess), src.Offset(i*m.vecBytes()), zero, dst)
	}
	vectors := g.Elems / m.lanes()
	if m.wide() {
		return func(dst, src operand.Mem) {
			m.KMOVQ(m.joinMasks(0, vectors, func(i int, k reg.Register) { compare(src, i, k) }), dst)
		}
	}
	return func(dst, src operand.Mem) {
		word := m.GP64()
		m.joinSigns(vectors, word, func(i int) reg.Register {
			k := m.vec()
			compare(src, i, k)
			return k
		})
		m.MOVQ(word, dst)
	}
}

// joinMasks returns the mask of n vectors from number i on, whose masks
// compare sets.
func (m *machine) joinMasks(i, n int, compare func(i int, k reg.Register)) reg.Register {
	k := m.K()
	if n == 1 {
		compare(i, k)
		return k
	}
	lo, hi := m.joinMasks(i, n/2, compare), m.joinMasks(i+n/2, n/2, compare)
	switch n * m.lanes() {
	case 16:
		m.KUNPCKBW(lo, hi, k)
	case 32:
		m.KUNPCKWD(lo, hi, k)
	case 64:
		m.KUNPCKDQ(lo, hi, k)
	}
	return k
}

// joinSigns sets word to the signs of the lanes of n vectors.
func (m *machine) joinSigns(n int, word reg.GPVirtual, vector func(i int) reg.Register) {
	for i := n - 1; i >= 0; i-- {
		v := vector(i)
		if i == n-1 {
			m.signBits(v, word)
			continue
		}
		part := m.GP64()
		m.signBits(v, part)
		m.SHLQ(operand.U8(m.lanes()), word)
		m.ORQ(part, word)
	}
}

// signBits sets r to the signs of v's lanes.
func (m *machine) signBits(v reg.Register, r reg.GPVirtual) {
	m.f(m.vmovmskps, m.vmovmskpd)(v, r.As32())
}

func (m *machine) vmovmskps(ops ...operand.Op) { m.VMOVMSKPS(ops[0], ops[1]) }
func (m *machine) vmovmskpd(ops ...operand.Op) { m.VMOVMSKPD(ops[0], ops[1]) }
