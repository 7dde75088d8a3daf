package amd64

import (
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"

	"github.com/lamina-go/lamina/gen/ir"
)

// AddIndex writes the search for the first element that equals a value.
func (f *File) AddIndex(l ir.Level, bits int, name string) {
	m := f.begin(l, bits, name, ir.IndexSignature(bits), ir.IndexText)
	m.search(m.broadcast("v"))
}

// search writes the search for v, which is in every lane: some vectors at once,
// then one by one, then what is left under a mask. The bits of word are the
// comparisons of the elements from i on.
func (m *machine) search(v reg.VecVirtual) {
	x := m.Load(m.Param("x").Base(), m.GP64())
	n, i, word := m.GP64(), m.GP64(), m.GP64()
	m.Load(m.Param("x").Len(), n)
	m.XORQ(i, i)
	at := operand.Mem{Base: x, Index: i, Scale: uint8(m.size())}
	advance := func(elems int) {
		m.ADDQ(operand.I32(elems), i)
		m.SUBQ(operand.I32(elems), n)
	}
	hit := func(label string) {
		m.TESTQ(word, word)
		m.JNE(operand.LabelRef(label))
	}

	round := ir.IndexVecs * m.lanes()
	m.SUBQ(operand.I32(round), n)
	m.JL(operand.LabelRef("roundsEnd"))
	m.Label("rounds")
	complete := m.equals(at, v, word)
	hit("inRound")
	advance(round)
	m.JGE(operand.LabelRef("rounds"))
	m.Label("roundsEnd")
	m.ADDQ(operand.I32(round), n)

	m.Label("singles")
	m.CMPQ(n, operand.I32(m.lanes()))
	m.JL(operand.LabelRef("last"))
	m.equal(at, v, nil, word)
	hit("found")
	advance(m.lanes())
	m.JMP(operand.LabelRef("singles"))

	m.Label("last")
	m.TESTQ(n, n)
	m.JE(operand.LabelRef("return"))
	k := m.firstLanes(n)
	m.equal(at, v, &k, word)
	hit("found")
	m.ADDQ(n, i)
	m.JMP(operand.LabelRef("return"))

	m.Label("inRound")
	complete()
	m.Label("found")
	if m.wide() {
		m.TZCNTQ(word, word)
	} else {
		m.BSFQ(word, word) // AVX2 does not imply BMI
	}
	m.ADDQ(word, i)
	m.Label("return")
	m.Store(i, m.ReturnIndex(0))
	m.VZEROUPPER()
	m.RET()
}

// compareEqual compares a vector, or its first lanes, with v.
func (m *machine) compareEqual(at operand.Mem, v reg.Register, k *mask, dst reg.Register) {
	cmp := m.f(m.VCMPPS, m.VCMPPD)
	switch {
	case k == nil:
		cmp(operand.U8(cmpEqual), at, v, dst)
	case m.wide():
		cmp(operand.U8(cmpEqual), at, v, k.k, dst)
	default: // lanes behind the last are zeros, which v may be
		x := m.load(at, k)
		cmp(operand.U8(cmpEqual), x, v, dst)
		m.VANDPS(k.v, dst, dst)
	}
}

// equal sets word to the comparisons of one vector.
func (m *machine) equal(at operand.Mem, v reg.Register, k *mask, word reg.GPVirtual) {
	if m.wide() {
		r := m.K()
		m.compareEqual(at, v, k, r)
		m.KMOVW(r, word.As32())
		return
	}
	r := m.vec()
	m.compareEqual(at, v, k, r)
	m.signBits(r, word)
}

// equals sets word to the comparisons of a round, but for AVX2 only to something
// other than 0 if one is true, which complete replaces.
func (m *machine) equals(at operand.Mem, v reg.Register, word reg.GPVirtual) (complete func()) {
	if m.wide() {
		m.KMOVQ(m.joinMasks(0, ir.IndexVecs, func(i int, k reg.Register) {
			m.compareEqual(at.Offset(i*m.vecBytes()), v, nil, k)
		}), word)
		return func() {}
	}
	var ks []reg.Register
	for i := range ir.IndexVecs {
		ks = append(ks, m.vec())
		m.compareEqual(at.Offset(i*m.vecBytes()), v, nil, ks[i])
	}
	some := m.vec()
	m.VORPS(ks[0], ks[1], some)
	for _, k := range ks[2:] {
		m.VORPS(k, some, some)
	}
	m.signBits(some, word)
	return func() { m.joinSigns(len(ks), word, func(i int) reg.Register { return ks[i] }) }
}
