package main

import (
	"encoding/binary"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"

	"golang.org/x/arch/arm64/arm64asm"

	"github.com/lamina-go/lamina/gen/object"
)

// binutils is the second disassembler, and the assembler beside it.
const binutils = "aarch64-linux-gnu-"

var (
	wordLine  = regexp.MustCompile(`(?m)^\tWORD \$0x([0-9a-f]{8}) // (.*)$`)
	textLine  = regexp.MustCompile(`(?m)^TEXT ·(\w+)\(SB\), NOSPLIT, \$(\d+)-(\d+)$`)
	forbidden = regexp.MustCompile(`\b(R18|R27|R28|R29|R30|RSP)\b|\b[wx](18|27|28|29|30|sp)\b`)
)

// TestEveryKernelHasNEON: each assembly function of the other architecture's
// level for every machine, and each row of the op table at both sizes, has one
// for NEON, and the dispatch calls it.
func TestEveryKernelHasNEON(t *testing.T) {
	fs := generateOnce(t)
	stubs, dispatch := string(fs["stubs_arm64.go"]), string(fs["dispatch_arm64.go"])
	want := map[string]bool{}
	for _, op := range ops {
		for _, bits := range []int{32, 64} {
			want[fmt.Sprintf("%sF%d", op.Name, bits)] = true
		}
	}
	for _, g := range groups {
		want[g.Name] = true
	}
	for _, m := range regexp.MustCompile(`(?m)^func (\w+)AVX2(Part)?\(`).FindAllStringSubmatch(string(fs["stubs_amd64.go"]), -1) {
		want[m[1]] = true
	}
	if len(want) < 2*len(ops) {
		t.Fatalf("only %d kernels", len(want))
	}
	// NEON's products do without these, as the level table says: they pack with
	// gemmPack, have gemmWide for few rows, and take Dot one by one.
	if tile := levels[len(levels)-1].Tile; tile.Row || tile.Packing != 0 || tile.Column != 0 || tile.Few != 0 {
		t.Fatal("the kernels that NEON's products do without have changed")
	}
	spared := regexp.MustCompile(`^(gemmPacking\d|gemmRow\d|gemmColumn(Packed)?\d|gemmFew\d|gemmTransposing|dots)`)
	for name := range want {
		if spared.MatchString(name) {
			continue
		}
		if !strings.Contains(stubs, "\nfunc "+name+"NEON(") {
			t.Errorf("%s has no NEON version", name)
		}
		if !strings.Contains(dispatch, name+"NEON(") {
			t.Errorf("dispatch does not call %sNEON", name)
		}
	}
}

// TestBaseline: the level that every arm64 machine has needs baseline ASIMD.
func TestBaseline(t *testing.T) {
	last := levels[len(levels)-1]
	if last.Arch != "arm64" || last.Name != "neon" || !reflect.DeepEqual(last.ISA, []string{"ASIMD"}) {
		t.Errorf("the last level is %+v", last)
	}
}

// TestDecodeNEON decodes every encoded instruction of every kernel with x/arch,
// and compares the comment beside it.
func TestDecodeNEON(t *testing.T) {
	words := 0
	for name, text := range generateOnce(t) {
		if !strings.HasSuffix(name, "_arm64.s") {
			continue
		}
		if r := forbidden.Find(text); r != nil {
			t.Errorf("%s uses %s", name, r)
		}
		for _, m := range wordLine.FindAllSubmatch(text, -1) {
			in, err := arm64asm.Decode(binary.LittleEndian.AppendUint32(nil, word(t, m[1])))
			if err != nil {
				t.Errorf("%s: %s: %v", name, m[0], err)
				continue
			}
			words++
			if got := arm64asm.GNUSyntax(in); object.Normal(got) != object.Normal(string(m[2])) {
				t.Errorf("%s: %s: decodes as %s", name, m[0], got)
			}
		}
	}
	if words < 5000 {
		t.Errorf("found only %d words", words)
	}
}

func word(t *testing.T, hex []byte) uint32 {
	w, err := strconv.ParseUint(string(hex), 16, 32)
	if err != nil {
		t.Fatal(err)
	}
	return uint32(w)
}

