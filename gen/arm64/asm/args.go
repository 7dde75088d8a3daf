package asm

import (
	"go/types"
	"strings"

	"github.com/mmcloughlin/avo/gotypes"
)

// Arguments and results, at ABI0 frame offsets. Names are those of Go's
// assembly: dst_base, dst_len and dst_cap for a slice dst, ret for an unnamed
// result.

// Arg loads an integer or pointer argument, extended to 64 bits.
func (f *Func) Arg(name string, r R) {
	if op, addr, ok := f.frame("argument", name, f.sig.Params(), false); ok {
		f.emitGo(op, addr, gpr(r, write))
	}
}

// ArgV loads a float32 or float64 argument into lane 0; the rest becomes 0.
func (f *Func) ArgV(name string, v V) {
	if op, addr, ok := f.frame("argument", name, f.sig.Params(), true); ok {
		f.emitGo(op, addr, operand{pre: "F", reg: v.r, access: write})
	}
}

// Result stores an integer or pointer result.
func (f *Func) Result(name string, r R) {
	if op, addr, ok := f.frame("result", name, f.sig.Results(), false); ok {
		f.emitGo(strings.TrimSuffix(op, "U"), gpr(r, read), addr)
	}
}

// ResultV stores lane 0 as a float32 or float64 result.
func (f *Func) ResultV(name string, v V) {
	if op, addr, ok := f.frame("result", name, f.sig.Results(), true); ok {
		f.emitGo(op, operand{pre: "F", reg: v.r, access: read}, addr)
	}
}

// frame finds a component and the Go instruction that loads it.
func (f *Func) frame(kind, name string, in *gotypes.Tuple, float bool) (op string, addr operand, ok bool) {
	b, err := component(in, name).Resolve()
	if err != nil {
		f.fail("frame", "no %s %q in %s: %v", kind, name, f.Signature, err)
		return "", operand{}, false
	}
	if isFloat := b.Type.Info()&types.IsFloat != 0; isFloat != float {
		f.fail("frame", "%s %q is %v: floats take ArgV and ResultV, others Arg and Result", kind, name, b.Type)
		return "", operand{}, false
	}
	size := gotypes.Sizes.Sizeof(b.Type) // amd64's, which are arm64's
	if float {
		op = map[int64]string{4: "FMOVS", 8: "FMOVD"}[size]
	} else {
		op = map[int64]string{1: "MOVB", 2: "MOVH", 4: "MOVW", 8: "MOVD"}[size]
		if b.Type.Info()&(types.IsUnsigned|types.IsBoolean) != 0 && size < 8 {
			op += "U"
		}
	}
	return op, lit(b.Addr.Symbol.Name + "+" + itoa(b.Addr.Disp) + "(FP)"), true
}

// component looks up a name, a part of a slice or string by its suffix, or the
// unnamed result.
func component(in *gotypes.Tuple, name string) gotypes.Component {
	c := in.Lookup(name)
	if _, err := c.Resolve(); err == nil {
		return c
	}
	if name == "ret" {
		return in.At(0)
	}
	i := strings.LastIndexByte(name, '_')
	if i < 0 {
		return c
	}
	switch name[i:] {
	case "_base":
		return in.Lookup(name[:i]).Base()
	case "_len":
		return in.Lookup(name[:i]).Len()
	case "_cap":
		return in.Lookup(name[:i]).Cap()
	}
	return c
}
