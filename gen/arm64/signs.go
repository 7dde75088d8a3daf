package arm64

import "github.com/lamina-go/lamina/gen/arm64/asm"

// packSigns writes the 64 comparisons src[i] > 0 as the bits of one word: their
// masks are narrowed to bytes, of which each keeps its own bit, and pairs of
// bytes are added until eight are left.
func (m *machine) packSigns() groupWriter {
	m.Address(m.table, m.pool.Sym())
	const bits = 0x8040201008040201
	weights := m.NewV("bits")
	m.LDR(weights, m.table, m.vectors([2]uint64{bits, bits}), asm.Q)
	return func(dst, src asm.R) {
		var bytes []asm.V // of 16 masks each
		for range 4 {
			xs := m.next(src, 16/m.lanes())
			for _, x := range xs {
				m.FCMGTZero(x, x, m.arr())
			}
			for t := m.arr() - 2; ; t -= 2 { // the lower halves of the lanes
				for i := range len(xs) / 2 {
					m.UZP1(xs[i], xs[2*i], xs[2*i+1], t)
				}
				xs = xs[:len(xs)/2]
				if t == asm.B16 {
					break
				}
			}
			m.AND(xs[0], xs[0], weights, asm.B16)
			bytes = append(bytes, xs[0])
		}
		m.ADDP(bytes[0], bytes[0], bytes[1], asm.B16)
		m.ADDP(bytes[2], bytes[2], bytes[3], asm.B16)
		m.ADDP(bytes[0], bytes[0], bytes[2], asm.B16)
		m.ADDP(bytes[0], bytes[0], bytes[0], asm.B16)
		m.STRPost(bytes[0], dst, 8, asm.D)
	}
}