// neonObject is the object code of all NEON kernels, as binutils reads it.
type neonObject struct {
	funcs []object.Func
	insts map[string][]object.Inst
	err   error
}

var neonObjectOnce = sync.OnceValue(func() (o neonObject) {
	fs, err := generatedFiles()
	if err != nil {
		return neonObject{err: err}
	}
	dir, err := os.MkdirTemp("", "neon")
	if err != nil {
		return neonObject{err: err}
	}
	defer os.RemoveAll(dir)
	p, err := object.Build(dir, "arm64", fs)
	if err != nil {
		return neonObject{err: err}
	}
	o.funcs = p.Funcs
	o.insts, o.err = p.Disassemble(binutils + "objdump")
	return o
})

func needNEONObject(t *testing.T) neonObject {
	if _, err := exec.LookPath(binutils + "objdump"); err != nil {
		t.Skipf("no %sobjdump (Debian's binutils-aarch64-linux-gnu)", binutils)
	}
	o := neonObjectOnce()
	if o.err != nil {
		t.Fatal(o.err)
	}
	return o
}

// TestObjectNEON: in the object code of every kernel are the words that we
// encoded, in their order, and binutils reads them as their comments do. All
// else is Go's assembler's, and no instruction of vectors but the loads of
// arguments and the store of a result.
func TestObjectNEON(t *testing.T) {
	o := needNEONObject(t)
	lines := map[string][][][]byte{} // by function
	for name, text := range generateOnce(t) {
		if !strings.HasSuffix(name, "_arm64.s") {
			continue
		}
		heads := textLine.FindAllSubmatchIndex(text, -1)
		for i, h := range heads {
			end := len(text)
			if i+1 < len(heads) {
				end = heads[i+1][0]
			}
			lines[string(text[h[2]:h[3]])] = wordLine.FindAllSubmatch(text[h[1]:end], -1)
		}
	}
	vector := regexp.MustCompile(`\bv\d+\.|\b[bhsdq]\d\d?\b`)
	frameAccess := regexp.MustCompile(`^(ldr|str) [sd]\d+, \[sp, #\d+\]$`)
	for _, f := range o.funcs {
		want, ok := lines[f.Name]
		if !ok {
			t.Errorf("%s is not in the assembly", f.Name)
		}
		for i, in := range o.insts[f.Name] {
			w := binary.LittleEndian.Uint32(f.Code[4*i:])
			if len(want) > 0 && w == word(t, want[0][1]) {
				if object.Normal(in.Text) != object.Normal(string(want[0][2])) {
					t.Errorf("%s: word %08x: objdump says %q, we say %q", f.Name, w, in.Text, want[0][2])
				}
				want = want[1:]
			} else if in.Target == 0 && vector.MatchString(in.Text) && !frameAccess.MatchString(in.Text) {
				t.Errorf("%s: %08x %s is none of ours, or out of order", f.Name, w, in.Text)
			}
		}
		if len(want) > 0 {
			t.Errorf("%s: %d words are missing from %s on", f.Name, len(want), want[0][0])
		}
	}
}

