package amd64

import (
	"github.com/mmcloughlin/avo/operand"

	"github.com/lamina-go/lamina/gen/ir"
)

func (m *machine) widen(g ir.Group) groupWriter {
	return func(dst, src operand.Mem) {
		m.vectors(g, dst, src, func(dst, src operand.Mem) {
			r := m.vec()
			m.VCVTPS2PD(src, r)
			m.VMOVUPD(r, dst)
		})
	}
}

func (m *machine) narrow(g ir.Group) groupWriter {
	return func(dst, src operand.Mem) {
		m.vectors(g, dst, src, func(dst, src operand.Mem) {
			r := m.half()
			if m.wide() {
				m.VCVTPD2PS(src, r)
			} else {
				m.VCVTPD2PSY(src, r)
			}
			m.VMOVUPS(r, dst)
		})
	}
}

func (m *machine) fromFloat16(g ir.Group) groupWriter {
	return func(dst, src operand.Mem) {
		m.vectors(g, dst, src, func(dst, src operand.Mem) {
			r := m.vec()
			m.VCVTPH2PS(src, r)
			m.VMOVUPS(r, dst)
		})
	}
}

func (m *machine) toFloat16(g ir.Group) groupWriter {
	const nearestEven = 0
	return func(dst, src operand.Mem) {
		m.vectors(g, dst, src, func(dst, src operand.Mem) {
			m.VCVTPS2PH(operand.U8(nearestEven), m.load(src, nil), dst)
		})
	}
}

func (m *machine) fromBFloat16(g ir.Group) groupWriter {
	return func(dst, src operand.Mem) {
		m.vectors(g, dst, src, func(dst, src operand.Mem) {
			r := m.vec()
			m.VPMOVZXWD(src, r)
			m.VPSLLD(operand.U8(16), r, r)
			m.VMOVUPS(r, dst)
		})
	}
}

// toBFloat16 follows toBFloat16Go: adding 0x7fff and the lowest bit that stays
// rounds to nearest even; of NaN, the quiet bit is set instead.
func (m *machine) toBFloat16(g ir.Group) groupWriter {
	const unordered = 3
	one, bias, quiet := m.words(1), m.words(0x7fff), m.words(0x400000)
	round := func(src operand.Mem) operand.Op {
		u, r, q := m.load(src, nil), m.vec(), m.vec()
		m.VPSRLD(operand.U8(16), u, r)
		if m.wide() {
			m.VPANDD(one, r, r)
			m.VPORD(quiet, u, q)
		} else {
			m.VPAND(one, r, r)
			m.VPOR(quiet, u, q)
		}
		m.VPADDD(bias, r, r)
		m.VPADDD(u, r, r)
		if m.wide() {
			k := m.K()
			m.VCMPPS(operand.U8(unordered), u, u, k)
			m.VBLENDMPS(q, r, k, r)
		} else {
			k := m.vec()
			m.VCMPPS(operand.U8(unordered), u, u, k)
			m.VBLENDVPS(k, q, r, r)
		}
		m.VPSRLD(operand.U8(16), r, r)
		return r
	}
	return func(dst, src operand.Mem) {
		if m.wide() {
			m.VPMOVDW(round(src), dst)
			return
		}
		a, b := round(src), round(src.Offset(m.vecBytes()))
		r := m.YMM()
		m.VPACKUSDW(b, a, r) // by halves: the quarters come as 0, 2, 1, 3
		m.VPERMQ(operand.U8(0b11_01_10_00), r, r)
		m.VMOVDQU(r, dst)
	}
}

func (m *machine) fromBytes(g ir.Group) groupWriter {
	scale, offset := m.scalars[0], m.scalars[1]
	return func(dst, src operand.Mem) {
		m.vectors(g, dst, src, func(dst, src operand.Mem) {
			r := m.vec()
			if m.bits == 32 {
				m.VPMOVZXBD(src, r)
				m.VCVTDQ2PS(r, r)
			} else {
				h := m.half()
				m.VPMOVZXBD(src, h)
				m.VCVTDQ2PD(h, r)
			}
			m.f(m.VFMADD213PS, m.VFMADD213PD)(offset, scale, r)
			m.store(r, dst, nil)
		})
	}
}
