package gonumblas

import "gonum.org/v1/gonum/blas"

// Sdot is kernels.Dot.
func (Implementation) Sdot(n int, x []float32, incX int, y []float32, incY int) float32 {
	return dot(n, x, incX, y, incY)
}

// Saxpy is kernels.Axpy.
func (Implementation) Saxpy(n int, alpha float32, x []float32, incX int, y []float32, incY int) {
	axpy(n, alpha, x, incX, y, incY)
}

// Sscal is kernels.Scale; alpha = 0 clears x, NaN too.
func (Implementation) Sscal(n int, alpha float32, x []float32, incX int) { scal(n, alpha, x, incX) }

// Sasum is kernels.Asum.
func (Implementation) Sasum(n int, x []float32, incX int) float32 { return asum(n, x, incX) }

// Snrm2 is kernels.Nrm2.
func (Implementation) Snrm2(n int, x []float32, incX int) float32 { return nrm2(n, x, incX) }

// Isamax is the first of the elements that are largest in magnitude; a NaN
// counts only where it is the first element.
func (Implementation) Isamax(n int, x []float32, incX int) int { return iamax(n, x, incX) }

// Sswap exchanges x and y.
func (Implementation) Sswap(n int, x []float32, incX int, y []float32, incY int) {
	swap(n, x, incX, y, incY)
}

// Scopy copies x to y.
func (Implementation) Scopy(n int, x []float32, incX int, y []float32, incY int) {
	copyVector(n, x, incX, y, incY)
}

// Srot is kernels.Rot.
func (Implementation) Srot(n int, x []float32, incX int, y []float32, incY int, c, s float32) {
	rot(n, x, incX, y, incY, c, s)
}

// Sgemv is kernels.Gemv.
func (Implementation) Sgemv(tA blas.Transpose, m, n int, alpha float32, a []float32, lda int, x []float32, incX int, beta float32, y []float32, incY int) {
	gemv(tA, m, n, alpha, a, lda, x, incX, beta, y, incY)
}

// Sger is kernels.Ger.
func (Implementation) Sger(m, n int, alpha float32, x []float32, incX int, y []float32, incY int, a []float32, lda int) {
	ger(m, n, alpha, x, incX, y, incY, a, lda)
}

// Sgemm is kernels.Gemm.
func (Implementation) Sgemm(tA, tB blas.Transpose, m, n, k int, alpha float32, a []float32, lda int, b []float32, ldb int, beta float32, c []float32, ldc int) {
	gemm(tA, tB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc)
}

// Ssyrk is kernels.Syrk.
func (Implementation) Ssyrk(ul blas.Uplo, tA blas.Transpose, n, k int, alpha float32, a []float32, lda int, beta float32, c []float32, ldc int) {
	syrk(ul, tA, n, k, alpha, a, lda, beta, c, ldc)
}

// Ssyr2k is C = alpha·A·Bᵀ + alpha·B·Aᵀ + beta·C or, with tA, alpha·Aᵀ·B +
// alpha·Bᵀ·A + beta·C, on a triangle of C; an element has the bits of two Gemms.
func (Implementation) Ssyr2k(ul blas.Uplo, tA blas.Transpose, n, k int, alpha float32, a []float32, lda int, b []float32, ldb int, beta float32, c []float32, ldc int) {
	syr2k(ul, tA, n, k, alpha, a, lda, b, ldb, beta, c, ldc)
}

// Ssymm is C = alpha·A·B + beta·C or alpha·B·A + beta·C, where A is symmetric
// and given by a triangle, with the bits of Gemm for the whole A.
func (Implementation) Ssymm(s blas.Side, ul blas.Uplo, m, n int, alpha float32, a []float32, lda int, b []float32, ldb int, beta float32, c []float32, ldc int) {
	symm(s, ul, m, n, alpha, a, lda, b, ldb, beta, c, ldc)
}

// Strmm is B = alpha·op(A)·B or alpha·B·op(A), where A is triangular.
func (Implementation) Strmm(s blas.Side, ul blas.Uplo, tA blas.Transpose, d blas.Diag, m, n int, alpha float32, a []float32, lda int, b []float32, ldb int) {
	triangularCall(false, s, ul, tA, d, m, n, alpha, a, lda, b, ldb)
}

// Strsm solves op(A)·X = alpha·B or X·op(A) = alpha·B, where A is triangular,
// and writes X to B.
func (Implementation) Strsm(s blas.Side, ul blas.Uplo, tA blas.Transpose, d blas.Diag, m, n int, alpha float32, a []float32, lda int, b []float32, ldb int) {
	triangularCall(true, s, ul, tA, d, m, n, alpha, a, lda, b, ldb)
}
