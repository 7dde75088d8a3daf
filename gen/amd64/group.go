package amd64

import (
	"fmt"

	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"

	"github.com/lamina-go/lamina/gen/ir"
)

// A groupWriter writes one group, from the memory at src to that at dst.
type groupWriter func(dst, src operand.Mem)

// groupKinds are the kinds of groups: each function prepares what stays in
// registers and returns the writer.
var groupKinds = map[string]func(*machine, ir.Group) groupWriter{
	"widen":        (*machine).widen,
	"narrow":       (*machine).narrow,
	"fromFloat16":  (*machine).fromFloat16,
	"toFloat16":    (*machine).toFloat16,
	"fromBFloat16": (*machine).fromBFloat16,
	"toBFloat16":   (*machine).toBFloat16,
	"fromBytes":    (*machine).fromBytes,
	"packSigns":    (*machine).packSigns,
}

// AddGroup writes a kernel over whole groups for level l.
func (f *File) AddGroup(l ir.Level, g ir.Group) {
	kind := groupKinds[g.Kind]
	if kind == nil {
		panic(fmt.Sprintf("amd64: no group %s", g.Kind))
	}
	m := f.begin(l, g.Bits, g.Name, "func("+g.Params()+")", g.Text())
	dst := m.Load(m.Param("dst").Base(), m.GP64())
	src := m.Load(m.Param("src").Base(), m.GP64())
	n := m.Load(m.Param("src").Len(), m.GP64())
	for _, s := range g.Scalars {
		m.scalars = append(m.scalars, m.broadcast(s))
	}
	group := kind(m, g)
	m.TESTQ(n, n)
	m.JE(operand.LabelRef("done"))
	m.Label("groups")
	group(operand.Mem{Base: dst}, operand.Mem{Base: src})
	m.ADDQ(operand.I32(g.SrcBytes()), src)
	m.ADDQ(operand.I32(g.DstBytes()), dst)
	m.SUBQ(operand.I32(g.Elems), n)
	m.JNE(operand.LabelRef("groups"))
	m.Label("done")
	m.VZEROUPPER()
	m.RET()
}

// vectors calls do for each vector's worth of lanes in a group, with the
// places of its elements.
func (m *machine) vectors(g ir.Group, dst, src operand.Mem, do func(dst, src operand.Mem)) {
	for i := 0; i < g.Elems; i += m.lanes() {
		do(dst.Offset(i*g.Dst.Bytes), src.Offset(i*g.Src.Bytes))
	}
}

// half returns a register of half a vector's width.
func (m *machine) half() reg.VecVirtual {
	if m.wide() {
		return m.YMM()
	}
	return m.XMM()
}

// words returns a register with the constant u in every lane.
func (m *machine) words(u uint64) reg.VecVirtual {
	r := m.vec()
	m.loadConst(u, r)
	return r
}
