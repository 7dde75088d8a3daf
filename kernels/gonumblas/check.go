package gonumblas

import (
	"gonum.org/v1/gonum/blas"

	"github.com/lamina-go/lamina/kernels"
)

// gonum checks all sizes, then returns if a result is empty, and only then
// looks at the lengths. The helpers keep to that order.

// must panics with a message unless ok.
func must(ok bool, message string) {
	if !ok {
		panic(message)
	}
}

// vectors checks the increments and lengths of two vectors of n elements and
// tells whether there are any.
func vectors[T kernels.Float](n int, x []T, incX int, y []T, incY int) bool {
	must(incX != 0, zeroIncX)
	must(incY != 0, zeroIncY)
	must(n >= 0, nLT0)
	if n == 0 {
		return false
	}
	must(reaches(n, incX, len(x)), shortX)
	must(reaches(n, incY, len(y)), shortY)
	return true
}

// vector does the same for a vector that is empty if its increment is negative.
func vector[T kernels.Float](n int, x []T, incX int) bool {
	must(incX != 0, zeroIncX)
	if incX < 0 {
		return false
	}
	must(n >= 0, nLT0)
	must(n == 0 || reaches(n, incX, len(x)), shortX)
	return n > 0
}

// reaches tells whether length holds n > 0 elements, inc apart.
func reaches(n, inc, length int) bool {
	if inc < 0 {
		inc = -inc
	}
	return (n-1)*inc < length
}

func isUplo(ul blas.Uplo) bool { return ul == blas.Upper || ul == blas.Lower }
func isSide(s blas.Side) bool  { return s == blas.Left || s == blas.Right }
func isDiag(d blas.Diag) bool  { return d == blas.NonUnit || d == blas.Unit }
func isTrans(t blas.Transpose) bool {
	return t == blas.NoTrans || t == blas.Trans || t == blas.ConjTrans
}

// matrix returns the first rows × cols elements of data as a matrix, once its
// length is checked.
func matrix[T kernels.Float](rows, cols int, data []T, stride int, short string) kernels.Matrix[T] {
	if rows <= 0 || cols <= 0 {
		return kernels.Matrix[T]{Rows: rows, Cols: cols, Stride: stride}
	}
	n := (rows-1)*stride + cols
	must(len(data) >= n, short)
	return kernels.Matrix[T]{Rows: rows, Cols: cols, Stride: stride, Data: data[:n]}
}

// part returns rows r0 … r1 and columns c0 … c1 of m.
func part[T kernels.Float](m kernels.Matrix[T], r0, r1, c0, c1 int) kernels.Matrix[T] {
	p := kernels.Matrix[T]{Rows: r1 - r0, Cols: c1 - c0, Stride: m.Stride}
	if p.Rows > 0 && p.Cols > 0 {
		p.Data = m.Data[r0*m.Stride+c0 : (r1-1)*m.Stride+c1]
	}
	return p
}

// apart returns m, or a copy if c overlaps it.
func apart[T kernels.Float](m, c kernels.Matrix[T]) kernels.Matrix[T] {
	if m.Overlaps(c) {
		m.Data = append([]T(nil), m.Data...)
	}
	return m
}
