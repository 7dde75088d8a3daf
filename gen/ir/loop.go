package ir

import (
	"fmt"
	"strings"
)

// Loop describes one assembly function of a kernel over slices of one length:
// a row of the op table at one element size.
type Loop struct {
	Name    string // of the assembly function
	Doc     string // what one element computes
	Bits    int    // of an element
	Slices  []string
	Scalars []string
	Body    func(*Builder)
	Fold    Fold // NoFold if nothing is returned
	// Part makes the lanes go in and out through memory: the function gets acc,
	// their array, as its first parameter and returns nothing.
	Part bool
	// Find makes a function of one slice return the index of the first element
	// that equals the fold, the slice's length if none does.
	Find bool
}

// AccBytes is the size of the lanes of a fold: 64 float32 or 32 float64.
const AccBytes = 256

// Build returns the loop's body.
func (k Loop) Build() Body {
	b := NewBuilder(k.Bits)
	k.Body(b)
	return b.Body()
}

// Folds tells that the loop returns a number folded from lanes.
func (k Loop) Folds() bool { return k.Fold != NoFold }

// InRegisters tells that the loop's lanes can stay in registers, a fixed
// vector of every iteration each: the body computes nothing but them.
func (k Loop) InRegisters(b Body) bool { return k.Folds() && len(b.Stores) == 0 }

// Text is the loop, for the function's comment.
func (k Loop) Text() string {
	s := "for i := range " + k.Slices[0] + " { " + k.Doc + " }"
	if k.Find {
		s += "; the first i with " + k.Slices[0] + "[i] equal to that, or their number"
	}
	return s
}

// Signature is the function's type in Go.
func (k Loop) Signature() string {
	var ps []string
	if k.Part {
		ps = append(ps, fmt.Sprintf("acc *[64]float%d", k.Bits))
	}
	for _, n := range k.Slices {
		ps = append(ps, fmt.Sprintf("%s []float%d", n, k.Bits))
	}
	for _, n := range k.Scalars {
		ps = append(ps, fmt.Sprintf("%s float%d", n, k.Bits))
	}
	s := "func(" + strings.Join(ps, ", ") + ")"
	switch {
	case k.Find:
		s += " int"
	case k.Folds() && !k.Part:
		s += fmt.Sprintf(" float%d", k.Bits)
	}
	return s
}
