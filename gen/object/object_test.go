package object

import (
	"os/exec"
	"reflect"
	"strings"
	"testing"
)

const (
	stubs = "package kernels\n\n//go:noescape\nfunc sum(x []uint64) uint64\n\nfunc nothing()\n"
	text  = `#include "textflag.h"

TEXT ·sum(SB), NOSPLIT, $0-32
	MOVD x_base+0(FP), R0
	MOVD x_len+8(FP), R1
	MOVD $0, R2
	CBZ  R1, done

outer:
	MOVD $2, R4

loop:
	MOVD.P 8(R0), R3
	ADD    R3, R2, R2
	SUBS   $1, R1, R1
	BNE    loop
	SUBS   $1, R4, R4
	BNE    outer

done:
	MOVD R2, ret+24(FP)
	RET

TEXT ·nothing(SB), NOSPLIT, $0-0
	RET
`
)

// TestLoops finds the inner loop of a function that Go's assembler assembled,
// with each disassembler that is there.
func TestLoops(t *testing.T) {
	p, err := Build(t.TempDir(), "arm64", map[string][]byte{"stubs_arm64.go": []byte(stubs), "sum_arm64.s": []byte(text), "sum_amd64.s": []byte("?")})
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, tool := range []string{"aarch64-linux-gnu-objdump", "llvm-objdump-19"} {
		if _, err := exec.LookPath(tool); err != nil {
			continue
		}
		found++
		all, err := p.Disassemble(tool)
		if err != nil {
			t.Fatal(err)
		}
		loops := Loops(all["sum"])
		if len(loops) != 1 {
			t.Fatalf("%s: %d inner loops", tool, len(loops))
		}
		var names []string
		for _, in := range loops[0] {
			name, _, _ := strings.Cut(in.Text, " ")
			names = append(names, name)
		}
		if want := []string{"ldr", "add", "subs", "b.ne"}; !reflect.DeepEqual(names, want) {
			t.Errorf("%s: the inner loop is %q, want %q", tool, names, want)
		}
		if n := len(all["nothing"]); n == 0 || len(Loops(all["nothing"])) != 0 {
			t.Errorf("%s: %d instructions of nothing", tool, n)
		}
	}
	if found == 0 {
		t.Skip("no disassembler for arm64 (Debian's binutils-aarch64-linux-gnu or llvm-19)")
	}
}

// TestBuildErrors: what is missing, and what does not assemble, is said.
func TestBuildErrors(t *testing.T) {
	if _, err := Build(t.TempDir(), "arm64", nil); err == nil || !strings.Contains(err.Error(), "no stubs_arm64.go") {
		t.Errorf("without files: error %v", err)
	}
	_, err := Build(t.TempDir(), "arm64", map[string][]byte{"stubs_arm64.go": []byte(stubs)})
	if err == nil || !strings.Contains(err.Error(), "missing function body") {
		t.Errorf("without assembly: error %v", err)
	}
}
