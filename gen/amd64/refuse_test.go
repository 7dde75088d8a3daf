package amd64

import (
	"strings"
	"testing"

	"github.com/mmcloughlin/avo/reg"

	"github.com/lamina-go/lamina/gen/ir"
)

var (
	avx2   = ir.Level{Name: "avx2", Bits: 256, ISA: []string{"SSE", "SSE2", "AVX", "AVX2", "FMA3"}}
	avx512 = ir.Level{Name: "avx512", Bits: 512, ISA: []string{"AVX", "AVX512F", "BMI2"}}
)

var axpy = ir.Loop{Name: "axpy", Doc: "y[i] = fma(alpha, x[i], y[i])", Bits: 32, Slices: []string{"y", "x"}, Scalars: []string{"alpha"},
	Body: func(b *ir.Builder) { b.Store(0, b.FMA(b.Scalar(0), b.Input(1), b.Input(0))) }}

// TestRefuse: a kernel that needs more than its level has fails to generate.
func TestRefuse(t *testing.T) {
	without := func(l ir.Level, name string) ir.Level {
		var isa []string
		for _, x := range l.ISA {
			if x != name {
				isa = append(isa, x)
			}
		}
		l.ISA = isa
		return l
	}
	for _, tt := range []struct {
		level ir.Level
		want  string // in the error, empty for none
	}{
		{avx2, ""},
		{avx512, ""},
		{without(avx2, "FMA3"), "axpy: needs FMA3, which level avx2 does not have"},
		{without(avx512, "BMI2"), "axpy: needs BMI2, which level avx512 does not have"},
	} {
		f := NewFile()
		f.AddLoop(tt.level, axpy)
		_, _, err := f.Print("// header\n")
		if got := errText(err); got != tt.want {
			t.Errorf("%s: error %q, want %q", tt.level.Name, got, tt.want)
		}
	}
}

// TestRefuseRegisters: avo would give an AVX2 function registers that only
// AVX-512 has.
func TestRefuseRegisters(t *testing.T) {
	f := NewFile()
	m := f.begin(avx2, 32, "many", "func(x []float32)", "too many registers")
	p := m.Load(m.Param("x").Base(), m.GP64())
	var all []reg.VecVirtual
	for range 17 {
		r := m.vec()
		m.VBROADCASTSS(m.file.globl("one", 1), r)
		all = append(all, r)
	}
	_ = p
	for _, r := range all[1:] {
		m.VADDPS(r, all[0], all[0])
	}
	m.RET()
	_, _, err := f.Print("// header\n")
	if got := errText(err); !strings.Contains(got, "Y16, which level avx2 does not have") {
		t.Errorf("error %q", got)
	}
}

func errText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
