package asm

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// machineState is what an abstract machine sees: registers hold hashes of how
// they were computed, and stores and branches are observed.
type machineState struct {
	regs  map[string]uint64
	trace []uint64
}

// run executes a function for at most steps lines. Registers are named by name,
// so that the same code runs on virtual registers and on assigned ones; branches
// are taken by a hash of what they read, so both runs go the same way.
func run(f *Func, steps int, name func(*vreg) string, skip func(*inst) bool) []uint64 {
	at := map[*Label]int{}
	for i, in := range f.insts {
		if in.place != nil {
			at[in.place] = i
		}
	}
	st := machineState{regs: map[string]uint64{}}
	mix := func(h, x uint64) uint64 { h = (h ^ x) * 0x9E3779B97F4A7C15; return h ^ h>>29 }
	for pc, n := 0, 0; n < steps; n++ {
		in := f.insts[pc]
		if in.flow == ret {
			break
		}
		pc++
		if in.mnemonic == "" || skip(in) {
			continue
		}
		h := uint64(len(in.mnemonic))
		for _, c := range in.mnemonic {
			h = mix(h, uint64(c))
		}
		for _, o := range in.ops {
			if o.access&read != 0 {
				h = mix(h, st.regs[name(o.reg)])
			}
		}
		if in.copies {
			_, s := in.copyOf()
			h = st.regs[name(s)]
		}
		writes := false
		for i, o := range in.ops {
			if o.access&write != 0 {
				writes = true
				if !in.copies {
					h = mix(h, uint64(i))
				}
				st.regs[name(o.reg)] = h
			}
		}
		if !writes {
			st.trace = append(st.trace, h)
		}
		if in.flow == jump || in.flow == branch && h>>7&1 == 1 {
			pc = at[in.target]
		}
	}
	return st.trace
}

// randomFunc writes a program of loops, forward branches, copies, accumulations
// and stores over a set of registers that are all set first.
func randomFunc(rng *rand.Rand) *Func {
	f := newTestFunc(Neon)
	base := f.NewR("base")
	f.Arg("n", base)
	var vs []V
	for i := range 3 + rng.IntN(22) {
		v := f.NewV(fmt.Sprint("v", i))
		f.LDR(v, base, 16*i, Q)
		vs = append(vs, v)
	}
	rs := []R{base}
	for i := range 1 + rng.IntN(15) {
		r := f.NewR(fmt.Sprint("r", i))
		f.ADDRImm(r, base, i)
		rs = append(rs, r)
	}
	pick := func() V {
		if rng.IntN(8) == 0 { // a temporary, at once combined
			a, b := vs[rng.IntN(len(vs))], vs[rng.IntN(len(vs))]
			t := f.NewV("t")
			f.FADD(t, a, b, S4)
			return t
		}
		return vs[rng.IntN(len(vs))]
	}
	var block func(depth int)
	block = func(depth int) {
		for range 2 + rng.IntN(12) {
			d, n, m := vs[rng.IntN(len(vs))], pick(), pick()
			r, q := rs[rng.IntN(len(rs))], rs[rng.IntN(len(rs))]
			switch rng.IntN(11) {
			case 0:
				f.FMLA(d, n, m, S4)
			case 1:
				f.FSUB(d, n, m, S4)
			case 2, 3:
				f.MOV(d, n)
				f.FMLA(d, m, n, S4)
			case 4:
				f.STR(n, r, 0, Q)
			case 5:
				if n != m {
					f.LDPPost(n, m, r, 32, Q)
				}
			case 6:
				f.MOVR(r, q)
			case 7:
				f.SUBR(r, q, rs[0])
			case 8:
				f.UMOV(r, n, 1, S)
			case 9:
				if depth < 3 {
					l := f.NewLabel("loop")
					f.Place(l)
					block(depth + 1)
					f.CBNZ(r, l)
				}
			case 10:
				if depth < 3 {
					l := f.NewLabel("skip")
					f.TBZ(3, r, l)
					block(depth + 1)
					f.Place(l)
				}
			}
		}
	}
	block(0)
	for i, v := range vs {
		f.STR(v, rs[i%len(rs)], 16, Q)
	}
	f.RET()
	return f
}

