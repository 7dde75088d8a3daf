package main

import (
	"math"
	"os/exec"
	"strings"
	"testing"

	"github.com/lamina-go/lamina/gen/object"
)

// firstTool returns the first command that is installed.
func firstTool(t *testing.T, names ...string) string {
	for _, n := range names {
		if _, err := exec.LookPath(n); err == nil {
			return n
		}
	}
	t.Skipf("none of %v (Debian's binutils, binutils-aarch64-linux-gnu or llvm-19)", names)
	return ""
}

// TestCounts holds the kernels in place to the bars on instruction counts, and
// checks that every kernel of NEON has a loop beside AVX2's.
func TestCounts(t *testing.T) {
	if testing.Short() {
		t.Skip("short: not building the kernels for two architectures")
	}
	neon, err := hotLoops("../../kernels", "arm64", "NEON", firstTool(t, "aarch64-linux-gnu-objdump", "llvm-objdump-19"))
	if err != nil {
		t.Fatal(err)
	}
	avx2, err := hotLoops("../../kernels", "amd64", "AVX2", firstTool(t, "objdump", "llvm-objdump-19"))
	if err != nil {
		t.Fatal(err)
	}
	if err := countBars(neon, avx2).err(); err != nil {
		t.Error(err)
	}
	for _, l := range neon {
		if r := ratio(neon, avx2, l.Kernel, l.Bits); !(r > 0.2 && r < 2) && !l.isTile() {
			t.Errorf("%s: %v times AVX2's instructions: the loops are not the same elements", l.key(), r)
		}
	}
}

func TestStep(t *testing.T) {
	for last, want := range map[string]int{"subs x4, x4, #0x8": 8, "sub x2, x2, #16": 16, "subq $0x20, %rdx": 32, "sub $0x20,%rdx": 32, "decq %rax": 1, "dec %rax": 1} {
		loop := []object.Inst{{Text: "sub x9, x9, #2"}, {Text: last}, {Text: "add x1, x1, #1"}, {Text: "b.ge 0x84660"}}
		if got, err := step(loop); got != want || err != nil {
			t.Errorf("%s: step %d, %v, want %d", last, got, err, want)
		}
	}
	if _, err := step([]object.Inst{{Text: "sub x1, x2, #8"}, {Text: "b.ge 0x84660"}}); err == nil {
		t.Error("a loop without a counter has a step")
	}
}

func TestSummaries(t *testing.T) {
	const out = `
[0] Code Region - exp/32

Iterations:        100
Instructions:      5000
Total Cycles:      2253
Total uOps:        5300

Dispatch Width:    8
Block RThroughput: 17.0

[1] Code Region - exp/32/fma

Iterations:        100
Total Cycles:      910
Block RThroughput: 9.5
`
	got, err := summaries(out)
	if err != nil || len(got) != 2 || got["exp/32"] != (summary{2253, 17}) || got["exp/32/fma"] != (summary{910, 9.5}) {
		t.Errorf("summaries: %v, %v", got, err)
	}
}

// TestBars: a bar that is missed, or cannot be told, is an error that names it.
func TestBars(t *testing.T) {
	bs := bars{{"products", 99, 95, true, "%"}, {"exp", 1.4, 1.3, false, "×"}, {"tanh", math.NaN(), 1.5, false, "×"}}
	err := bs.err()
	if err == nil || strings.Contains(err.Error(), "products") || !strings.Contains(err.Error(), "exp: 1.4×, bar 1.3") || !strings.Contains(err.Error(), "tanh") {
		t.Errorf("error %v", err)
	}
	if n := strings.Count(bs.String(), "MISSED"); n != 2 {
		t.Errorf("%d bars are shown as missed:\n%s", n, bs)
	}
}
