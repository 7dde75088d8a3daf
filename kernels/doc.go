// Package kernels has vector and matrix kernels in SIMD assembly, generated,
// without cgo:
//
//	kernels.Exp(y, x)                                // y[i] = e^x[i]
//	s := kernels.Dot(x, y)                           // inner product
//	kernels.Gemm(false, true, 1, a, b, 0, c)         // C = A·Bᵀ
//
// # Same bits
//
// Every kernel is defined by a loop in pure Go, which its documentation
// states. The implementations for AVX-512, AVX2 and NEON return the same bits
// as the definition, for every length, alignment and GOMAXPROCS, where any NaN
// counts as any other. What is computed on one machine is what every machine
// computes.
//
// Reductions run in 64 virtual lanes for float32 and 32 for float64: lane i
// takes the elements ≡ i, starting from +0, and then the upper half of the
// lanes is added onto the lower until one is left. Maxima and minima, of slices
// and element by element, are those of Go's max and min: NaN if there is one,
// and −0 < +0. Functions such as Exp are
// one range reduction and one polynomial, in explicit fused multiply-adds.
//
// # Slices and matrices
//
// Kernels are generic over [Float]: float32 and float64. Slices of one call
// have one length; a result may be one of its sources or disjoint from them.
// Lengths that differ and slices that overlap otherwise are errors of the
// programmer, and panic with the kernel's name and the sizes. A [Matrix] has
// the fields of gonum's blas64.General: Matrix[float64](m.RawMatrix()) is a
// conversion and copies nothing.
//
// No kernel reads or writes a byte outside its slices or allocates, and none but
// [Gemm] and its kin, which share them with other goroutines, makes its arguments
// escape; no assembly call runs longer than about 100 µs. NaN, ±Inf, −0 and
// subnormal numbers are what the definition makes of them: 0·NaN is NaN, in Gemm
// too.
//
// # Implementations
//
// The fastest implementation that the machine supports is chosen when the
// program starts. [Implementations] lists them and [Active] names the one in
// use. The environment variable LAMINA_ISA, as in LAMINA_ISA=avx2, chooses
// another; [EnvError] tells if it names none. The build tag purego leaves
// only the definitions.
//
// # Random numbers
//
// [Philox] is counter-based: a variate depends on seed, stream and position
// alone, so that streams are the same on every machine and in any order.
package kernels
