package arm64

import "github.com/lamina-go/lamina/gen/arm64/asm"

// columns are the columns of a tile that exist, in vectors: how they lie in a
// row of B or C.
type columns interface {
	vecs() int
	load(row asm.R, vs []asm.V)
	store(row asm.R, vs []asm.V)
}

// whole is whole vectors, one after the other.
type whole struct {
	*machine
	n int
}

func (w whole) vecs() int { return w.n }

func (w whole) load(row asm.R, vs []asm.V) {
	for i := 0; i < len(vs); i += 2 {
		w.loadVec(row, i*vecBytes, false, vs[i:min(i+2, len(vs))]...)
	}
}

func (w whole) store(row asm.R, vs []asm.V) {
	for i := 0; i < len(vs); i += 2 {
		w.storeVec(row, i*vecBytes, false, vs[i:min(i+2, len(vs))]...)
	}
}

// overlapping is n vectors of which the last ends at the last column: where
// that is not a whole vector from the one before, both compute the columns that
// they share, to the same bits.
type overlapping struct {
	*machine
	n    int
	last asm.R // the last vector's place
}

func (o overlapping) vecs() int { return o.n }

func (o overlapping) load(row asm.R, vs []asm.V) {
	o.loadVec(row, 0, false, vs[:o.n-1]...)
	o.LDRIndex(vs[o.n-1], row, o.last, false, asm.Q)
}

func (o overlapping) store(row asm.R, vs []asm.V) {
	o.storeVec(row, 0, false, vs[:o.n-1]...)
	o.STRIndex(vs[o.n-1], row, o.last, false, asm.Q)
}
