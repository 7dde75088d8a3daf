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
			// bits joins the comparisons of n vectors from number i on.
			var bits func(i, n int) reg.Register
			bits = func(i, n int) reg.Register {
				k := m.K()
				if n == 1 {
					compare(src, i, k)
					return k
				}
				lo, hi := bits(i, n/2), bits(i+n/2, n/2)
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
			m.KMOVQ(bits(0, vectors), dst)
		}
	}
	return func(dst, src operand.Mem) {
		word := m.GP64()
		for i := vectors - 1; i >= 0; i-- {
			k, part := m.vec(), m.GP32()
			compare(src, i, k)
			if m.bits == 32 {
				m.VMOVMSKPS(k, part)
			} else {
				m.VMOVMSKPD(k, part)
			}
			if i == vectors-1 {
				m.MOVQ(part.As64(), word)
				continue
			}
			m.SHLQ(operand.U8(m.lanes()), word)
			m.ORQ(part.As64(), word)
		}
		m.MOVQ(word, dst)
	}
}
