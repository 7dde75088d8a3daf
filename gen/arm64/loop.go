package arm64

import (
	"slices"

	"github.com/lamina-go/lamina/gen/arm64/asm"
	"github.com/lamina-go/lamina/gen/ir"
)

// loop writes a kernel.
type loop struct {
	*machine
	ir.Loop
	body  ir.Body
	plan  plan
	wants map[uint64]int // constants that had no register

	base []asm.R // of what is left of the slices
	n    asm.R   // elements left
	done *asm.Label

	acc    []asm.V // the lanes in registers, if the body stores nothing,
	accMem asm.R   // else its address,
	off    asm.R   // of which lane 0 of the next vector is at off mod AccBytes
}

// AddLoop writes a kernel for level l.
func (f *File) AddLoop(l ir.Level, k ir.Loop) {
	body := k.Build().Expand()
	begin := func(f *File, p plan) *loop {
		return &loop{machine: f.begin(l, k.Bits, k.Name, k.Signature(), k.Text()), Loop: k, body: body, plan: p, wants: map[uint64]int{}}
	}
	p := choosePlan(k, body, func(p plan) *loop { return begin(NewFile(), p) })
	begin(f, p).write()
}

func (w *loop) write() {
	for _, s := range w.Slices {
		w.base = append(w.base, w.Func.NewR(s))
		w.Arg(s+"_base", w.base[len(w.base)-1])
	}
	w.n = w.arg(w.Slices[0] + "_len")
	w.done = w.NewLabel("done")
	if w.plan.pool {
		w.Address(w.table, w.pool.Sym())
	}
	for _, s := range w.Scalars {
		w.scalars = append(w.scalars, w.broadcast(s))
	}
	if w.Folds() {
		w.beginFold()
	}
	w.hoist()

	groups := w.groups()
	w.iterate("vectors", groups, w.plan.copies)
	switch {
	case w.acc != nil:
		w.registerTail()
	case groups*w.plan.copies > 1:
		w.iterate("vector", 1, 1)
		w.tail()
	default:
		w.tail()
	}
	w.Place(w.done)
	if w.Folds() {
		w.endFold()
	}
	w.RET()
}

// groups returns how many groups of vectors, written together, an iteration
// takes. A fold in registers takes all its lanes; otherwise the processor
// overlaps iterations by itself, and more than one group only thins out the
// loop's own instructions.
func (w *loop) groups() int {
	switch {
	case w.InRegisters(w.body):
		return ir.AccBytes / vecBytes / w.plan.copies
	case !w.Folds() && len(w.body.Values) <= 6:
		return 2
	}
	return 1
}

// iterate writes the loop over groups of vectors.
func (w *loop) iterate(label string, groups, copies int) {
	step := groups * copies * w.lanes()
	start, end := w.NewLabel(label), w.NewLabel(label+"End")
	w.SUBSRImm(w.n, w.n, step)
	w.BCond(asm.LT, end)
	w.Align(16)
	w.Place(start)
	for g := range groups {
		w.group(g, copies, groups <= 2)
	}
	if groups > 2 {
		for _, b := range w.base {
			w.ADDRImm(b, b, groups*copies*vecBytes)
		}
	}
	w.SUBSRImm(w.n, w.n, step)
	w.BCond(asm.GE, start)
	w.Place(end)
	w.ADDRImm(w.n, w.n, step)
}

// group writes the body for group g of copies vectors. With post, the first
// access to each slice moves its base on, so that every group is at the bases: a
// load, where there is one, since a store may have to wait for its data, and the
// next iteration's load with it.
func (w *loop) group(g, copies int, post bool) {
	at := 0
	if !post {
		at = g * copies * vecBytes
	}
	in := func(i int) []asm.V {
		vs := w.news(w.Slices[i], copies)
		w.loadVec(w.base[i], at, post, vs...)
		return vs
	}
	var acc []asm.V
	var lanes asm.R
	switch {
	case w.acc != nil:
		acc = w.acc[g*copies:][:copies]
	case w.Folds():
		acc = w.news("acc", copies)
		lanes = w.lanesAt()
		w.loadVec(lanes, 0, false, acc...)
		w.ADDRImm(w.off, w.off, copies*vecBytes)
	}
	stores, sum := w.lower(copies, in, acc, false)
	for i, s := range w.body.Stores {
		if post && w.loads(s.Slice) {
			w.storeVec(w.base[s.Slice], -copies*vecBytes, false, stores[i]...)
		} else {
			w.storeVec(w.base[s.Slice], at, post, stores[i]...)
		}
	}
	switch {
	case sum == nil:
	case w.acc == nil:
		w.storeVec(lanes, 0, false, sum...)
	default:
		for c := range copies {
			if sum[c] != acc[c] {
				w.MOV(acc[c], sum[c])
			}
		}
	}
}

// loads tells whether the body reads slice i.
func (w *loop) loads(i int) bool {
	return slices.ContainsFunc(w.body.Values, func(v *ir.Value) bool { return v.Op == ir.Input && v.Imm == uint64(i) })
}

// lower writes the body for copies vectors: see lowering.write.
func (w *loop) lower(copies int, in func(i int) []asm.V, acc []asm.V, keep bool) (stores [][]asm.V, sum []asm.V) {
	l := w.newLowering(w.body, copies)
	stores, sum = l.write(in, acc, keep)
	for u, n := range l.wants {
		w.wants[u] += n
	}
	return stores, sum
}
