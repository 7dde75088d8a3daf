package arm64

import (
	"math"

	"github.com/lamina-go/lamina/gen/arm64/asm"
)

// words is a constant in every lane.
func (m *machine) words(u uint64) [2]uint64 {
	if m.bits == 32 {
		u |= u << 32
	}
	return [2]uint64{u, u}
}

// loadConst puts a constant in every lane of v, from the pool unless it is 0:
// the load units have time to spare in kernels.
func (m *machine) loadConst(u uint64, v asm.V) {
	if u == 0 {
		m.MOVI64(v, 0)
		return
	}
	m.LDR(v, m.table, m.vectors(m.words(u)), asm.Q)
}

// setConst is loadConst for the head of a function, where an immediate saves
// the pool's memory.
func (m *machine) setConst(u uint64, v asm.V) {
	x := math.Float64frombits(u)
	if m.bits == 32 {
		x = float64(math.Float32frombits(uint32(u)))
	}
	switch {
	case u == 0:
		m.MOVI64(v, 0)
	case asm.FPImm(x):
		m.FMOVImm(v, x, m.arr())
	case m.bits == 32 && u == u&0xff000000:
		m.MOVI(v, int(u>>24), 24, asm.S4)
	case m.bits == 32 && u < 256:
		m.MOVI(v, int(u), 0, asm.S4)
	default:
		m.loadConst(u, v)
	}
}
