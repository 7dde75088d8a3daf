package main

import (
	"slices"
	"strings"
	"unicode"

	"github.com/lamina-go/lamina/gen/ir"
)

// Op is a row of the op table: a kernel that runs over slices, element by
// element. From it come the assembly functions of every level, their stubs and
// the dispatch.
type Op struct {
	// Name is the kernel's name in lower camel case: for exp, the definition is
	// expGo, the dispatch dispatchExp and the assembly of a level expF32AVX512.
	Name string
	// Doc is the loop that it computes.
	Doc string
	// Out counts the slices that are written, Slices all of them; those that
	// are written come first. A body may also read what it writes.
	Out    int
	Slices []string
	// Scalars are the float parameters, after the slices.
	Scalars []string
	// Fold tells how the lanes become the number that the kernel returns.
	Fold ir.Fold
	// Body computes one element.
	Body func(*ir.Builder)
}

// Exported returns the name with a capital.
func (op Op) Exported() string { return strings.ToUpper(op.Name[:1]) + op.Name[1:] }

// File returns the stem of the op's assembly files: the name in snake case.
func (op Op) File() string { return snake(op.Name) }

func snake(name string) string {
	var b strings.Builder
	for _, r := range name {
		if unicode.IsUpper(r) && b.Len() > 0 {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// ops is the op table: the lists in rows_*.go, which are of no effect unless
// they are named here.
var ops = slices.Concat(elementwise, arithmetic, functions, activations, reductions, folded, training, likelihoods, jacobians, optimisers, random, blas)

// Names that many rows share.
var (
	dstSrc = []string{"dst", "src"}
	dstXY  = []string{"dst", "x", "y"}
	dstDyY = []string{"dst", "dy", "y"}
	dstDyX = []string{"dst", "dy", "x"}
	xy     = []string{"x", "y"}
)
