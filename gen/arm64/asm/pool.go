package asm

import (
	"encoding/binary"
	"slices"
)

// Pool is a read-only constant of 128-bit vectors that grows while functions
// are written. They load vectors from Address by the offsets that it gives.
type Pool struct {
	name  string
	words [][2]uint64
}

// Pool starts an empty pool; File prints it if anything is in it. A second
// call with the same name returns the same pool.
func (f *File) Pool(name string) *Pool {
	for _, p := range f.pools {
		if p.name == name {
			return p
		}
	}
	p := &Pool{name: name}
	f.pools = append(f.pools, p)
	return p
}

// Offset returns where the vectors are, next to each other; those that are not
// there are added.
func (p *Pool) Offset(vs ...[2]uint64) int {
	for i := range p.words {
		if i+len(vs) <= len(p.words) && slices.Equal(p.words[i:i+len(vs)], vs) {
			return 16 * i
		}
	}
	p.words = append(p.words, vs...)
	return 16 * (len(p.words) - len(vs))
}

// Sym is the pool as a constant; it may still grow.
func (p *Pool) Sym() Sym {
	s := Sym{name: p.name}
	for _, w := range p.words {
		s.data = binary.LittleEndian.AppendUint64(binary.LittleEndian.AppendUint64(s.data, w[0]), w[1])
	}
	return s
}
