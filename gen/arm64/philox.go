package arm64

import (
	"github.com/lamina-go/lamina/gen/arm64/asm"
	"github.com/lamina-go/lamina/gen/ir"
)

// philoxBlocks is what one iteration writes, 4 words each: two groups of four
// blocks, whose operations alternate.
const philoxBlocks = 8

// AddPhilox writes whole blocks of a Philox 4×32-10 stream. A vector holds one
// word of four blocks; a product of four words is two of UMULL's, of which
// UZP1 and UZP2 gather the lower and the upper halves. See kernels/philox.go.
func (f *File) AddPhilox(l ir.Level, name string) {
	m := f.begin(l, 32, name, "func(dst []uint32, seed, stream, i uint64)",
		"dst = the words of stream (seed, stream) from block i on; len(dst) is a multiple of 32")
	dst, n, i := m.arg("dst_base"), m.arg("dst_len"), m.arg("i")
	seed0, seed1 := m.halves("seed")
	stream0, stream1 := m.halves("stream")
	done := m.NewLabel("done")
	m.CBZ(n, done)

	constant := func(u uint64) asm.V {
		v := m.NewV("constant")
		m.loadConst(u, v)
		return v
	}
	m.Address(m.table, m.pool.Sym())
	m0, m1 := constant(0xD2511F53), constant(0xCD9E8D57)
	w0, w1 := constant(0x9E3779B9), constant(0xBB67AE85)

	// Block numbers, 64 bits each.
	counters := m.news("counter", philoxBlocks/2)
	for j, v := range counters {
		m.LDR(v, m.table, m.vectors([2]uint64{uint64(2 * j), uint64(2*j + 1)}), asm.Q)
		start := m.NewV("start")
		m.DUP(start, i, asm.D2)
		m.ADD(v, v, start, asm.D2)
	}
	step := m.NewV("step")
	m.LDR(step, m.table, m.vectors([2]uint64{philoxBlocks, philoxBlocks}), asm.Q)

	loop := m.NewLabel("blocks")
	m.Align(16)
	m.Place(loop)
	var c [philoxBlocks / 4][]asm.V
	for g := range c {
		c[g] = []asm.V{m.NewV("c0"), m.NewV("c1"), stream0, stream1}
		x, y := counters[2*g], counters[2*g+1]
		m.UZP1(c[g][0], x, y, asm.S4)
		m.UZP2(c[g][1], x, y, asm.S4)
		m.ADD(x, x, step, asm.D2)
		m.ADD(y, y, step, asm.D2)
	}
	k0, k1 := seed0, seed1
	for round := range 10 {
		if round > 0 {
			next0, next1 := m.NewV("k0"), m.NewV("k1")
			m.ADD(next0, k0, w0, asm.S4)
			m.ADD(next1, k1, w1, asm.S4)
			k0, k1 = next0, next1
		}
		for g := range c {
			c[g] = m.philoxRound(c[g], m0, m1, k0, k1)
		}
	}
	for _, words := range c {
		m.storeBlocks(words, dst)
	}
	m.SUBSRImm(n, n, 4*philoxBlocks)
	m.BCond(asm.NE, loop)
	m.Place(done)
	m.RET()
}

// philoxRound returns the words after a round with keys k0 and k1.
func (m *machine) philoxRound(c []asm.V, m0, m1, k0, k1 asm.V) []asm.V {
	product := func(x, y asm.V) (lo, hi asm.V) {
		lo, hi = m.NewV("lo"), m.NewV("hi")
		m.UMULL(lo, x, y, asm.S2)
		m.UMULL2(hi, x, y, asm.S4)
		upper := m.NewV("upper")
		m.UZP2(upper, lo, hi, asm.S4)
		m.UZP1(lo, lo, hi, asm.S4)
		return lo, upper
	}
	mix := func(hi, c, k asm.V) asm.V {
		m.EOR(hi, hi, c, asm.B16)
		m.EOR(hi, hi, k, asm.B16)
		return hi
	}
	a0, a1 := product(c[0], m0)
	b0, b1 := product(c[2], m1)
	return []asm.V{mix(b1, c[1], k0), b0, mix(a1, c[3], k1), a0}
}

// storeBlocks writes four blocks, of which c are the words 0, 1, 2 and 3, and
// moves dst behind them.
func (m *machine) storeBlocks(c []asm.V, dst asm.R) {
	zip := func(x, y asm.V, t asm.Arr) []asm.V {
		v := m.news("blocks", 2)
		m.ZIP1(v[0], x, y, t)
		m.ZIP2(v[1], x, y, t)
		return v
	}
	x, y := zip(c[0], c[1], asm.S4), zip(c[2], c[3], asm.S4)
	for i := range x {
		m.storeVec(dst, 0, true, zip(x[i], y[i], asm.D2)...)
	}
}

// halves returns the lower and the upper word of a 64-bit parameter, in every
// lane.
func (m *machine) halves(param string) (lo, hi asm.V) {
	r, v := m.arg(param), m.news(param, 2)
	m.DUP(v[0], r, asm.S4)
	m.LSRImm(r, r, 32)
	m.DUP(v[1], r, asm.S4)
	return v[0], v[1]
}
