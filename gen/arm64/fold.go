package arm64

import (
	"github.com/lamina-go/lamina/gen/arm64/asm"
	"github.com/lamina-go/lamina/gen/ir"
)

// beginFold makes the lanes the fold's identity, or loads them.
func (w *loop) beginFold() {
	if w.InRegisters(w.body) {
		w.acc = w.news("acc", ir.AccBytes/vecBytes)
		if w.Part {
			mem := w.arg("acc")
			w.eachPair(w.acc, func(at int, pair ...asm.V) { w.loadVec(mem, at, false, pair...) })
			return
		}
		for _, v := range w.acc {
			w.setConst(w.Fold.Identity(w.bits), v)
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
	start := w.NewV("start")
	w.setConst(w.Fold.Identity(w.bits), start)
	for at := 0; at < ir.AccBytes; at += 2 * vecBytes {
		w.storeVec(w.accMem, at, false, start, start)
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

// endFold stores the lanes, or folds them and returns the result.
func (w *loop) endFold() {
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
	v := w.foldLanes(w.Fold, w.acc)
	if w.Find {
		w.DUPElem(v, v, 0, w.arr())
		w.search(v)
		return
	}
	w.ResultV("ret", v)
}

// foldLanes folds vectors, which hold the lanes in order, the upper half onto
// the lower until one lane is left, and returns it in lane 0.
func (m *machine) foldLanes(f ir.Fold, acc []asm.V) asm.V {
	join, pair := m.FADD, m.FADDPScalar
	switch f {
	case ir.FoldMax:
		join, pair = m.FMAX, m.FMAXPScalar
	case ir.FoldMin:
		join, pair = m.FMIN, m.FMINPScalar
	}
	for n := len(acc) / 2; n > 0; n /= 2 {
		for i := range n {
			join(acc[i], acc[i], acc[i+n], m.arr())
		}
	}
	a := acc[0]
	if m.bits == 32 {
		hi := m.NewV("upper half")
		m.EXT(hi, a, a, 8, asm.B16)
		join(a, a, hi, asm.S4)
		pair(a, a, asm.S2)
	} else {
		pair(a, a, asm.D2)
	}
	return a
}
