package amd64

import (
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"

	"github.com/lamina-go/lamina/gen/ir"
)

// plainVecs is the number of registers of a plain extremum: as many as hide the
// instruction's latency, with room for the vectors read.
const plainVecs = 8

// plain writes an extremum by VMAXPS alone, one operation a vector where the exact
// one has three to five. It errs where there is a NaN, which it looks for in pairs
// of vectors, and perhaps where the result is a zero: then the exact loop starts
// again at label. Fewer than two vectors go there at once.
func (w *loop) plain(label string) {
	exact := operand.LabelRef(label)
	w.CMPQ(w.n, operand.I32(2*w.lanes()))
	w.JL(exact)

	body := w.Build()
	for _, v := range body.Values {
		switch v.Op {
		case ir.Maximum:
			v.Op = ir.Max
		case ir.Minimum:
			v.Op = ir.Min
		case ir.Const:
			r := w.vec()
			w.loadConst(v.Imm, r)
			w.consts[v.Imm] = r
			defer delete(w.consts, v.Imm)
		}
	}
	acc := make([]reg.VecVirtual, plainVecs)
	for i := range acc {
		acc[i] = w.vec()
		w.loadConst(w.Fold.Identity(w.bits), acc[i])
	}
	bad := w.watchNaN()
	x, left := w.GP64(), w.GP64()
	w.MOVQ(w.base[0], x)
	w.MOVQ(w.n, left)
	vectors := func(n int, at operand.Mem) {
		for u := 0; u < n; u += 2 {
			var xs [2]reg.VecVirtual
			in := func(c, _ int) operand.Op {
				xs[c] = w.load(at.Offset((u+c)*w.vecBytes()), nil)
				return xs[c]
			}
			w.lower(body, in, []operand.Op{acc[u], acc[u+1]}, false)
			bad.watch(xs[0], xs[1])
		}
	}
	for _, n := range []int{plainVecs, 2} {
		name := map[int]string{plainVecs: "plain", 2: "pairs"}[n]
		w.SUBQ(operand.I32(n*w.lanes()), left)
		w.JL(operand.LabelRef(name + "End"))
		w.Label(name)
		vectors(n, operand.Mem{Base: x})
		w.ADDQ(operand.I32(n*w.vecBytes()), x)
		w.SUBQ(operand.I32(n*w.lanes()), left)
		w.JGE(operand.LabelRef(name))
		w.Label(name + "End")
		w.ADDQ(operand.I32(n*w.lanes()), left)
	}
	w.TESTQ(left, left)
	w.JE(operand.LabelRef("plainFold"))
	// The last pair may have elements that were seen already.
	vectors(2, operand.Mem{Base: x, Index: left, Scale: uint8(w.size())}.Offset(-2*w.vecBytes()))
	w.Label("plainFold")
	bad.leave(exact)
	first := w.f(w.VMINPS, w.VMINPD)
	if w.Fold == ir.FoldMax {
		first = w.f(w.VMAXPS, w.VMAXPD)
	}
	join := func(x, y reg.Register) { first(x, y, y) }
	m, zero := w.joinLanes(acc, join, join), w.XMM()
	w.VXORPS(zero, zero, zero)
	w.f(w.vucomiss, w.vucomisd)(zero, m)
	w.JE(exact)
	if w.Part { // into the first lane
		lane := operand.Mem{Base: w.Load(w.Param("acc"), w.GP64())}
		old := w.XMM()
		w.f(w.vmovss, w.vmovsd)(lane, old)
		w.extremum(w.Fold.Op(), m, old, old)
		w.f(w.vmovss, w.vmovsd)(old, lane)
	} else {
		w.result(m)
		if w.Find {
			w.JMP(operand.LabelRef("find"))
			return
		}
	}
	w.VZEROUPPER()
	w.RET()
}

func (m *machine) vmovss(ops ...operand.Op) { m.VMOVSS(ops...) }
func (m *machine) vmovsd(ops ...operand.Op) { m.VMOVSD(ops...) }

func (m *machine) vucomiss(ops ...operand.Op) { m.VUCOMISS(ops[0], ops[1]) }
func (m *machine) vucomisd(ops ...operand.Op) { m.VUCOMISD(ops[0], ops[1]) }

// nanWatch collects the NaNs among vectors: a mask of the lanes that had none yet
// or, for AVX2, a vector of those that had one.
type nanWatch struct {
	*machine
	k reg.Register
	v reg.VecVirtual
}

func (m *machine) watchNaN() nanWatch {
	w := nanWatch{machine: m}
	if m.wide() {
		k := m.K()
		m.KXNORW(k, k, k)
		w.k = k
		return w
	}
	w.v = m.vec()
	m.VXORPS(w.v, w.v, w.v)
	return w
}

func (w nanWatch) watch(x, y reg.Register) {
	cmp := w.f(w.VCMPPS, w.VCMPPD)
	if w.wide() {
		cmp(operand.U8(cmpOrdered), x, y, w.k, w.k)
		return
	}
	t := w.vec()
	cmp(operand.U8(cmpUnordered), x, y, t)
	w.VORPS(t, w.v, w.v)
}

// leave jumps to the label if there was a NaN.
func (w nanWatch) leave(label operand.LabelRef) {
	if w.wide() {
		if w.bits == 32 {
			w.KORTESTW(w.k, w.k)
		} else {
			w.KORTESTB(w.k, w.k)
		}
		w.JCC(label)
		return
	}
	r := w.GP32()
	w.VMOVMSKPS(w.v, r)
	w.TESTL(r, r)
	w.JNE(label)
}