// TestAllocationKeepsMeaning runs random programs on virtual and on assigned
// registers: stores and branches must see the same values.
func TestAllocationKeepsMeaning(t *testing.T) {
	full := 0
	for seed := range uint64(400) {
		f := randomFunc(rand.New(rand.NewPCG(seed, 7)))
		assigned, err := f.allocate()
		if err != nil {
			if strings.Contains(err.Error(), "out of") {
				full++
				continue
			}
			t.Fatal(err)
		}
		virtual := func(r *vreg) string { return fmt.Sprint(r.id) }
		real := func(r *vreg) string { return fmt.Sprint(r.class, assigned[r.id]) }
		removed := func(in *inst) bool {
			if !in.copies {
				return false
			}
			d, s := in.copyOf()
			return assigned[d.id] == assigned[s.id]
		}
		want := run(f, 3000, virtual, func(*inst) bool { return false })
		got := run(f, 3000, real, removed)
		if fmt.Sprint(want) != fmt.Sprint(got) {
			t.Errorf("seed %d: assigned registers change the program's meaning", seed)
		}
		for id, r := range f.regs {
			if n := assigned[id]; r.class == general && (n == 18 || n > 26) {
				t.Errorf("seed %d: R%d is assigned", seed, n)
			}
		}
	}
	if full > 40 {
		t.Errorf("%d of 400 programs did not fit", full)
	}
}

// TestFullHouse: 32 values at once fit, 33 do not, and the error says where.
func TestFullHouse(t *testing.T) {
	build := func(n int) *Func {
		f := newTestFunc(Neon)
		p := f.NewR("p")
		f.Arg("n", p)
		vs := make([]V, n)
		for i := range vs {
			vs[i] = f.NewV(fmt.Sprint("acc", i))
			f.MOVI64(vs[i], 0)
		}
		loop := f.NewLabel("loop")
		f.Place(loop)
		for i := range vs {
			f.FMLA(vs[i], vs[(i+1)%n], vs[(i+2)%n], S4)
		}
		f.SUBSRImm(p, p, 1)
		f.BCond(NE, loop)
		for _, v := range vs {
			f.STR(v, p, 0, Q)
		}
		f.RET()
		return f
	}
	if _, err := build(32).Lines(); err != nil {
		t.Error(err)
	}
	_, err := build(33).Lines()
	want := []string{"asm: f: out of vector registers: there are 32; most, 33, live at regalloc_test.go:", "movi ⟨acc32⟩"}
	for _, w := range want {
		if err == nil || !strings.Contains(strings.ReplaceAll(err.Error(), "v⟨", "⟨"), w) {
			t.Errorf("error %v, want … %s …", err, w)
		}
	}
}

// TestCopiesVanish: a chain of copies whose sources die costs nothing, one whose
// source lives on stays.
func TestCopiesVanish(t *testing.T) {
	for _, lives := range []bool{false, true} {
		f := newTestFunc(Neon)
		p, a, b := f.NewR("p"), f.NewV("a"), f.NewV("b")
		f.Arg("n", p)
		f.LDR(a, p, 0, Q)
		f.MOV(b, a)
		f.FMLA(b, b, b, S4)
		f.STR(b, p, 0, Q)
		if lives {
			f.STR(a, p, 16, Q)
		}
		f.RET()
		lines, err := f.Lines()
		if err != nil {
			t.Fatal(err)
		}
		if kept := strings.Contains(fmt.Sprint(lines), "mov "); kept != lives {
			t.Errorf("source lives on: %v, but copy kept: %v", lives, kept)
		}
	}
}

// TestFlowErrors: what cannot run is refused.
func TestFlowErrors(t *testing.T) {
	for _, c := range []struct {
		build func(f *Func, v V, r R)
		want  string
	}{
		{func(f *Func, v V, r R) {}, "no instructions"},
		{func(f *Func, v V, r R) { f.MOVI64(v, 0) }, "runs off the end"},
		{func(f *Func, v V, r R) { f.B(f.NewLabel("nowhere")) }, `label "nowhere" is not placed`},
		{func(f *Func, v V, r R) { f.FADD(v, v, v, S4); f.RET() }, `register "v" is read before it is written`},
		{func(f *Func, v V, r R) {
			l := f.NewLabel("l")
			f.Arg("n", r)
			f.CBZ(r, l)
			f.MOVI64(v, 0)
			f.Place(l)
			f.STR(v, r, 0, Q)
			f.RET()
		}, `register "v" is read before it is written on some path`},
		{func(f *Func, v V, r R) { l := f.NewLabel("l"); f.Place(l); f.Place(l) }, "placed twice"},
	} {
		f := newTestFunc(Neon)
		c.build(f, f.NewV("v"), f.NewR("r"))
		if _, err := f.Lines(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("error %v, want … %s …", err, c.want)
		}
	}
}
