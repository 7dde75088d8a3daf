package ir

import "math"

// Fold is how a kernel's lanes become the one number that it returns. Every
// lane starts from the fold's identity, which lanes without elements keep.
type Fold uint8

const (
	NoFold  Fold = iota
	FoldSum      // lanes start at +0 and are joined by Add
	FoldMax      // −Inf, Maximum
	FoldMin      // +Inf, Minimum
)

// Identity returns the bits of the number that a lane starts from.
func (f Fold) Identity(bits int) uint64 {
	x := map[Fold]float64{FoldMax: math.Inf(-1), FoldMin: math.Inf(1)}[f]
	if bits == 32 {
		return uint64(math.Float32bits(float32(x)))
	}
	return math.Float64bits(x)
}

// Op returns the operation that joins two lanes.
func (f Fold) Op() Op { return map[Fold]Op{FoldSum: Add, FoldMax: Maximum, FoldMin: Minimum}[f] }
