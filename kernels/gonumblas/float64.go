package gonumblas

import "gonum.org/v1/gonum/blas"

// Ddot is kernels.Dot.
func (Implementation) Ddot(n int, x []float64, incX int, y []float64, incY int) float64 {
	return dot(n, x, incX, y, incY)
}

// Daxpy is kernels.Axpy.
func (Implementation) Daxpy(n int, alpha float64, x []float64, incX int, y []float64, incY int) {
	axpy(n, alpha, x, incX, y, incY)
}

// Dscal is kernels.Scale; alpha = 0 clears x, NaN too.
func (Implementation) Dscal(n int, alpha float64, x []float64, incX int) { scal(n, alpha, x, incX) }

// Dasum is kernels.Asum.
func (Implementation) Dasum(n int, x []float64, incX int) float64 { return asum(n, x, incX) }

// Dnrm2 is kernels.Nrm2.
func (Implementation) Dnrm2(n int, x []float64, incX int) float64 { return nrm2(n, x, incX) }

// Idamax is the first of the elements that are largest in magnitude; a NaN
// counts only where it is the first element.
func (Implementation) Idamax(n int, x []float64, incX int) int { return iamax(n, x, incX) }

// Dswap exchanges x and y.
func (Implementation) Dswap(n int, x []float64, incX int, y []float64, incY int) {
	swap(n, x, incX, y, incY)
}

// Dcopy copies x to y.
func (Implementation) Dcopy(n int, x []float64, incX int, y []float64, incY int) {
	copyVector(n, x, incX, y, incY)
}

// Drot is kernels.Rot.
func (Implementation) Drot(n int, x []float64, incX int, y []float64, incY int, c, s float64) {
	rot(n, x, incX, y, incY, c, s)
}

// Dgemv is kernels.Gemv.
func (Implementation) Dgemv(tA blas.Transpose, m, n int, alpha float64, a []float64, lda int, x []float64, incX int, beta float64, y []float64, incY int) {
	gemv(tA, m, n, alpha, a, lda, x, incX, beta, y, incY)
}

// Dger is kernels.Ger.
func (Implementation) Dger(m, n int, alpha float64, x []float64, incX int, y []float64, incY int, a []float64, lda int) {
	ger(m, n, alpha, x, incX, y, incY, a, lda)
}

// Dgemm is kernels.Gemm.
func (Implementation) Dgemm(tA, tB blas.Transpose, m, n, k int, alpha float64, a []float64, lda int, b []float64, ldb int, beta float64, c []float64, ldc int) {
	gemm(tA, tB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc)
}

// Dsyrk is kernels.Syrk.
func (Implementation) Dsyrk(ul blas.Uplo, tA blas.Transpose, n, k int, alpha float64, a []float64, lda int, beta float64, c []float64, ldc int) {
	syrk(ul, tA, n, k, alpha, a, lda, beta, c, ldc)
}

// Dsyr2k is C = alpha·A·Bᵀ + alpha·B·Aᵀ + beta·C or, with tA, alpha·Aᵀ·B +
// alpha·Bᵀ·A + beta·C, on a triangle of C; an element has the bits of two Gemms.
func (Implementation) Dsyr2k(ul blas.Uplo, tA blas.Transpose, n, k int, alpha float64, a []float64, lda int, b []float64, ldb int, beta float64, c []float64, ldc int) {
	syr2k(ul, tA, n, k, alpha, a, lda, b, ldb, beta, c, ldc)
}

// Dsymm is C = alpha·A·B + beta·C or alpha·B·A + beta·C, where A is symmetric
// and given by a triangle, with the bits of Gemm for the whole A.
func (Implementation) Dsymm(s blas.Side, ul blas.Uplo, m, n int, alpha float64, a []float64, lda int, b []float64, ldb int, beta float64, c []float64, ldc int) {
	symm(s, ul, m, n, alpha, a, lda, b, ldb, beta, c, ldc)
}

// Dtrmm is B = alpha·op(A)·B or alpha·B·op(A), where A is triangular.
func (Implementation) Dtrmm(s blas.Side, ul blas.Uplo, tA blas.Transpose, d blas.Diag, m, n int, alpha float64, a []float64, lda int, b []float64, ldb int) {
	triangularCall(false, s, ul, tA, d, m, n, alpha, a, lda, b, ldb)
}

// Dtrsm solves op(A)·X = alpha·B or X·op(A) = alpha·B, where A is triangular,
// and writes X to B.
func (Implementation) Dtrsm(s blas.Side, ul blas.Uplo, tA blas.Transpose, d blas.Diag, m, n int, alpha float64, a []float64, lda int, b []float64, ldb int) {
	triangularCall(true, s, ul, tA, d, m, n, alpha, a, lda, b, ldb)
}
