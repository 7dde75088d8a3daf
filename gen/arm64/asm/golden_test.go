package asm

import (
	"encoding/binary"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/lamina-go/lamina/gen/object"
)

// golden is one line of testdata/golden.txt: a word as GNU as 2.40 encodes the
// text, and the method call that must give both.
type golden struct {
	word uint32
	text string
	call []string
}

func readGolden(t *testing.T) []golden {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", "golden.txt"))
	if err != nil {
		t.Fatal(err)
	}
	var all []golden
	for line := range strings.Lines(string(b)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		part := strings.Split(strings.TrimSpace(line), " | ")
		w, err := strconv.ParseUint(part[0], 16, 32)
		if err != nil || len(part) != 3 {
			t.Fatalf("golden.txt: %q: %v", line, err)
		}
		all = append(all, golden{uint32(w), part[1], strings.Fields(part[2])})
	}
	return all
}

// callText calls a method by the text of its arguments: v1 x2 S4 S true 3.
func callText(f *Func, call []string, regs map[*vreg]uint32) error {
	m := reflect.ValueOf(f).MethodByName(call[0])
	if !m.IsValid() || m.Type().NumIn() != len(call)-1 {
		return fmt.Errorf("no method %s of %d arguments", call[0], len(call)-1)
	}
	var args []reflect.Value
	for i, a := range call[1:] {
		var v any
		switch m.Type().In(i) {
		case reflect.TypeFor[V](), reflect.TypeFor[R]():
			n, err := strconv.Atoi(a[1:])
			if err != nil {
				return err
			}
			x, r := f.NewV(a), f.NewR(a)
			regs[x.r], regs[r.r] = uint32(n), uint32(n)
			v = x
			if a[0] == 'x' {
				v = r
			}
		case reflect.TypeFor[Arr]():
			for t := B8; t <= D2; t++ {
				if t.String() == a {
					v = t
				}
			}
		case reflect.TypeFor[Size]():
			v = Size(strings.Index("bhsdq", a))
		case reflect.TypeFor[Prefetch]():
			for p, name := range prefetchName {
				if name == a {
					v = p
				}
			}
		case reflect.TypeFor[bool]():
			v = a == "true"
		case reflect.TypeFor[uint64]():
			v, _ = strconv.ParseUint(a, 0, 64)
		case reflect.TypeFor[float64]():
			v, _ = strconv.ParseFloat(a, 64)
		default:
			v, _ = strconv.Atoi(a)
		}
		args = append(args, reflect.ValueOf(v))
	}
	m.Call(args)
	return f.err
}

// TestGolden checks every line of golden.txt, and that every encoded
// instruction has one.
func TestGolden(t *testing.T) {
	have := map[string]bool{}
	for _, g := range readGolden(t) {
		f, regs := newTestFunc(allFeatures), map[*vreg]uint32{}
		if err := callText(f, g.call, regs); err != nil {
			t.Errorf("%v: %v", g.call, err)
			continue
		}
		have[g.call[0]] = true
		s := sample{in: f.insts[len(f.insts)-1], regs: regs}
		if s.word() != g.word || object.Normal(s.text()) != object.Normal(g.text) {
			t.Errorf("%v: %08x %s, want %08x %s", g.call, s.word(), s.text(), g.word, g.text)
		}
	}
	for _, m := range methods(true) {
		if !have[m] {
			t.Errorf("golden.txt has no line for %s", m)
		}
	}
}

// TestGoldenAssembler assembles the texts of golden.txt again.
func TestGoldenAssembler(t *testing.T) {
	if _, err := exec.LookPath("aarch64-linux-gnu-as"); err != nil {
		t.Skip("no aarch64-linux-gnu-as (Debian's binutils-aarch64-linux-gnu)")
	}
	dir := t.TempDir()
	src, obj, bin := filepath.Join(dir, "a.s"), filepath.Join(dir, "a.o"), filepath.Join(dir, "a.bin")
	var text strings.Builder
	all := readGolden(t)
	for _, g := range all {
		text.WriteString(g.text + "\n")
	}
	if err := os.WriteFile(src, []byte(text.String()), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, c := range [][]string{
		{"aarch64-linux-gnu-as", "-march=armv8.2-a+fp16+dotprod", "-o", obj, src},
		{"aarch64-linux-gnu-objcopy", "-O", "binary", "-j", ".text", obj, bin},
	} {
		if out, err := exec.Command(c[0], c[1:]...).CombinedOutput(); err != nil {
			t.Fatalf("%v: %v\n%s", c, err, out)
		}
	}
	code, err := os.ReadFile(bin)
	if err != nil || len(code) < 4*len(all) {
		t.Fatalf("%d bytes for %d lines, %v", len(code), len(all), err)
	}
	for i, g := range all {
		if w := binary.LittleEndian.Uint32(code[4*i:]); w != g.word {
			t.Errorf("%s: as gives %08x, golden.txt %08x", g.text, w, g.word)
		}
	}
}
