package asm

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"sort"
	"strings"
	"sync"
	"testing"
)

// allFeatures permits every instruction.
var allFeatures = Level{"all", ASIMD | DotProd | FP16}

func newTestFunc(level Level) *Func {
	return NewFile("test", level).Func("f", "func(n int, x float32, s []float64) uint32", "")
}

// sample is one instruction with machine registers chosen for it.
type sample struct {
	method string
	arr    string // the arrangement or size argument
	in     *inst
	regs   map[*vreg]uint32
	args   []*vreg // in the method's order
	badKey bool    // refused for its arrangement or size
}

func (s sample) word() uint32 { return s.in.encode(func(r *vreg) uint32 { return s.regs[r] }) }
func (s sample) text() string {
	return s.in.decoded(func(r *vreg) string { return itoa(int(s.regs[r])) })
}

// call appends the method's instruction to f with random arguments, within or
// out of range, of which key replaces the first Arr or Size.
func call(f *Func, method string, key any, rng *rand.Rand) sample {
	m := reflect.ValueOf(f).MethodByName(method)
	s := sample{method: method, arr: fmt.Sprint(key), regs: map[*vreg]uint32{}}
	vnum, rnum := rng.Perm(32), rng.Perm(31)
	var args []reflect.Value
	for i := range m.Type().NumIn() {
		var a any
		switch m.Type().In(i) {
		case reflect.TypeFor[V]():
			v := f.NewV("v")
			s.regs[v.r] = uint32(vnum[i])
			s.args = append(s.args, v.r)
			a = v
		case reflect.TypeFor[R]():
			r := f.NewR("r")
			s.regs[r.r] = uint32(rnum[i])
			s.args = append(s.args, r.r)
			a = r
		case reflect.TypeFor[Arr]():
			a = key
		case reflect.TypeFor[Size]():
			a = key
			if _, ok := key.(Size); !ok || len(args) > 2 && method == "FCVT" {
				a = Size(rng.IntN(5))
			}
		case reflect.TypeFor[int]():
			a = [...]int{0, rng.IntN(4), rng.IntN(16), rng.IntN(64), 8 * rng.IntN(5), 16 * rng.IntN(64), -16 * rng.IntN(64),
				rng.IntN(65536), rng.IntN(512) - 256, 4 * rng.IntN(64)}[rng.IntN(10)]
		case reflect.TypeFor[uint64]():
			var mask uint64
			for i := range 8 {
				mask |= uint64(rng.IntN(2)) * 0xFF << (8 * i)
			}
			a = mask
		case reflect.TypeFor[int64]():
			a = int64(rng.Uint64() >> rng.IntN(64))
		case reflect.TypeFor[float64]():
			a = float64(rng.IntN(32)-16) / 8
		case reflect.TypeFor[bool]():
			a = rng.IntN(2) == 1
		case reflect.TypeFor[Prefetch]():
			a = []Prefetch{PLDL1KEEP, PLDL1STRM, PLDL2KEEP, PLDL2STRM, PSTL1KEEP, PSTL1STRM}[rng.IntN(6)]
		case reflect.TypeFor[Cond]():
			a = []Cond{EQ, NE, LT, LE, GT, GE, LO, LS, HI, HS}[rng.IntN(10)]
		case reflect.TypeFor[*Label]():
			l := f.NewLabel("l")
			f.Place(l)
			a = l
		default:
			panic("methods_test: no value for " + m.Type().In(i).String() + " of " + method)
		}
		args = append(args, reflect.ValueOf(a))
	}
	m.Call(args)
	if f.err != nil {
		s.badKey = strings.Contains(f.err.Error(), "is not one of") && method != "FCVT"
	} else {
		s.in = f.insts[len(f.insts)-1]
	}
	return s
}

// methods are the instruction methods of Func: encoded ones, or Go's.
func methods(encoded bool) []string {
	if encoded {
		return encodedMethods()
	}
	return goMethods()
}

var (
	encodedMethods = sync.OnceValue(func() []string { return listMethods(true) })
	goMethods      = sync.OnceValue(func() []string { return listMethods(false) })
)

func listMethods(encoded bool) []string {
	var names []string
	all := reflect.TypeFor[*Func]()
	for i := range all.NumMethod() {
		m := all.Method(i)
		switch m.Name {
		case "NewV", "NewR", "NewLabel", "Place", "Comment", "Lines", "Stub", "Arg", "ArgV", "Result", "ResultV", "Address", "Local":
			continue
		}
		if isEncoded(m.Name) == encoded {
			names = append(names, m.Name)
		}
	}
	sort.Strings(names)
	return names
}

// isEncoded tells by trying.
func isEncoded(method string) bool {
	for s := range samples(method, 1) {
		return s.in.encoded
	}
	panic("methods_test: no valid call of " + method)
}

// samples yields up to n valid instructions of a method for each arrangement
// or size that it takes.
func samples(method string, n int) func(func(sample) bool) {
	m, _ := reflect.TypeFor[*Func]().MethodByName(method)
	keys := []any{nil}
	for i := range m.Type.NumIn() {
		switch m.Type.In(i) {
		case reflect.TypeFor[Arr]():
			keys = []any{B8, B16, H4, H8, S2, S4, D1, D2}
		case reflect.TypeFor[Size]():
			keys = []any{B, H, S, D, Q}
		}
	}
	return func(yield func(sample) bool) {
		rng := rand.New(rand.NewPCG(1, 2))
		for _, key := range keys {
			for try, found := 0, 0; try < 60*n && found < n; try++ {
				s := call(newTestFunc(allFeatures), method, key, rng)
				if s.in == nil && s.badKey {
					break
				}
				if s.in == nil {
					continue
				}
				found++
				if !yield(s) {
					return
				}
			}
		}
	}
}

// accumulates lists the methods that read their first operand and write it.
var accumulates = strings.Fields(`FMLA FMLS FMLAElem FMLSElem FCVTN2 MLA MLS MLAElem BSL BIT BIF UADALP
	UMLAL UMLAL2 XTN2 SHRN2 SLI SRI SSRA USRA INS INSFromR LD1Lane LD1LanePost LD1LanePostReg UDOT SDOT`)

// TestOperands checks what every encoded instruction says of its operands:
// registers in the order of the arguments, the first one written (except by
// stores and PRFM), the accumulators read too, a post-indexed base both.
func TestOperands(t *testing.T) {
	destructive := map[string]bool{}
	for _, m := range accumulates {
		destructive[m] = true
	}
	for _, method := range methods(true) {
		for s := range samples(method, 4) {
			var regs []*vreg
			for i, o := range s.in.ops {
				if o.reg == nil {
					continue
				}
				want := read
				switch store := strings.HasPrefix(method, "ST") || method == "PRFM"; {
				case len(regs) == 0 && !store:
					want = write
					if destructive[method] {
						want = rw
					}
				case method == "LDP" || method == "LDPPost":
					if len(regs) == 1 {
						want = write
					}
				}
				if strings.Contains(method, "Post") && o.shift == fieldN {
					want = rw
				}
				if o.access != want {
					t.Errorf("%s: operand %d of %q has access %d, want %d", method, i, s.text(), o.access, want)
				}
				regs = append(regs, o.reg)
			}
			if !reflect.DeepEqual(regs, s.args) {
				t.Errorf("%s: operands of %q are not in the arguments' order", method, s.text())
			}
		}
	}
}
