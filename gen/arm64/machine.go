package arm64

import (
	"github.com/lamina-go/lamina/gen/arm64/asm"
	"github.com/lamina-go/lamina/gen/ir"
)

// machine writes one function: 128-bit vectors with lanes of one width.
type machine struct {
	*asm.Func
	bits  int // of a lane
	pool  *asm.Pool
	table asm.R // the address of pool
	// pooled tells that the function loads from pool.
	pooled bool

	// What stays in registers for the whole function.
	scalars []asm.V
	consts  map[uint64]asm.V
	fixed   map[*ir.Value]asm.V // loop invariants
}

const vecBytes = 16

func newMachine(fn *asm.Func, pool *asm.Pool, bits int) *machine {
	return &machine{Func: fn, pool: pool, bits: bits, table: fn.NewR("table"),
		consts: map[uint64]asm.V{}, fixed: map[*ir.Value]asm.V{}}
}

func (m *machine) size() int  { return m.bits / 8 }
func (m *machine) lanes() int { return vecBytes / m.size() }

// elem and arr are the size of a lane and the arrangement of a vector.
func (m *machine) elem() asm.Size {
	if m.bits == 32 {
		return asm.S
	}
	return asm.D
}

func (m *machine) arr() asm.Arr {
	if m.bits == 32 {
		return asm.S4
	}
	return asm.D2
}

// shift is the base-2 logarithm of the size of an element.
func (m *machine) shift() int { return int(m.elem()) }

func (m *machine) arg(name string) asm.R {
	r := m.NewR(name)
	m.Arg(name, r)
	return r
}

// news returns n new vector registers.
func (m *machine) news(name string, n int) []asm.V {
	vs := make([]asm.V, n)
	for i := range vs {
		vs[i] = m.NewV(name)
	}
	return vs
}

// zeros returns a vector of zeros.
func (m *machine) zeros(name string) asm.V {
	v := m.NewV(name)
	m.MOVI64(v, 0)
	return v
}

// vectors returns the offset of vectors in the pool.
func (m *machine) vectors(vs ...[2]uint64) int {
	m.pooled = true
	return m.pool.Offset(vs...)
}

// broadcast puts a scalar parameter in every lane of a new register.
func (m *machine) broadcast(param string) asm.V {
	v := m.NewV(param)
	m.ArgV(param, v)
	m.DUPElem(v, v, 0, m.arr())
	return v
}

// loadVec reads vectors that lie one after the other at base + off. With post,
// off is 0 and base moves behind them.
func (m *machine) loadVec(base asm.R, off int, post bool, vs ...asm.V) {
	switch {
	case len(vs) == 2 && post:
		m.LDPPost(vs[0], vs[1], base, 2*vecBytes, asm.Q)
	case len(vs) == 2:
		m.LDP(vs[0], vs[1], base, off, asm.Q)
	case post:
		m.LDRPost(vs[0], base, vecBytes, asm.Q)
	default:
		m.LDR(vs[0], base, off, asm.Q)
	}
}

// storeVec is loadVec for stores.
func (m *machine) storeVec(base asm.R, off int, post bool, vs ...asm.V) {
	switch {
	case len(vs) == 2 && post:
		m.STPPost(vs[0], vs[1], base, 2*vecBytes, asm.Q)
	case len(vs) == 2:
		m.STP(vs[0], vs[1], base, off, asm.Q)
	case post:
		m.STRPost(vs[0], base, vecBytes, asm.Q)
	case off < 0:
		m.STUR(vs[0], base, off, asm.Q)
	default:
		m.STR(vs[0], base, off, asm.Q)
	}
}
