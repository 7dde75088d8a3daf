package gonumblas

import (
	"gonum.org/v1/gonum/blas"

	"github.com/lamina-go/lamina/kernels"
)

func gemm[T kernels.Float](tA, tB blas.Transpose, m, n, k int, alpha T, a []T, lda int, b []T, ldb int, beta T, c []T, ldc int) {
	must(isTrans(tA), badTranspose)
	must(isTrans(tB), badTranspose)
	must(m >= 0, mLT0)
	must(n >= 0, nLT0)
	must(k >= 0, kLT0)
	transA, transB := tA != blas.NoTrans, tB != blas.NoTrans
	ar, ac := orient(transA, m, k)
	br, bc := orient(transB, k, n)
	must(lda >= max(1, ac), badLdA)
	must(ldb >= max(1, bc), badLdB)
	must(ldc >= max(1, n), badLdC)
	if m == 0 || n == 0 {
		return
	}
	am, bm, cm := matrix(ar, ac, a, lda, shortA), matrix(br, bc, b, ldb, shortB), matrix(m, n, c, ldc, shortC)
	kernels.Gemm(transA, transB, alpha, apart(am, cm), apart(bm, cm), beta, cm)
}

// orient returns rows and columns of an operand that may be stored transposed.
func orient(trans bool, rows, cols int) (int, int) {
	if trans {
		return cols, rows
	}
	return rows, cols
}
