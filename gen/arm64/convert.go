package arm64

import "github.com/lamina-go/lamina/gen/arm64/asm"

func (m *machine) widen() groupWriter {
	return func(dst, src asm.R) {
		for _, x := range m.next(src, 4) {
			d := m.news("out", 2)
			m.FCVTL(d[0], x, asm.S2)
			m.FCVTL2(d[1], x, asm.S4)
			m.put(dst, d...)
		}
	}
}

func (m *machine) narrow() groupWriter {
	return func(dst, src asm.R) {
		x, d := m.next(src, 8), m.news("out", 4)
		for i, v := range d {
			m.FCVTN(v, x[2*i], asm.S2)
			m.FCVTN2(v, x[2*i+1], asm.S4)
		}
		m.put(dst, d...)
	}
}

func (m *machine) fromFloat16() groupWriter {
	return func(dst, src asm.R) {
		for _, x := range m.next(src, 2) {
			d := m.news("out", 2)
			m.FCVTL(d[0], x, asm.H4)
			m.FCVTL2(d[1], x, asm.H8)
			m.put(dst, d...)
		}
	}
}

func (m *machine) toFloat16() groupWriter {
	return func(dst, src asm.R) {
		x, d := m.next(src, 4), m.news("out", 2)
		for i, v := range d {
			m.FCVTN(v, x[2*i], asm.H4)
			m.FCVTN2(v, x[2*i+1], asm.H8)
		}
		m.put(dst, d...)
	}
}

func (m *machine) fromBFloat16() groupWriter {
	zero := m.zeros("zero")
	return func(dst, src asm.R) {
		for _, x := range m.next(src, 2) {
			d := m.news("out", 2)
			m.ZIP1(d[0], zero, x, asm.H8)
			m.ZIP2(d[1], zero, x, asm.H8)
			m.put(dst, d...)
		}
	}
}

// toBFloat16 follows toBFloat16Go: adding 0x7fff and the lowest bit that stays
// rounds to nearest even; of NaN, the quiet bit is set instead.
func (m *machine) toBFloat16() groupWriter {
	one, bias, quiet := m.words32(1), m.words32(0x7fff), m.words32(0x400000)
	return func(dst, src asm.R) {
		x, d := m.next(src, 4), m.news("out", 2)
		for _, v := range x {
			r, q, number := m.NewV("rounded"), m.NewV("quiet"), m.NewV("number")
			m.USHR(r, v, 16, asm.S4)
			m.AND(r, r, one, asm.B16)
			m.ADD(r, r, bias, asm.S4)
			m.ADD(r, r, v, asm.S4)
			m.ORR(q, v, quiet, asm.B16)
			m.FCMEQ(number, v, v, asm.S4)
			m.MOV(v, q)
			m.BIT(v, r, number, asm.B16)
		}
		for i, v := range d {
			m.UZP2(v, x[2*i], x[2*i+1], asm.H8) // the upper halves
		}
		m.put(dst, d...)
	}
}

func (m *machine) fromBytes() groupWriter {
	scale, offset := m.scalars[0], m.scalars[1]
	// double returns the lanes of x in two vectors of lanes twice as large.
	double := func(x asm.V, low, high asm.Arr) []asm.V {
		d := m.news("wide", 2)
		m.UXTL(d[0], x, low)
		m.UXTL2(d[1], x, high)
		return d
	}
	return func(dst, src asm.R) {
		xs := m.next(src, 1)
		steps := [][2]asm.Arr{{asm.B8, asm.B16}, {asm.H4, asm.H8}}
		if m.bits == 64 {
			steps = append(steps, [2]asm.Arr{asm.S2, asm.S4})
		}
		for _, s := range steps {
			var ws []asm.V
			for _, x := range xs {
				ws = append(ws, double(x, s[0], s[1])...)
			}
			xs = ws
		}
		var out []asm.V
		for _, x := range xs {
			m.UCVTF(x, x, m.arr())
			d := m.NewV("out")
			m.MOV(d, offset)
			m.FMLA(d, x, scale, m.arr())
			out = append(out, d)
		}
		m.put(dst, out...)
	}
}