// TestBaselineNEON: an assembler that knows Armv8.0 with ASIMD and nothing
// later gives the same words for binutils' text of every instruction. Only
// those that depend on their own place are left out.
func TestBaselineNEON(t *testing.T) {
	o := needNEONObject(t)
	dir := t.TempDir()
	src, obj, bin := filepath.Join(dir, "all.s"), filepath.Join(dir, "all.o"), filepath.Join(dir, "all.bin")
	text := map[string]uint32{}
	for _, f := range o.funcs {
		for i, in := range o.insts[f.Name] {
			if in.Target == 0 && !strings.HasPrefix(in.Text, "adr") {
				text[in.Text] = binary.LittleEndian.Uint32(f.Code[4*i:])
			}
		}
	}
	var lines []string
	for s := range text {
		lines = append(lines, s)
	}
	if err := os.WriteFile(src, []byte(strings.Join(lines, "\n")+"\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, c := range [][]string{
		{binutils + "as", "-march=armv8-a+nolse+nocrc", "-o", obj, src},
		{binutils + "objcopy", "-O", "binary", "-j", ".text", obj, bin},
	} {
		if out, err := exec.Command(c[0], c[1:]...).CombinedOutput(); err != nil {
			t.Fatalf("%v: %v\n%s", c, err, out)
		}
	}
	code, err := os.ReadFile(bin)
	if err != nil || len(code) < 4*len(lines) || len(lines) < 2000 {
		t.Fatalf("%d bytes for %d instructions, %v", len(code), len(lines), err)
	}
	for i, s := range lines {
		if w := binary.LittleEndian.Uint32(code[4*i:]); w != text[s] {
			t.Errorf("%s: the object code has %08x, as gives %08x", s, text[s], w)
		}
	}
}

// TestRegistersNEON: the object code of every kernel leaves alone the registers
// of the platform (R18), of Go's linker and assembler (R27) and of the goroutine
// (R28). The stack pointer moves, and the frame pointer with it, only in the
// frames that Go's assembler makes for locals; through it, kernels read
// arguments, write their result and take the address of locals.
func TestRegistersNEON(t *testing.T) {
	o := needNEONObject(t)
	frames := map[string][2]int{} // locals and arguments, in bytes
	for _, text := range generateOnce(t) {
		for _, m := range textLine.FindAllSubmatch(text, -1) {
			local, _ := strconv.Atoi(string(m[2]))
			args, _ := strconv.Atoi(string(m[3]))
			frames[string(m[1])] = [2]int{local, args}
		}
	}
	reserved := regexp.MustCompile(`\b[wx](18|27|28)\b`)
	special := regexp.MustCompile(`\b(sp|wsp|x29|w29|x30|w30)\b`)
	frameAccess := regexp.MustCompile(`^(?:ldr|ldrb|ldrh|ldrsw|ldrsh|ldrsb|str|strb) [wxsd]\d+, \[sp, #(\d+)\]$`)
	address := regexp.MustCompile(`^add x\d+, sp, #0x([0-9a-f]+)$`)
	withFrame := 0
	for _, f := range o.funcs {
		insts := o.insts[f.Name]
		size := 0 // of the frame, with the link register and the frame pointer
		if local := frames[f.Name][0]; local > 0 {
			size = (local + 8 + 8 + 15) &^ 15
			withFrame++
			want := []string{fmt.Sprintf("sub x20, sp, #%#x", size), "stp x29, x30, [x20, #-8]", "mov sp, x20", "sub x29, sp, #0x8"}
			for i, w := range want {
				if insts[i].Text != w {
					t.Errorf("%s: instruction %d is %s, want %s", f.Name, i, insts[i].Text, w)
				}
			}
			insts = insts[len(want):]
		}
		for i, in := range insts {
			if r := reserved.FindString(in.Text); r != "" {
				t.Errorf("%s uses %s: %s", f.Name, r, in.Text)
			}
			if in.Text == "ret" && size > 0 {
				if i < 2 || insts[i-2].Text != fmt.Sprintf("add x29, sp, #%#x", size-8) || insts[i-1].Text != fmt.Sprintf("add sp, sp, #%#x", size) {
					t.Errorf("%s: returns without its caller's frame", f.Name)
				}
			}
			if !special.MatchString(in.Text) {
				continue
			}
			if m := frameAccess.FindStringSubmatch(in.Text); m != nil {
				at, _ := strconv.Atoi(m[1])
				if at -= size; at < 8 || at >= 8+frames[f.Name][1] {
					t.Errorf("%s: %s is no argument: there are %d bytes of them", f.Name, in.Text, frames[f.Name][1])
				}
			} else if m := address.FindStringSubmatch(in.Text); m != nil && size > 0 {
				at, _ := strconv.ParseInt(m[1], 16, 0)
				if end := i+2 < len(insts) && insts[i+2].Text == "ret"; !end && (at < 8 || int(at) >= size-8) {
					t.Errorf("%s: %s is no local: the frame has %d bytes", f.Name, in.Text, size)
				}
			} else if i+1 >= len(insts) || insts[i+1].Text != "ret" || in.Text != fmt.Sprintf("add sp, sp, #%#x", size) || size == 0 {
				t.Errorf("%s: %s", f.Name, in.Text)
			}
		}
	}
	if withFrame == 0 {
		t.Error("no kernel has locals: the frames are not tested")
	}
}
