package arm64

import (
	"github.com/lamina-go/lamina/gen/arm64/asm"
	"github.com/lamina-go/lamina/gen/ir"
)

// beginSum makes the lanes +0, or loads them.
func (w *loop) beginSum() {
	if w.InRegisters(w.body) {
		w.acc = w.news("acc", ir.AccBytes/vecBytes)
		if w.Part {
			mem := w.arg("acc")
			w.eachPair(w.acc, func(at int, pair ...asm.V) { w.loadVec(mem, at, false, pair...) })
			return
		}
		for _, v := range w.acc {
			w.MOVI64(v, 0)
		}
		return
	}
	w.off = w.NewR("off")
	w.MOVRImm(w.off, 0)
	w.accMem = w.NewR("acc")
	if w.Part {
		w.Arg("acc", w.accMem)
		return
	}
	w.Local(w.accMem, "acc", ir.AccBytes)
	zero := w.zeros("zero")
	for at := 0; at < ir.AccBytes; at += 2 * vecBytes {
		w.storeVec(w.accMem, at, false, zero, zero)
	}
}

// lanesAt returns the address of the lanes of the next vector, where they are
// in memory.
func (w *loop) lanesAt() asm.R {
	p := w.NewR("lanes")
	w.ANDRImm(p, w.off, ir.AccBytes-1)
	w.ADDR(p, w.accMem, p)
	return p
}

func (w *loop) eachPair(vs []asm.V, do func(at int, pair ...asm.V)) {
	for i := 0; i < len(vs); i += 2 {
		do(i*vecBytes, vs[i], vs[i+1])
	}
}

// endSum stores the lanes, or folds them and returns the sum.
func (w *loop) endSum() {
	inRegs := w.acc != nil
	if w.Part {
		if inRegs {
			mem := w.arg("acc")
			w.eachPair(w.acc, func(at int, pair ...asm.V) { w.storeVec(mem, at, false, pair...) })
		}
		return
	}
	if !inRegs {
		w.acc = w.news("acc", ir.AccBytes/vecBytes)
		w.eachPair(w.acc, func(at int, pair ...asm.V) { w.loadVec(w.accMem, at, false, pair...) })
	}
	w.ResultV("ret", w.sumLanes(w.acc))
}

// sumLanes folds vectors, which hold the lanes in order, as kernels.sumLanes
// does, and returns the sum in lane 0.
func (m *machine) sumLanes(acc []asm.V) asm.V {
	for n := len(acc) / 2; n > 0; n /= 2 {
		for i := range n {
			m.FADD(acc[i], acc[i], acc[i+n], m.arr())
		}
	}
	a := acc[0]
	if m.bits == 32 {
		hi := m.NewV("upper half")
		m.EXT(hi, a, a, 8, asm.B16)
		m.FADD(a, a, hi, asm.S4)
		m.FADDPScalar(a, a, asm.S2)
	} else {
		m.FADDPScalar(a, a, asm.D2)
	}
	return a
}
