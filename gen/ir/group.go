package ir

import (
	"fmt"
	"strings"
)

// Group describes one assembly function that turns whole groups of elements
// into elements of another type, which no Loop does: what one group computes
// is Kind, by name, in each machine family.
type Group struct {
	Name     string // of the assembly function
	Kind     string
	Doc      string // what one element computes
	Elems    int    // source elements in a group
	Per      int    // source elements for one result
	Dst, Src Elem
	Scalars  []string // float parameters, of Bits
	Bits     int      // of a lane
}

// Elem is the type of a slice's elements.
type Elem struct {
	Go    string
	Bytes int
}

// The types that groups convert between.
var (
	U8  = Elem{"uint8", 1}
	U16 = Elem{"uint16", 2}
	U64 = Elem{"uint64", 8}
	F32 = Elem{"float32", 4}
	F64 = Elem{"float64", 8}
)

// Params are the function's parameters in Go.
func (g Group) Params() string {
	ps := []string{"dst []" + g.Dst.Go, "src []" + g.Src.Go}
	if len(g.Scalars) > 0 {
		ps = append(ps, fmt.Sprintf("%s float%d", strings.Join(g.Scalars, ", "), g.Bits))
	}
	return strings.Join(ps, ", ")
}

// Text is the loop, for the function's comment.
func (g Group) Text() string {
	return fmt.Sprintf("for i := range src { %s }; len(src) is a multiple of %d", g.Doc, g.Elems)
}

// DstBytes and SrcBytes are the sizes of a group.
func (g Group) DstBytes() int { return g.Elems / g.Per * g.Dst.Bytes }
func (g Group) SrcBytes() int { return g.Elems * g.Src.Bytes }
