package asm

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// module writes a Go module of the given files and runs go in it for arm64.
func module(t *testing.T, files map[string]string, args ...string) string {
	t.Helper()
	if testing.Short() {
		t.Skip("short: not building a module for arm64")
	}
	dir := t.TempDir()
	files["go.mod"] = "module kernel\n\ngo 1.25.0\n"
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return goRun(t, dir, args...)
}

func goRun(t *testing.T, dir string, args ...string) string {
	t.Helper()
	cmd := exec.Command("go", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOOS=linux", "GOARCH=arm64", "GOWORK=off", "GOFLAGS=", "CGO_ENABLED=0")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("go %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

// axpy is y[i] = fma(alpha, x[i], y[i]): 16 elements a turn, then 4, then single
// lanes. It returns the number of elements.
func axpy(file *File) {
	f := file.Func("axpy", "func(alpha float32, x, y []float32) int",
		"axpy is: for i, v := range x { y[i] = fma(alpha, v, y[i]) }")
	x, y, n, count := f.NewR("x"), f.NewR("y"), f.NewR("n"), f.NewR("count")
	alpha := f.NewV("alpha")
	f.ArgV("alpha", alpha)
	f.Arg("x_base", x)
	f.Arg("x_len", n)
	f.Arg("y_base", y)
	f.MOVR(count, n)
	body, quads, lanes, done := f.NewLabel("body"), f.NewLabel("quads"), f.NewLabel("lanes"), f.NewLabel("done")

	f.Align(16)
	f.Place(body)
	f.CMPImm(n, 16)
	f.BCond(LT, quads)
	vx, vy := [4]V{}, [4]V{}
	for i := range vx {
		vx[i], vy[i] = f.NewV("vx"), f.NewV("vy")
	}
	f.LDPPost(vx[0], vx[1], x, 32, Q)
	f.LDPPost(vx[2], vx[3], x, 32, Q)
	f.LDP(vy[0], vy[1], y, 0, Q)
	f.LDP(vy[2], vy[3], y, 32, Q)
	f.PRFM(PLDL1KEEP, x, 256)
	for i := range vx {
		f.FMLAElem(vy[i], vx[i], alpha, 0, S4)
	}
	f.STPPost(vy[0], vy[1], y, 32, Q)
	f.STPPost(vy[2], vy[3], y, 32, Q)
	f.SUBRImm(n, n, 16)
	f.B(body)

	f.Place(quads)
	f.CMPImm(n, 4)
	f.BCond(LT, lanes)
	f.LDRPost(vx[0], x, 16, Q)
	f.LDR(vy[0], y, 0, Q)
	f.FMLAElem(vy[0], vx[0], alpha, 0, S4)
	f.STRPost(vy[0], y, 16, Q)
	f.SUBRImm(n, n, 4)
	f.B(quads)

	f.Place(lanes)
	f.CBZ(n, done)
	f.MOVI64(vx[0], 0)
	f.MOVI64(vy[0], 0)
	f.LD1LanePost(vx[0], 2, x, S)
	f.LD1Lane(vy[0], 2, y, S)
	f.FMLAElem(vy[0], vx[0], alpha, 0, S4)
	f.ST1LanePost(vy[0], 2, y, S)
	f.SUBRImm(n, n, 1)
	f.B(lanes)

	f.Place(done)
	f.Result("ret", count)
	f.RET()
}

// table looks 32-bit constants up by an index of each kind of integer load.
func table(file *File) {
	sym := file.Uint32s("primes", 2, 3, 5, 7)
	f := file.Func("prime", "func(i uint8) float64", "prime is the i-th prime, i < 4.")
	i, p := f.NewR("i"), f.NewR("p")
	f.Arg("i", i)
	f.Address(p, sym)
	f.ADDRShift(p, p, i, 2)
	f.LDRR(i, p, 0, S)
	v := f.NewV("v")
	f.SCVTFFromR(v, i, D)
	f.ResultV("ret", v)
	f.RET()
}

// reverse swaps two vectors through the frame and returns where they were.
func reverse(file *File) {
	pool := file.Pool("pool")
	pool.Offset([2]uint64{8, 9})
	f := file.Func("reverse", "func(x *[4]uint64) uint64", "reverse swaps the halves of x and adds 1, 2, 3 and 4.")
	x, p, q, c := f.NewR("x"), f.NewR("p"), f.NewR("q"), f.NewR("c")
	a, b, k, l := f.NewV("a"), f.NewV("b"), f.NewV("k"), f.NewV("l")
	f.Arg("x", x)
	f.Local(q, "spare", 16)
	f.Local(p, "swap", 32)
	f.Address(c, pool.Sym())
	f.LDP(a, b, x, 0, Q)
	f.STP(b, a, p, 0, Q)
	f.STR(a, q, 0, Q)
	f.LDP(a, b, p, 0, Q)
	f.LDP(k, l, c, pool.Offset([2]uint64{1, 2}, [2]uint64{3, 4}), Q)
	f.ADD(a, a, k, D2)
	f.ADD(b, b, l, D2)
	f.STP(a, b, x, 0, Q)
	f.ORRR(p, p, q)
	f.Result("ret", p)
	f.RET()
}

const axpyTest = `package kernel

import (
	"fmt"
	"testing"
)

func TestAxpy(t *testing.T) {
	for n := range 70 {
		x, y, want := make([]float32, n), make([]float32, n+1), make([]float32, n+1)
		for i := range x {
			x[i], y[i] = float32(i)-3, float32(2*i)
			want[i] = 0.5*x[i] + y[i] // exact
		}
		y[n], want[n] = 99, 99
		if c := axpy(0.5, x, y[:n]); c != n || fmt.Sprint(y) != fmt.Sprint(want) {
			t.Errorf("n = %d: %v, %d, want %v", n, y, c, want)
		}
	}
}

func TestReverse(t *testing.T) {
	for range 3 {
		x := [4]uint64{10, 20, 30, 40}
		if at := reverse(&x); at%16 != 0 || x != [4]uint64{31, 42, 13, 24} {
			t.Errorf("reverse: %v, locals at %#x", x, at)
		}
	}
}

func TestPrime(t *testing.T) {
	for i, p := range []float64{2, 3, 5, 7} {
		if got := prime(uint8(i)); got != p {
			t.Errorf("prime(%d) = %v", i, got)
		}
	}
}
`

// TestRun assembles three functions, vets them (asmdecl checks every frame
// reference) and runs them in an emulator.
func TestRun(t *testing.T) {
	qemu, err := exec.LookPath("qemu-aarch64-static")
	if err != nil {
		t.Skip("no qemu-aarch64-static (Debian's qemu-user-static)")
	}
	file := NewFile("go test", Neon)
	axpy(file)
	table(file)
	reverse(file)
	text, err := file.Assemble()
	if err != nil {
		t.Fatal(err)
	}
	stubs := "package kernel\n\n" + file.Funcs[0].Stub() + "\n" + file.Funcs[1].Stub() + "\n" + file.Funcs[2].Stub()
	out := module(t, map[string]string{"k_arm64.s": string(text), "k.go": stubs, "k_test.go": axpyTest},
		"test", "-vet=asmdecl,framepointer", "-exec", qemu, "-v", ".")
	for _, name := range []string{"TestAxpy", "TestPrime", "TestReverse"} {
		if !strings.Contains(out, "--- PASS: "+name) {
			t.Errorf("%s did not pass:\n%s", name, out)
		}
	}
}

// TestGoInstructions builds many calls of every method that prints Go assembly:
// Go's assembler accepts them, and its code never touches the registers that
// belong to the platform and the runtime, not even R27, its own temporary.
func TestGoInstructions(t *testing.T) {
	file := NewFile("go test", Neon)
	file.Func("all", "func()", "all is every Go instruction.").RET()
	f := file.Funcs[0]
	f.insts = nil
	sym := file.Uint64s("constant", 1)
	f.Address(f.NewR("p"), sym)
	for _, method := range goMethods() {
		for s := range samples(method, 40) {
			if in := s.in; in.mnemonic != "RET" {
				for i := range in.ops { // R0–R17: allocation is not the point here
					if o := &in.ops[i]; o.reg != nil {
						o.pre += itoa(int(s.regs[o.reg]) % 18)
						o.reg, o.access = nil, 0
					}
				}
				in.copies = false
				if in.target != nil {
					l := f.NewLabel("l")
					f.Place(l)
					in.target = l
				}
				f.insts = append(f.insts, in)
			}
		}
	}
	f.RET()
	text, err := file.Assemble()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	out := filepath.Join(dir, "program")
	module(t, map[string]string{"k_arm64.s": string(text), "k.go": "package main\n\nfunc main() { all() }\n\n" + f.Stub()}, "build", "-o", out, ".")
	listing := goRun(t, dir, "tool", "objdump", "-s", `^main\.all`, out)
	if n := strings.Count(listing, "k_arm64.s"); n < 500 {
		t.Fatalf("objdump lists %d instructions", n)
	}
	if bad := regexp.MustCompile(`(?m)^.*\b(R18|R27|R28|R29|R30|RSP)\b.*$`).FindString(listing); bad != "" {
		t.Errorf("forbidden register: %s", bad)
	}
}
