package asm

import (
	"strings"
	"testing"
)

// TestRefused checks that each call is an error that says why and where.
func TestRefused(t *testing.T) {
	for _, c := range []struct {
		name string
		call func(f *Func, a, b, c V, x, y R)
		want string
	}{
		{"lane 4 of .4S", func(f *Func, a, b, c V, x, y R) { f.FMLAElem(a, b, c, 4, S4) }, "lane 4 is outside 0…3"},
		{"lane 2 of .2D", func(f *Func, a, b, c V, x, y R) { f.FMULElem(a, b, c, 2, D2) }, "lane 2 is outside 0…1"},
		{"lane −1", func(f *Func, a, b, c V, x, y R) { f.DUPElem(a, b, -1, S4) }, "lane -1"},
		{"INS lane", func(f *Func, a, b, c V, x, y R) { f.INS(a, 0, b, 2, D) }, "lane 2 is outside 0…1"},
		{"UMOV of Q", func(f *Func, a, b, c V, x, y R) { f.UMOV(x, a, 0, Q) }, "size q is not one of"},
		{"LD1 lane", func(f *Func, a, b, c V, x, y R) { f.LD1LanePost(a, 4, x, S) }, "lane 4"},
		{"FADD .16B", func(f *Func, a, b, c V, x, y R) { f.FADD(a, b, c, B16) }, "arrangement .16b is not one of"},
		{"FADD .1D", func(f *Func, a, b, c V, x, y R) { f.FADD(a, b, c, D1) }, "arrangement .1d"},
		{"MUL .2D", func(f *Func, a, b, c V, x, y R) { f.MUL(a, b, c, D2) }, "arrangement .2d"},
		{"EOR .4S", func(f *Func, a, b, c V, x, y R) { f.EOR(a, b, c, S4) }, "arrangement .4s"},
		{"UMULL .4S", func(f *Func, a, b, c V, x, y R) { f.UMULL(a, b, c, S4) }, "arrangement .4s"},
		{"FMAXV .2D", func(f *Func, a, b, c V, x, y R) { f.FMAXV(a, b, D2) }, "arrangement .2d"},
		{"bad Arr", func(f *Func, a, b, c V, x, y R) { f.ADD(a, b, c, Arr(9)) }, "arrangement .Arr(9)"},
		{"SHL 32", func(f *Func, a, b, c V, x, y R) { f.SHL(a, b, 32, S4) }, "shift 32 is outside 0…31"},
		{"USHR 0", func(f *Func, a, b, c V, x, y R) { f.USHR(a, b, 0, S4) }, "shift 0 is outside 1…32"},
		{"SSHR 65", func(f *Func, a, b, c V, x, y R) { f.SSHR(a, b, 65, D2) }, "shift 65 is outside 1…64"},
		{"SHRN 33", func(f *Func, a, b, c V, x, y R) { f.SHRN(a, b, 33, S2) }, "shift 33 is outside 1…32"},
		{"USHLL 32", func(f *Func, a, b, c V, x, y R) { f.USHLL(a, b, 32, S2) }, "shift 32 is outside 0…31"},
		{"EXT 16", func(f *Func, a, b, c V, x, y R) { f.EXT(a, b, c, 16, B16) }, "index 16 is outside 0…15"},
		{"MOVI 256", func(f *Func, a, b, c V, x, y R) { f.MOVI(a, 256, 0, S4) }, "immediate 256"},
		{"MOVI shift", func(f *Func, a, b, c V, x, y R) { f.MOVI(a, 1, 16, H8) }, "shift 16 is not a byte of 8h"},
		{"MOVI64", func(f *Func, a, b, c V, x, y R) { f.MOVI64(a, 1) }, "neither 0 nor 0xff"},
		{"FMOV 0", func(f *Func, a, b, c V, x, y R) { f.FMOVImm(a, 0, S4) }, "not an 8-bit"},
		{"FMOV 0.1", func(f *Func, a, b, c V, x, y R) { f.FMOVImm(a, 0.1, S4) }, "not an 8-bit"},
		{"LDR offset", func(f *Func, a, b, c V, x, y R) { f.LDR(a, x, 8, Q) }, "not a multiple of 16"},
		{"LDR negative", func(f *Func, a, b, c V, x, y R) { f.LDR(a, x, -16, Q) }, "offset -16"},
		{"LDR far", func(f *Func, a, b, c V, x, y R) { f.LDR(a, x, 65536, Q) }, "outside 0…65520"},
		{"LDRPost far", func(f *Func, a, b, c V, x, y R) { f.LDRPost(a, x, 256, Q) }, "increment 256"},
		{"LDP far", func(f *Func, a, b, c V, x, y R) { f.LDP(a, b, x, 1024, Q) }, "outside -1024…1008"},
		{"LDP twice", func(f *Func, a, b, c V, x, y R) { f.LDP(a, a, x, 0, Q) }, "one register"},
		{"LDP of B", func(f *Func, a, b, c V, x, y R) { f.LDP(a, b, x, 0, B) }, "size b"},
		{"PRFM offset", func(f *Func, a, b, c V, x, y R) { f.PRFM(PLDL1KEEP, x, 4) }, "not a multiple of 8"},
		{"PRFM op", func(f *Func, a, b, c V, x, y R) { f.PRFM(9, x, 8) }, "unknown operation"},
		{"FADD .B", func(f *Func, a, b, c V, x, y R) { f.FADDScalar(a, b, c, B) }, "size b"},
		{"FCVT same", func(f *Func, a, b, c V, x, y R) { f.FCVT(a, S, b, S) }, "both s"},
		{"ORR copy", func(f *Func, a, b, c V, x, y R) { f.ORR(a, b, b, B16) }, "use MOV"},
		{"zero V", func(f *Func, a, b, c V, x, y R) { f.FADD(a, V{}, c, S4) }, "operand 2 is not a register"},
		{"ADD imm", func(f *Func, a, b, c V, x, y R) { f.ADDRImm(x, y, 4097) }, "immediate 4097"},
		{"AND imm", func(f *Func, a, b, c V, x, y R) { f.ANDRImm(x, y, 5) }, "0x5 is not one run"},
		{"LSL 64", func(f *Func, a, b, c V, x, y R) { f.LSLImm(x, y, 64) }, "shift 64"},
		{"TBZ 64", func(f *Func, a, b, c V, x, y R) { f.TBZ(64, x, f.NewLabel("l")) }, "bit 64"},
		{"BCond", func(f *Func, a, b, c V, x, y R) { f.BCond("XX", f.NewLabel("l")) }, "unknown condition"},
		{"LDRR offset", func(f *Func, a, b, c V, x, y R) { f.LDRR(x, y, 32768, D) }, "offset 32768"},
		{"Align", func(f *Func, a, b, c V, x, y R) { f.Align(24) }, "24 is not a power of two"},
		{"Arg name", func(f *Func, a, b, c V, x, y R) { f.Arg("m", x) }, `no argument "m"`},
		{"Arg of slice", func(f *Func, a, b, c V, x, y R) { f.Arg("s", x) }, `no argument "s"`},
		{"float Arg", func(f *Func, a, b, c V, x, y R) { f.Arg("x", x) }, "float32: floats take ArgV"},
		{"int ArgV", func(f *Func, a, b, c V, x, y R) { f.ArgV("n", a) }, "others Arg"},
		{"UDOT", func(f *Func, a, b, c V, x, y R) { f.UDOT(a, b, c, B16) }, "needs FEAT_DotProd, which level neon does not permit"},
		{"FADD .8H", func(f *Func, a, b, c V, x, y R) { f.FADD(a, b, c, H8) }, "needs FEAT_FP16, which level neon does not permit"},
	} {
		f := newTestFunc(Neon)
		c.call(f, f.NewV("a"), f.NewV("b"), f.NewV("c"), f.NewR("x"), f.NewR("y"))
		_, err := f.Lines()
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "asm: f: range_test.go:") {
			t.Errorf("%s: error %v, want … %s …", c.name, err, c.want)
		}
	}
}

