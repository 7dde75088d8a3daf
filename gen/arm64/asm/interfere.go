package asm

// graph is the interference graph of one class: registers that hold different
// values at the same time may not share a machine register.
type graph struct {
	regs  []*vreg
	adj   []bitset // by register id
	moves [][2]int // copies: destination, source
	alias []int    // by id: the register it was merged into, or itself
}

// interference builds the graph from the live-out sets. A register that is
// written interferes with all that live after the instruction, whether or not
// its own value is ever read, and with the instruction's other results; except
// that a copy's destination may share with its source (Appel, §11.1).
func (f *Func) interference(c class, out []bitset) *graph {
	g := &graph{adj: make([]bitset, len(f.regs)), alias: make([]int, len(f.regs))}
	for i, r := range f.regs {
		g.adj[i], g.alias[i] = newBitset(len(f.regs)), i
		if r.class == c {
			g.regs = append(g.regs, r)
		}
	}
	for i, in := range f.insts {
		source := -1
		if in.copies {
			d, s := in.copyOf()
			if d.class == c {
				source = s.id
				g.moves = append(g.moves, [2]int{d.id, s.id})
			}
		}
		for _, o := range in.ops {
			if o.access&write == 0 || o.reg.class != c {
				continue
			}
			out[i].each(func(id int) {
				if id != source && f.regs[id].class == c {
					g.edge(o.reg.id, id)
				}
			})
			for _, p := range in.ops {
				if p.access&write != 0 && p.reg.class == c {
					g.edge(o.reg.id, p.reg.id)
				}
			}
		}
	}
	return g
}

// copyOf is a copy's destination and source.
func (in *inst) copyOf() (d, s *vreg) {
	for _, o := range in.ops {
		if o.access == write {
			d = o.reg
		} else {
			s = o.reg
		}
	}
	return d, s
}

func (g *graph) edge(a, b int) {
	if a != b {
		g.adj[a].add(b)
		g.adj[b].add(a)
	}
}

// find is the register that id was merged into.
func (g *graph) find(id int) int {
	for g.alias[id] != id {
		id = g.alias[id]
	}
	return id
}

// degree counts the neighbours that are not merged away.
func (g *graph) degree(id int) int {
	n := 0
	g.adj[id].each(func(m int) {
		if g.alias[m] == m {
			n++
		}
	})
	return n
}

// coalesce merges the two ends of copies where that cannot make a k-colourable
// graph uncolourable: the merged register has fewer than k neighbours of degree
// k or more (Briggs, Cooper and Torczon 1994).
func (g *graph) coalesce(k int) {
	for changed := true; changed; {
		changed = false
		for _, m := range g.moves {
			d, s := g.find(m[0]), g.find(m[1])
			if d == s || g.adj[d].has(s) {
				continue
			}
			both := newBitset(len(g.adj))
			both.union(g.adj[d])
			both.union(g.adj[s])
			significant := 0
			both.each(func(id int) {
				if g.alias[id] != id {
					return
				}
				deg := g.degree(id)
				if g.adj[d].has(id) && g.adj[s].has(id) {
					deg-- // one neighbour after the merge
				}
				if deg >= k {
					significant++
				}
			})
			if significant < k {
				g.alias[s] = d
				g.adj[s].each(func(id int) { g.edge(d, id) })
				changed = true
			}
		}
	}
}
