package amd64

import (
	"fmt"
	"slices"

	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"

	"github.com/lamina-go/lamina/gen/ir"
)

// loop writes a kernel.
type loop struct {
	*machine
	ir.Loop
	plan
	body ir.Body
	base []reg.Register // of the slices
	off  reg.GPVirtual  // bytes done, or the address of the source
	n    reg.GPVirtual  // elements left

	source *ir.Value // the one input, if it is read in place

	acc    []reg.VecVirtual // the lanes, if the plan has them in registers
	accMem reg.Register     // else its address

	value reg.VecVirtual // what Find looks for
}

// AddLoop writes a kernel for level l.
func (f *File) AddLoop(l ir.Level, k ir.Loop) {
	body := k.Build()
	if l.Bits < 512 {
		body = narrow(body)
	} else {
		body = fuse(body)
	}
	body, p := choosePlan(l, k, body)
	f.newLoop(l, k, body, p).write()
}

func (f *File) newLoop(l ir.Level, k ir.Loop, body ir.Body, p plan) *loop {
	w := &loop{machine: f.begin(l, k.Bits, k.Name, k.Signature(), k.Text()), Loop: k, body: body, plan: p}
	w.machine.share = p.share
	if !w.wide() && !k.Folds() && isShort(l, body) {
		w.source = onlySource(body)
	}
	return w
}

func (w *loop) write() {
	w.Comment("arguments")
	for _, s := range w.Slices {
		w.base = append(w.base, w.Load(w.Param(s).Base(), w.GP64()))
	}
	w.n, w.off = w.GP64(), w.GP64()
	if w.Find {
		w.value = w.vec()
	}
	w.Load(w.Param(w.Slices[0]).Len(), w.n)
	if w.source != nil {
		w.MOVQ(w.base[w.source.Imm], w.off)
		w.SUBQ(w.off, w.base[0])
	} else {
		w.XORQ(w.off, w.off)
	}
	for _, s := range w.Scalars {
		w.scalars = append(w.scalars, w.broadcast(s))
	}
	if w.Fold == ir.FoldMax || w.Fold == ir.FoldMin {
		w.plain("exact")
		w.Label("exact")
	}
	if w.Folds() {
		w.beginFold()
	}
	w.hoist()
	short := w.acc != nil && !w.Part
	if short {
		w.CMPQ(w.n, operand.I32(w.lanes()))
		w.JLE(operand.LabelRef("short"))
	}

	w.vectors(w.unroll, "vectors")
	for _, n := range w.rest() {
		label := fmt.Sprintf("vectors%d", n)
		if n == 1 {
			label = "vector"
		}
		w.vectors(n, label)
	}
	w.tail()

	w.Label("done")
	if w.Folds() {
		w.endFold()
	}
	if w.Find {
		w.Label("find")
		w.search(w.value)
	} else {
		w.VZEROUPPER()
		w.RET()
	}
	if short {
		w.short()
	}
}

// short writes the fold of at most one vector, which leaves out the registers
// that nothing came into: their lanes have the identity.
func (w *loop) short() {
	w.Label("short")
	w.TESTQ(w.n, w.n)
	w.JE(operand.LabelRef("shortEnd"))
	k := w.firstLanes(w.n)
	w.copies(0, 1, &k)
	w.Label("shortEnd")
	w.result(w.foldLanes(w.Fold, w.acc[:1]))
	if w.Find {
		w.JMP(operand.LabelRef("find"))
		return
	}
	w.VZEROUPPER()
	w.RET()
}

// result returns a fold's number, or makes it what is looked for.
func (w *loop) result(r reg.Register) {
	if w.Find {
		w.f(w.vbroadcastss, w.vbroadcastsd)(r, w.value)
		return
	}
	w.Store(r, w.ReturnIndex(0))
}

// beginFold makes the lanes the fold's identity, or loads them.
func (w *loop) beginFold() {
	var mem reg.Register
	if w.Part {
		mem = w.Load(w.Param("acc"), w.GP64())
	}
	if w.inRegs {
		for i := range ir.AccBytes / w.vecBytes() {
			r := w.vec()
			if w.Part {
				w.VMOVUPS(operand.Mem{Base: mem, Disp: i * w.vecBytes()}, r)
			} else {
				w.loadConst(w.Fold.Identity(w.bits), r)
			}
			w.acc = append(w.acc, r)
		}
		return
	}
	if !w.Part {
		local := w.AllocLocal(ir.AccBytes)
		start := w.vec()
		w.loadConst(w.Fold.Identity(w.bits), start)
		for i := 0; i < ir.AccBytes; i += w.vecBytes() {
			w.VMOVUPS(start, local.Offset(i))
		}
		p := w.GP64()
		w.LEAQ(local, p)
		mem = p
	}
	w.accMem = mem
}

// endFold stores the lanes, or folds them and returns the result.
func (w *loop) endFold() {
	if w.Part {
		if w.inRegs {
			mem := w.Load(w.Param("acc"), w.GP64())
			for i, r := range w.acc {
				w.VMOVUPS(r, operand.Mem{Base: mem, Disp: i * w.vecBytes()})
			}
		}
		return
	}
	acc := w.acc
	if !w.inRegs {
		for i := 0; i < ir.AccBytes; i += w.vecBytes() {
			acc = append(acc, w.load(operand.Mem{Base: w.accMem, Disp: i}, nil))
		}
	}
	w.result(w.foldLanes(w.Fold, acc))
}

