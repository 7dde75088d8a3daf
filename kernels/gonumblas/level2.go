package gonumblas

import (
	"gonum.org/v1/gonum/blas"

	"github.com/lamina-go/lamina/kernels"
)

func gemv[T kernels.Float](tA blas.Transpose, m, n int, alpha T, a []T, lda int, x []T, incX int, beta T, y []T, incY int) {
	must(isTrans(tA), badTranspose)
	must(m >= 0, mLT0)
	must(n >= 0, nLT0)
	must(lda >= max(1, n), badLdA)
	must(incX != 0, zeroIncX)
	must(incY != 0, zeroIncY)
	if m == 0 || n == 0 {
		return
	}
	lenX, lenY := m, n
	if tA == blas.NoTrans {
		lenX, lenY = n, m
	}
	must(reaches(lenX, incX, len(x)), shortX)
	must(reaches(lenY, incY, len(y)), shortY)
	am := matrix(m, n, a, lda, shortA)
	if alpha == 0 && beta == 1 {
		return
	}
	w := getScratch[T]()
	defer w.put()
	gx, gy := gather(&w.x, lenX, x, incX), gather(&w.y, lenY, y, incY)
	yv := row(gy)
	kernels.Gemv(tA != blas.NoTrans, alpha, apart(am, yv), apart(row(gx), yv).Data, beta, gy)
	scatter(gy, y, incY)
}

func ger[T kernels.Float](m, n int, alpha T, x []T, incX int, y []T, incY int, a []T, lda int) {
	must(m >= 0, mLT0)
	must(n >= 0, nLT0)
	must(lda >= max(1, n), badLdA)
	must(incX != 0, zeroIncX)
	must(incY != 0, zeroIncY)
	if m == 0 || n == 0 {
		return
	}
	must(reaches(m, incX, len(x)), shortX)
	must(reaches(n, incY, len(y)), shortY)
	am := matrix(m, n, a, lda, shortA)
	if alpha == 0 {
		return
	}
	w := getScratch[T]()
	defer w.put()
	gx, gy := gather(&w.x, m, x, incX), gather(&w.y, n, y, incY)
	extent := row(am.Data) // a vector may lie between the rows
	kernels.Ger(alpha, apart(row(gx), extent).Data, apart(row(gy), extent).Data, am)
}

// row returns x as a matrix of one row.
func row[T kernels.Float](x []T) kernels.Matrix[T] {
	return kernels.Matrix[T]{Rows: 1, Cols: len(x), Stride: len(x), Data: x}
}