// TestForeignRegister: registers belong to one function.
func TestForeignRegister(t *testing.T) {
	f, g := newTestFunc(Neon), newTestFunc(Neon)
	v := g.NewV("v")
	f.FADD(v, v, v, S4)
	if f.err == nil {
		t.Error("another function's register was accepted")
	}
}

// TestLevels: what a level lists, it permits.
func TestLevels(t *testing.T) {
	f := newTestFunc(Level{"dot", ASIMD | DotProd})
	a := f.NewV("a")
	f.MOVI64(a, 0)
	f.UDOT(a, a, a, B16)
	f.RET()
	if _, err := f.Lines(); err != nil {
		t.Error(err)
	}
}

// TestFPImm compares FMOVImm's immediates with the manual's VFPExpandImm.
func TestFPImm(t *testing.T) {
	for i := range 256 {
		frac, exp := 1+float64(i&15)/16, (i>>4&7^4)-3
		x := frac
		for ; exp > 0; exp-- {
			x *= 2
		}
		for ; exp < 0; exp++ {
			x /= 2
		}
		if i >= 128 {
			x = -x
		}
		if got, ok := fpImm8(x); !ok || got != uint32(i) {
			t.Errorf("fpImm8(%v) = %#x, %v, want %#x", x, got, ok, i)
		}
	}
}
