package arm64

import (
	"github.com/lamina-go/lamina/gen/arm64/asm"
	"github.com/lamina-go/lamina/gen/ir"
)

// AddIndex writes the search for the first element that equals a value.
func (f *File) AddIndex(l ir.Level, bits int, name string) {
	m := f.begin(l, bits, name, ir.IndexSignature(bits), ir.IndexText)
	m.Address(m.table, m.pool.Sym())
	m.search(m.broadcast("v"))
	m.RET()
}

// search writes the search for v, which is in every lane: some vectors at once,
// then one by one, then what is left. n counts the elements from the ones on that
// are compared.
func (m *machine) search(v asm.V) {
	x, size := m.arg("x_base"), m.arg("x_len")
	n, at := m.NewR("n"), m.NewR("at")
	m.MOVR(n, size)
	numbers := m.laneNumbers()

	rounds, inRound := m.NewLabel("rounds"), m.NewLabel("inRound")
	singles, last, found := m.NewLabel("singles"), m.NewLabel("last"), m.NewLabel("found")
	round := ir.IndexVecs * m.lanes()
	m.CMPImm(n, round)
	m.BCond(asm.LT, singles)
	m.Align(16)
	m.Place(rounds)
	masks := m.equal(m.next(x, ir.IndexVecs), v)
	some := m.news("some", 2)
	m.ORR(some[0], masks[0], masks[1], asm.B16)
	m.ORR(some[1], masks[2], masks[3], asm.B16)
	m.ORR(some[0], some[0], some[1], asm.B16)
	m.UMAXV(some[0], some[0], asm.S4)
	m.UMOV(at, some[0], 0, asm.S)
	m.CBNZ(at, inRound)
	m.SUBRImm(n, n, round)
	m.CMPImm(n, round)
	m.BCond(asm.GE, rounds)

	m.Place(singles)
	m.CMPImm(n, m.lanes())
	m.BCond(asm.LT, last)
	m.firstOf(at, m.equal(m.next(x, 1), v), numbers)
	m.TBZ(31, at, found)
	m.SUBRImm(n, n, m.lanes())
	m.B(singles)

	m.Place(last)
	m.MOVRImm(at, 0)
	m.CBZ(n, found)
	rest := m.news("rest", 1)
	newSpan(m, n).load(x, rest)
	m.firstOf(at, m.equal(rest, v), numbers)
	m.CMP(at, n) // what is in the lanes behind the last may equal v
	m.CSEL(asm.LO, at, at, n)
	m.B(found)

	m.Place(inRound)
	m.firstOf(at, masks, numbers)
	m.Place(found)
	m.SUBR(size, size, n)
	m.ADDR(size, size, at)
	m.Result("ret", size)
}

// equal compares vectors with v.
func (m *machine) equal(xs []asm.V, v asm.V) []asm.V {
	masks := m.news("equal", len(xs))
	for i, x := range xs {
		m.FCMEQ(masks[i], x, v, m.arr())
	}
	return masks
}

// laneNumbers returns the numbers of the 32-bit lanes of the masks of a round.
func (m *machine) laneNumbers() []asm.V {
	vs := m.news("numbers", ir.IndexVecs*m.lanes()/4)
	for i, v := range vs {
		k := uint64(4 * i)
		m.LDR(v, m.table, m.vectors([2]uint64{k | (k+1)<<32, k + 2 | (k+3)<<32}), asm.Q)
	}
	return vs
}

// firstOf sets at to the number of the first lane that is in the masks, or to
// 2³²−1 if none is.
func (m *machine) firstOf(at asm.R, masks, numbers []asm.V) {
	if m.bits == 64 { // the lower halves of the lanes
		half := m.news("mask", (len(masks)+1)/2)
		for i := range half {
			m.UZP1(half[i], masks[2*i], masks[min(2*i+1, len(masks)-1)], asm.S4)
		}
		masks = half
	}
	ns := m.news("number", len(masks))
	for i, n := range ns {
		m.ORN(n, numbers[i], masks[i], asm.B16)
	}
	for ; len(ns) > 1; ns = ns[:len(ns)/2] {
		for i := range len(ns) / 2 {
			m.UMIN(ns[i], ns[2*i], ns[2*i+1], asm.S4)
		}
	}
	m.UMINV(ns[0], ns[0], asm.S4)
	m.UMOV(at, ns[0], 0, asm.S)
}