// onlySource returns the one input of a body that begins with an operation of
// two operands on it and needs it no more, or nil. The instruction can then read
// it in place, and is one with the load if the address has no index: the front
// end of a processor with two stores a cycle is the limit of such loops.
func onlySource(body ir.Body) *ir.Value {
	var x *ir.Value
	for _, v := range body.Values {
		if v.Op == ir.Input {
			if x != nil {
				return nil
			}
			x = v
		}
	}
	if x == nil || len(body.Stores) != 1 || body.Stores[0].Slice != 0 || x.Imm == 0 || body.Uses()[x.ID] != 1 {
		return nil
	}
	for _, v := range body.Values {
		if i := slices.Index(v.Args, x); i >= 0 && readsInPlace(v.Op, i) {
			return x
		}
	}
	return nil
}

// readsInPlace tells whether the instruction of op can have argument i in memory.
func readsInPlace(op ir.Op, i int) bool {
	switch op {
	case ir.Add, ir.Mul, ir.And, ir.Or, ir.Xor:
		return true
	case ir.Max, ir.Min, ir.AndNot:
		return i == 0
	}
	return false
}

// rest are the vectors of the loops after the main one, which take what it leaves:
// one at a time takes long where a vector's operations wait for one another. The
// tail takes what the lanes in registers leave.
func (w *loop) rest() []int {
	switch {
	case w.acc != nil && w.unroll > len(w.acc):
		return []int{len(w.acc)}
	case w.acc != nil || w.unroll == 1:
		return nil
	case w.group > 4:
		return []int{4, 2, 1}
	}
	return []int{1}
}

// vectors writes the loop over unroll vectors at a time.
func (w *loop) vectors(unroll int, label string) {
	step := unroll * w.lanes()
	w.SUBQ(operand.I32(step), w.n)
	w.JL(operand.LabelRef(label + "End"))
	w.Label(label)
	group := min(w.group, unroll)
	for u := 0; u < unroll; u += group {
		w.copies(u, group, nil)
	}
	w.ADDQ(operand.I32(unroll*w.vecBytes()), w.off)
	w.SUBQ(operand.I32(step), w.n)
	w.JGE(operand.LabelRef(label))
	w.Label(label + "End")
	w.ADDQ(operand.I32(step), w.n)
}

// copies writes the body for n vectors: those at off plus u, u+1, … vectors.
func (w *loop) copies(u, n int, k *mask) {
	at := func(c, i int) operand.Mem {
		if w.source != nil && i == int(w.source.Imm) {
			return operand.Mem{Base: w.off, Disp: (u + c) * w.vecBytes()}
		}
		return operand.Mem{Base: w.base[i], Index: w.off, Scale: 1, Disp: (u + c) * w.vecBytes()}
	}
	accs := make([]operand.Op, n)
	accAt := make([]operand.Mem, n)
	var first reg.GPVirtual
	for c := range n {
		switch {
		case w.acc != nil:
			accs[c] = w.acc[(u+c)%len(w.acc)]
		case w.Folds():
			i, disp := first, c*w.vecBytes()
			if c == 0 || w.wide() || ir.AccBytes%(n*w.vecBytes()) != 0 { // else the vectors' lanes are neighbours
				i, disp = w.GP64(), 0
				w.LEAQ(operand.Mem{Base: w.off, Disp: (u + c) * w.vecBytes()}, i)
				w.ANDQ(operand.I32(ir.AccBytes-1), i)
				first = i
			}
			accAt[c] = operand.Mem{Base: w.accMem, Index: i, Scale: 1, Disp: disp}
			accs[c] = accAt[c]
			if w.wide() {
				accs[c] = w.load(accAt[c], nil)
			}
		}
	}
	in := func(c, i int) operand.Op {
		if w.source != nil && k == nil {
			return at(c, i)
		}
		return w.load(at(c, i), k)
	}
	stores, sums := w.lower(w.body, in, accs, w.acc != nil && k != nil)
	for c := range n {
		for i, s := range w.body.Stores {
			w.store(stores[c][i], at(c, s.Slice), k)
		}
		switch sum := sums[c]; {
		case sum == nil:
		case w.acc == nil:
			w.store(sum, accAt[c], k)
		case k != nil:
			w.merge(sum.(reg.VecVirtual), accs[c].(reg.VecVirtual), *k)
		case operand.Op(sum) != accs[c]:
			w.VMOVAPS(sum, accs[c])
		}
	}
}

// tail writes what is left after the whole vectors.
func (w *loop) tail() {
	if w.acc == nil {
		w.TESTQ(w.n, w.n)
		w.JE(operand.LabelRef("done"))
		k := w.firstLanes(w.n)
		w.copies(0, 1, &k)
		return
	}
	// Each register of the lanes has its own place in the tail.
	last := len(w.acc) - 1
	for u := range w.acc {
		part := fmt.Sprintf("part%d", u)
		w.TESTQ(w.n, w.n)
		w.JE(operand.LabelRef("done"))
		if u < last {
			w.CMPQ(w.n, operand.I32(w.lanes()))
			w.JL(operand.LabelRef(part))
			w.copies(u, 1, nil)
			w.SUBQ(operand.I32(w.lanes()), w.n)
			w.JMP(operand.LabelRef(fmt.Sprintf("tail%d", u+1)))
		}
		w.Label(part)
		k := w.firstLanes(w.n)
		w.copies(u, 1, &k)
		w.JMP(operand.LabelRef("done"))
		if u < last {
			w.Label(fmt.Sprintf("tail%d", u+1))
		}
	}
}
