package arm64

import (
	"fmt"

	"github.com/lamina-go/lamina/gen/arm64/asm"
	"github.com/lamina-go/lamina/gen/ir"
)

// A groupWriter writes one group, from the memory at src to that at dst, and
// moves both behind it.
type groupWriter func(dst, src asm.R)

// groupKinds are the kinds of groups: each function prepares what stays in
// registers and returns the writer.
var groupKinds = map[string]func(*machine) groupWriter{
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
		panic(fmt.Sprintf("arm64: no group %s", g.Kind))
	}
	m := f.begin(l, g.Bits, g.Name, "func("+g.Params()+")", g.Text())
	dst, src, n := m.arg("dst_base"), m.arg("src_base"), m.arg("src_len")
	loop, done := m.NewLabel("groups"), m.NewLabel("done")
	m.CBZ(n, done)
	for _, s := range g.Scalars {
		m.scalars = append(m.scalars, m.broadcast(s))
	}
	group := kind(m)
	m.Align(16)
	m.Place(loop)
	group(dst, src)
	m.SUBRImm(n, n, g.Elems)
	m.CBNZ(n, loop)
	m.Place(done)
	m.RET()
}

// next loads n vectors from p and moves it behind them.
func (m *machine) next(p asm.R, n int) []asm.V {
	vs := m.news("in", n)
	for i := 0; i < n; i += 2 {
		m.loadVec(p, 0, true, vs[i:min(i+2, n)]...)
	}
	return vs
}

// put stores vectors at p and moves it behind them.
func (m *machine) put(p asm.R, vs ...asm.V) {
	for i := 0; i < len(vs); i += 2 {
		m.storeVec(p, 0, true, vs[i:min(i+2, len(vs))]...)
	}
}

// words returns a register with the 32-bit constant u in every lane.
func (m *machine) words32(u uint32) asm.V {
	v := m.NewV(fmt.Sprintf("%#x", u))
	r := m.NewR("constant")
	m.MOVRImm(r, int64(u))
	m.DUP(v, r, asm.S4)
	return v
}
