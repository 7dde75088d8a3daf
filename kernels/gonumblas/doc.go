// Package gonumblas makes Lamina's kernels the BLAS of gonum:
//
//	func init() {
//		blas64.Use(gonumblas.Implementation{})
//		blas32.Use(gonumblas.Implementation{})
//	}
//
// From then on mat and lapack run on them. Arguments are checked as gonum's
// own implementation checks them, with the same panics.
//
// Gemm, Symm, Syrk, Syr2k, Trmm, Trsm, Gemv, Ger, Dot, Axpy, Scal, Asum, Nrm2,
// Iamax, Rot, Swap and Copy are Lamina's, with the same bits on every machine and for any
// GOMAXPROCS; the triangular ones are blocks of Gemm. The other routines, and
// those of complex numbers, are gonum's. Increments other than 1 cost a copy
// of the vector and change no bit.
//
// NaN and infinities propagate: unlike gonum's, no routine skips a zero, and
// 0·NaN is NaN. What the BLAS does not refer to is not read: C where beta is
// 0, the other triangle, a unit diagonal. Where a result overlaps an operand,
// the operand is copied first.
package gonumblas
