// Package algebra holds the bodies of the kernels, written once for all
// machines and both element sizes in the operations of package ir. Its files
// follow those of package kernels, where the same functions are defined in Go.
package algebra

import "github.com/lamina-go/lamina/gen/ir"

// Map1 and the others below turn functions of vectors into bodies: slices are
// numbered results first, then operands, as the kernel's parameters are.

// Map1 is dst[i] = f(src[i]).
func Map1(f func(*ir.Builder, *ir.Value) *ir.Value) func(*ir.Builder) {
	return func(b *ir.Builder) { b.Store(0, f(b, b.Input(1))) }
}

// Map2 is dst[i] = f(x[i], y[i]).
func Map2(f func(b *ir.Builder, x, y *ir.Value) *ir.Value) func(*ir.Builder) {
	return func(b *ir.Builder) { b.Store(0, f(b, b.Input(1), b.Input(2))) }
}
