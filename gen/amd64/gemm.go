package amd64

import (
	"fmt"

	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"

	"github.com/lamina-go/lamina/gen/ir"
)

// AddGemmTile writes the micro-kernel of a matrix product: a tile of mr rows
// by two vectors stays in registers while one column of the packed A and one
// row of the packed B after another are multiplied into it. mr is as large as
// the registers allow: 12·2 sums of AVX-512's 32, 6·2 of AVX2's 16. Each step
// then has 2·mr FMAs for mr + 2 loads, and the FMA units are the limit.
func (f *File) AddGemmTile(l ir.Level, bits, mr int, name string) {
	m := f.begin(l, bits, name,
		fmt.Sprintf("func(k int, a, b, c []float%d, ldc int)", bits),
		fmt.Sprintf("for p := range k { c[i*ldc+j] = fma(a[p*%d+i], b[p*%d+j], c[i*ldc+j]) } for i < %[1]d, j < %d", mr, 2*m0(l, bits), 2*m0(l, bits)))
	w := m.vecBytes()
	k := m.Load(m.Param("k"), m.GP64())
	a := m.Load(m.Param("a").Base(), m.GP64())
	b := m.Load(m.Param("b").Base(), m.GP64())
	c := m.Load(m.Param("c").Base(), m.GP64())
	ldc := m.Load(m.Param("ldc"), m.GP64())
	m.SHLQ(operand.U8(shift(m.size())), ldc)

	acc := make([][2]reg.VecVirtual, mr)
	row := m.GP64()
	rows := func(each func(i int)) {
		m.MOVQ(c, row)
		for i := range mr {
			each(i)
			if i < mr-1 {
				m.ADDQ(ldc, row)
			}
		}
	}
	rows(func(i int) {
		for j := range acc[i] {
			acc[i][j] = m.load(operand.Mem{Base: row, Disp: j * w}, nil)
		}
	})

	fma, bcast := m.f(m.VFMADD231PS, m.VFMADD231PD), m.f(m.vbroadcastss, m.vbroadcastsd)
	step := func(p int) {
		b0 := m.load(operand.Mem{Base: b, Disp: p * 2 * w}, nil)
		b1 := m.load(operand.Mem{Base: b, Disp: p*2*w + w}, nil)
		for i := range mr {
			x := m.vec()
			bcast(operand.Mem{Base: a, Disp: (p*mr + i) * m.size()}, x)
			fma(x, b0, acc[i][0])
			fma(x, b1, acc[i][1])
		}
	}
	const unroll = 4
	advance := func(n int) {
		m.ADDQ(operand.I32(n*mr*m.size()), a)
		m.ADDQ(operand.I32(n*2*w), b)
	}
	m.SUBQ(operand.I32(unroll), k)
	m.JL(operand.LabelRef("rest"))
	m.Label("steps")
	for p := range unroll {
		step(p)
	}
	advance(unroll)
	m.SUBQ(operand.I32(unroll), k)
	m.JGE(operand.LabelRef("steps"))
	m.Label("rest")
	m.ADDQ(operand.I32(unroll), k)
	m.JE(operand.LabelRef("done"))
	m.Label("step")
	step(0)
	advance(1)
	m.DECQ(k)
	m.JNE(operand.LabelRef("step"))
	m.Label("done")
	rows(func(i int) {
		for j, r := range acc[i] {
			m.store(r, operand.Mem{Base: row, Disp: j * w}, nil)
		}
	})
	m.VZEROUPPER()
	m.RET()
}

// m0 is the number of lanes of a vector.
func m0(l ir.Level, bits int) int { return l.Bits / bits }

// shift is the base-2 logarithm of the size of an element.
func shift(size int) int {
	if size == 4 {
		return 2
	}
	return 3
}
