package asm

import "fmt"

// liveness finds, for each instruction, the registers whose values are still
// read after it on some path: live-out. It iterates backwards over the function
// until nothing changes, so values carried by loops are found (Appel, Modern
// Compiler Implementation, §10.1).
//
// It fails for a register that is read on some path before it is written, for a
// branch to a label that was never placed, and for control that runs off the end.
func (f *Func) liveness() (out []bitset, err error) {
	succ, err := f.successors()
	if err != nil {
		return nil, err
	}
	n := len(f.insts)
	in := make([]bitset, n)
	out = make([]bitset, n)
	for i := range f.insts {
		in[i], out[i] = newBitset(len(f.regs)), newBitset(len(f.regs))
	}
	live := newBitset(len(f.regs))
	for changed := true; changed; {
		changed = false
		for i := n - 1; i >= 0; i-- {
			for _, s := range succ[i] {
				out[i].union(in[s])
			}
			copy(live, out[i])
			f.insts[i].step(live)
			if in[i].union(live) {
				changed = true
			}
		}
	}
	in[0].each(func(id int) {
		if err == nil {
			err = f.unset(f.regs[id])
		}
	})
	return out, err
}

// step turns the set live after the instruction into the set live before it.
func (in *inst) step(live bitset) {
	for _, o := range in.ops {
		if o.access&write != 0 {
			live.remove(o.reg.id)
		}
	}
	for _, o := range in.ops {
		if o.access&read != 0 {
			live.add(o.reg.id)
		}
	}
}

// unset names a read of a register that nothing wrote before: the first one in
// the text.
func (f *Func) unset(r *vreg) error {
	for _, in := range f.insts {
		for _, o := range in.ops {
			if o.reg == r && o.access&read != 0 {
				return fmt.Errorf("asm: %s: %s: %s: %s register %q is read before it is written on some path",
					f.Name, in.where, in.decoded(virtualName), r.class, r.name)
			}
		}
	}
	return nil
}

// successors lists the lines that control may reach from each line.
func (f *Func) successors() ([][]int, error) {
	at := map[*Label]int{}
	for i, in := range f.insts {
		if in.place != nil {
			at[in.place] = i
		}
	}
	end := len(f.insts) // of what runs: comments may follow
	for end > 0 && f.insts[end-1].mnemonic == "" && f.insts[end-1].place == nil {
		end--
	}
	if end == 0 {
		return nil, fmt.Errorf("asm: %s: no instructions", f.Name)
	}
	succ := make([][]int, len(f.insts))
	for i, in := range f.insts[:end] {
		if in.target != nil {
			t, ok := at[in.target]
			if !ok {
				return nil, fmt.Errorf("asm: %s: %s: label %q is not placed", f.Name, in.where, in.target.name)
			}
			succ[i] = append(succ[i], t)
		}
		if in.flow == next || in.flow == branch {
			if i+1 == end {
				return nil, fmt.Errorf("asm: %s: control runs off the end: RET is missing", f.Name)
			}
			succ[i] = append(succ[i], i+1)
		}
	}
	return succ, nil
}

// virtualName names a register before allocation.
func virtualName(r *vreg) string { return "⟨" + r.name + "⟩" }
