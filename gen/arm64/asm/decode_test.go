package asm

import (
	"encoding/binary"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/arch/arm64/arm64asm"

	"github.com/lamina-go/lamina/gen/object"
)

// TestDecode decodes every encoded instruction × arrangement × random registers
// and immediates with x/arch and compares it with the intended text.
func TestDecode(t *testing.T) {
	total, hidden := 0, 0
	for _, method := range methods(true) {
		for s := range samples(method, 8) {
			total++
			var code [4]byte
			binary.LittleEndian.PutUint32(code[:], s.word())
			in, err := arm64asm.Decode(code[:])
			got := "?"
			if err == nil {
				got = arm64asm.GNUSyntax(in)
			}
			if object.Normal(got) == object.Normal(s.text()) {
				continue
			}
			if gaps[s.in.need&^ASIMD] != "" && err != nil {
				hidden++
				continue
			}
			t.Errorf("%s %s: word %08x: x/arch says %q, we say %q", method, s.arr, s.word(), object.Normal(got), object.Normal(s.text()))
		}
	}
	t.Logf("%d instructions of %d methods, %d of them in x/arch's gaps", total, len(methods(true)), hidden)
}

// TestObjdump compares the same instructions with binutils' disassembly, gaps
// included.
func TestObjdump(t *testing.T) {
	tool, err := exec.LookPath("aarch64-linux-gnu-objdump")
	if err != nil {
		t.Skip("no aarch64-linux-gnu-objdump (Debian's binutils-aarch64-linux-gnu)")
	}
	var code []byte
	var all []sample
	for _, method := range methods(true) {
		for s := range samples(method, 8) {
			code = binary.LittleEndian.AppendUint32(code, s.word())
			all = append(all, s)
		}
	}
	name := filepath.Join(t.TempDir(), "words")
	if err := os.WriteFile(name, code, 0o666); err != nil {
		t.Fatal(err)
	}
	text, err := exec.Command(tool, "-D", "-b", "binary", "-m", "aarch64", name).Output()
	if err != nil {
		t.Fatal(err)
	}
	lines := regexp.MustCompile(`(?m)^ *[0-9a-f]+:\t[0-9a-f]{8} \t(.*)$`).FindAllStringSubmatch(string(text), -1)
	if len(lines) != len(all) {
		t.Fatalf("%d lines for %d instructions", len(lines), len(all))
	}
	for i, s := range all {
		if got := object.Normal(strings.ReplaceAll(lines[i][1], "\t", " ")); got != object.Normal(s.text()) {
			t.Errorf("%s %s: word %08x: objdump says %q, we say %q", s.method, s.arr, s.word(), got, object.Normal(s.text()))
		}
	}
}

// gaps are the instructions that x/arch v0.25.0 cannot decode, by the feature
// that they need, and why; no baseline instruction is among them. TestGolden and
// TestObjdump check these.
var gaps = map[Feature]string{
	FP16:    "inst.json describes ARMv8.0, without half-precision arithmetic (ARMv8.2)",
	DotProd: "inst.json describes ARMv8.0, without UDOT and SDOT (ARMv8.2)",
}
