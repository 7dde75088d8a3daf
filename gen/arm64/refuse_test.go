package arm64

import (
	"strings"
	"testing"

	"github.com/lamina-go/lamina/gen/ir"
)

var neon = ir.Level{Name: "neon", ISA: []string{"ASIMD"}}

func axpy(b *ir.Builder) { b.Store(0, b.FMA(b.Scalar(0), b.Input(1), b.Input(0))) }

// TestRefuse checks that Print fails where a kernel needs more than its level
// or the machine has, and says what.
func TestRefuse(t *testing.T) {
	loop := ir.Loop{Name: "axpy", Doc: "y[i] = fma(alpha, x[i], y[i])", Bits: 32, Slices: []string{"y", "x"}, Scalars: []string{"alpha"}, Body: axpy}
	for _, test := range []struct {
		name, want string
		fill       func(*File)
	}{
		{"a level without ASIMD", "needs ASIMD, which level scalar does not permit", func(f *File) { f.AddLoop(ir.Level{Name: "scalar"}, loop) }},
		{"an extension that nobody knows", "unknown extension MMX", func(f *File) { f.AddLoop(ir.Level{Name: "neon", ISA: []string{"ASIMD", "MMX"}}, loop) }},
		{"a tile larger than the registers", "out of vector registers", func(f *File) { f.AddGemmTile(neon, 32, 10, "tile") }},
		{"one name twice", "axpy is defined twice", func(f *File) { f.AddLoop(neon, loop); f.AddLoop(neon, loop) }},
	} {
		f := NewFile()
		test.fill(f)
		if _, _, err := f.Print("// header\n"); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: error %v, want %q", test.name, err, test.want)
		}
	}
}

// TestPrint checks the frame of a file and of its stubs.
func TestPrint(t *testing.T) {
	f := NewFile()
	f.AddGemmTile(neon, 64, 8, "tile")
	text, stubs, err := f.Print("// header\n")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(string(text), "// header\n\n//go:build arm64 && !purego\n") {
		t.Errorf("the assembly begins with %.80q", text)
	}
	const stub = "//go:noescape\nfunc tile(cols, k int, a []float64, ars, acs int, b []float64, ldb int, c []float64, ldc int, fresh bool, bias []float64, relu bool)\n"
	if !strings.HasPrefix(string(stubs), "// header\n") || !strings.HasSuffix(string(stubs), stub) {
		t.Errorf("the stubs are %q", stubs)
	}
}
