package main

import (
	"encoding/binary"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/arch/arm64/arm64asm"
)

var (
	wordLine  = regexp.MustCompile(`(?m)^\tWORD \$0x([0-9a-f]{8}) // (\S+)`)
	forbidden = regexp.MustCompile(`\b(R18|R27|R28|R29|R30|RSP)\b|\b[wx](18|27|28|29|30|sp)\b`)
)

// TestDecodeNEON decodes every encoded instruction of every kernel, and looks
// for registers that belong to the platform and the runtime.
func TestDecodeNEON(t *testing.T) {
	fs := generateOnce(t)
	words := 0
	for name, text := range fs {
		if !strings.HasSuffix(name, "_arm64.s") {
			continue
		}
		if r := forbidden.Find(text); r != nil {
			t.Errorf("%s uses %s", name, r)
		}
		for _, m := range wordLine.FindAllSubmatch(text, -1) {
			w, err := strconv.ParseUint(string(m[1]), 16, 32)
			if err != nil {
				t.Fatal(err)
			}
			in, err := arm64asm.Decode(binary.LittleEndian.AppendUint32(nil, uint32(w)))
			if err != nil {
				t.Errorf("%s: %s: %v", name, m[0], err)
				continue
			}
			words++
			if got, _, _ := strings.Cut(arm64asm.GNUSyntax(in), " "); got != string(m[2]) {
				t.Errorf("%s: %s: decodes as %s", name, m[0], arm64asm.GNUSyntax(in))
			}
		}
	}
	if words < 5000 {
		t.Errorf("found only %d words", words)
	}
	for _, op := range ops {
		for _, bits := range []string{"F32", "F64"} {
			if f := "func " + op.Name + bits + "NEON("; !strings.Contains(string(fs["stubs_arm64.go"]), f) {
				t.Errorf("no %s", f)
			}
		}
	}
}
