package arm64

import (
	"fmt"

	"github.com/lamina-go/lamina/gen/arm64/asm"
	"github.com/lamina-go/lamina/gen/ir"
)

// scanCodes is the number of codes that a scan takes at once.
const scanCodes = 8

// AddHamming writes the distance of two slices, 8 words at a time.
func (f *File) AddHamming(l ir.Level, name string) {
	m := f.begin(l, 64, name, "func(a, b []uint64) int",
		"for i := range a { sum += bits.OnesCount64(a[i] ^ b[i]) }; len(a) is a multiple of 8")
	a, b, n := m.arg("a_base"), m.arg("b_base"), m.arg("a_len")
	sum := m.zeros("sum")
	loop, done := m.NewLabel("words"), m.NewLabel("done")
	m.CBZ(n, done)
	m.Place(loop)
	x, y := m.next(a, 4), m.next(b, 4)
	for i := range x {
		m.EOR(x[i], x[i], y[i], asm.B16)
		m.CNT(x[i], x[i], asm.B16)
	}
	m.ADD(x[0], x[0], x[1], asm.B16)
	m.ADD(x[2], x[2], x[3], asm.B16)
	m.ADD(x[0], x[0], x[2], asm.B16) // at most 32 a byte
	m.UADDLP(x[0], x[0], asm.B16)
	m.UADDLP(x[0], x[0], asm.H8)
	m.UADALP(sum, x[0], asm.S4)
	m.SUBRImm(n, n, 8)
	m.CBNZ(n, loop)
	m.Place(done)
	m.ADDPScalar(sum, sum, asm.D2)
	r := m.NewR("sum")
	m.UMOV(r, sum, 0, asm.D)
	m.Result("ret", r)
	m.RET()
}

// AddHammingScan writes the distances of a query from codes of words words, or
// of any number for 0, 8 codes at a time.
func (f *File) AddHammingScan(l ir.Level, words int, name string) {
	size := "len(query)"
	if words > 0 {
		size = fmt.Sprint(words)
	}
	m := f.begin(l, 64, name, "func(dst []uint16, query, table []uint64)",
		fmt.Sprintf("for i := range dst { dst[i] = the bits in which query and table[i*w:][:w] differ }, where w is %s; len(dst) is a multiple of %d", size, scanCodes))
	dst, n, query, table := m.arg("dst_base"), m.arg("dst_len"), m.arg("query_base"), m.arg("table_base")
	loop, done := m.NewLabel("codes"), m.NewLabel("done")
	m.CBZ(n, done)
	var group func()
	switch words {
	case 1, 2:
		group = m.scanShort(words, dst, query, table)
	default:
		group = m.scanAny(dst, query, table)
	}
	m.Place(loop)
	group()
	m.SUBRImm(n, n, scanCodes)
	m.CBNZ(n, loop)
	m.Place(done)
	m.RET()
}

// scanShort takes codes of a half vector or a whole one: the ones of bytes are
// added in pairs until a code has one byte, or two.
func (m *machine) scanShort(words int, dst, query, table asm.R) func() {
	q := m.NewV("query")
	if words == 1 {
		m.LD1R(q, query, asm.D2)
	} else {
		m.LDR(q, query, 0, asm.Q)
	}
	return func() {
		xs := m.next(table, scanCodes*words/2)
		for _, x := range xs {
			m.EOR(x, x, q, asm.B16)
			m.CNT(x, x, asm.B16)
		}
		for ; len(xs) > 1; xs = xs[:len(xs)/2] {
			for i := range len(xs) / 2 {
				m.ADDP(xs[i], xs[2*i], xs[2*i+1], asm.B16)
			}
		}
		m.UADDLP(xs[0], xs[0], asm.B16)
		m.put(dst, xs[0])
	}
}

// scanAny takes the words of one code after another in pairs, the last alone if
// they are odd in number; a code has a sum of 16-bit lanes.
func (m *machine) scanAny(dst, query, table asm.R) func() {
	words := m.arg("query_len")
	pairs, odd := m.NewR("pairs"), m.NewR("odd")
	m.LSRImm(pairs, words, 1)
	m.ANDRImm(odd, words, 1)
	return func() {
		sums := m.news("sum", scanCodes)
		for i := range sums {
			m.MOVI64(sums[i], 0)
			at, left := m.NewR("at"), m.NewR("left")
			m.MOVR(at, query)
			m.MOVR(left, pairs)
			add := func(size asm.Size) {
				x, y := m.NewV("code"), m.NewV("query")
				m.LDRPost(x, table, size.Bytes(), size)
				m.LDRPost(y, at, size.Bytes(), size)
				m.EOR(x, x, y, asm.B16)
				m.CNT(x, x, asm.B16)
				m.UADALP(sums[i], x, asm.B16)
			}
			loop, last, end := m.NewLabel("pairs"), m.NewLabel("last"), m.NewLabel("end")
			m.CBZ(left, last)
			m.Place(loop)
			add(asm.Q)
			m.SUBRImm(left, left, 1)
			m.CBNZ(left, loop)
			m.Place(last)
			m.CBZ(odd, end)
			add(asm.D)
			m.Place(end)
		}
		for ; len(sums) > 1; sums = sums[:len(sums)/2] {
			for i := range len(sums) / 2 {
				m.ADDP(sums[i], sums[2*i], sums[2*i+1], asm.H8)
			}
		}
		m.put(dst, sums[0])
	}
}
