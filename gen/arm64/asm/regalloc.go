package asm

import "fmt"

// machine lists the registers that may be used, by class, lowest first.
var machine = [classes][]int{
	vector: {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
		16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31},
	general: {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17,
		19, 20, 21, 22, 23, 24, 25, 26},
}

// allocate gives every virtual register a machine register, by id.
func (f *Func) allocate() ([]int, error) {
	out, err := f.liveness()
	if err != nil {
		return nil, err
	}
	assigned := make([]int, len(f.regs))
	for c := range classes {
		g := f.interference(c, out)
		g.coalesce(len(machine[c]))
		if g.colour(len(machine[c]), g.smallestLast, assigned) ||
			g.colour(len(machine[c]), g.firstDefined, assigned) {
			continue
		}
		g = f.interference(c, out) // last resort: keep all copies
		if !g.colour(len(machine[c]), g.smallestLast, assigned) &&
			!g.colour(len(machine[c]), g.firstDefined, assigned) {
			return nil, f.pressureError(c, out)
		}
	}
	for id, r := range f.regs {
		assigned[id] = machine[r.class][assigned[id]]
	}
	return assigned, nil
}

// colour gives each register of the order the first colour that no neighbour
// has, preferring that of a register it is copied to or from.
func (g *graph) colour(k int, order func() []int, assigned []int) bool {
	const none = -1
	for _, r := range g.regs {
		assigned[r.id] = none
	}
	for _, id := range order() {
		taken := make([]bool, k)
		g.adj[id].each(func(m int) {
			if g.alias[m] == m && assigned[m] != none {
				taken[assigned[m]] = true
			}
		})
		pick := none
		for _, m := range g.moves {
			d, s := g.find(m[0]), g.find(m[1])
			if other := d + s - id; (d == id || s == id) && assigned[other] != none && !taken[assigned[other]] {
				pick = assigned[other]
				break
			}
		}
		for c := 0; pick == none && c < k; c++ {
			if !taken[c] {
				pick = c
			}
		}
		if pick == none {
			return false
		}
		assigned[id] = pick
	}
	for _, r := range g.regs {
		assigned[r.id] = assigned[g.find(r.id)]
	}
	return true
}

// firstDefined orders registers by their creation.
func (g *graph) firstDefined() []int {
	var order []int
	for _, r := range g.regs {
		if g.alias[r.id] == r.id {
			order = append(order, r.id)
		}
	}
	return order
}

// smallestLast removes a register of least degree again and again and colours
// in the reverse order (Matula and Beck 1983), which succeeds whenever all
// removed degrees are below k and often beyond.
func (g *graph) smallestLast() []int {
	order := g.firstDefined()
	degree := make([]int, len(g.adj))
	for _, id := range order {
		degree[id] = g.degree(id)
	}
	gone := make([]bool, len(g.adj))
	for end := len(order); end > 0; end-- {
		least := 0
		for i, id := range order[:end] {
			if degree[id] <= degree[order[least]] {
				least = i
			}
		}
		id := order[least]
		copy(order[least:end-1], order[least+1:end])
		order[end-1] = id
		gone[id] = true
		g.adj[id].each(func(m int) {
			if !gone[m] {
				degree[m]--
			}
		})
	}
	return order
}

// pressure is the greatest number of registers of a class that live at once,
// and the line where they do: those live after it and its unread results.
func (f *Func) pressure(c class, out []bitset) (most, line int) {
	for i, in := range f.insts {
		live := newBitset(len(f.regs))
		live.union(out[i])
		for _, o := range in.ops {
			if o.access&write != 0 {
				live.add(o.reg.id)
			}
		}
		n := 0
		live.each(func(id int) {
			if f.regs[id].class == c {
				n++
			}
		})
		if n > most {
			most, line = n, i
		}
	}
	return most, line
}

func (f *Func) pressureError(c class, out []bitset) error {
	most, line := f.pressure(c, out)
	in := f.insts[line]
	return fmt.Errorf("asm: %s: out of %s registers: there are %d; most, %d, live at %s: line %d, %s",
		f.Name, c, len(machine[c]), most, in.where, line+1, in.decoded(virtualName))
}
