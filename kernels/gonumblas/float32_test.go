package gonumblas_test

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/gonum"

	"github.com/lamina-go/lamina/kernels/gonumblas"
)

// viaFloat32 is gonum's float64 BLAS which, on every call, also has the
// drop-in compute in float32 and compares. A call whose arguments are wrong
// panics with the drop-in's panic.
type viaFloat32 struct {
	gonum.Implementation // the oracle
	t                    *testing.T
	s                    gonumblas.Implementation
}

// tolerance is for sums of a few hundred products.
const tolerance = 5e-5

func to32(x []float64) []float32 {
	y := make([]float32, len(x))
	for i, v := range x {
		y[i] = float32(v)
	}
	return y
}

// check compares what the drop-in made of a vector or matrix with the oracle's.
// What float32 cannot hold, as 1e300 of the suite's extremes, proves nothing.
func (o *viaFloat32) check(op string, got []float32, want []float64) {
	o.t.Helper()
	scale := 1.0
	for _, w := range want {
		if a := math.Abs(w); a > math.MaxFloat32 {
			return
		} else if a > scale {
			scale = a
		}
	}
	for i, w := range want {
		g := float64(got[i])
		if math.IsNaN(w) && math.IsNaN(g) || g == w || math.Abs(g-w) <= tolerance*scale {
			continue
		}
		o.t.Errorf("S%s: element %d is %v, want %v", op, i, g, w)
		return
	}
}

func (o *viaFloat32) Ddot(n int, x []float64, incX int, y []float64, incY int) float64 {
	got := o.s.Sdot(n, to32(x), incX, to32(y), incY)
	want := o.Implementation.Ddot(n, x, incX, y, incY)
	o.check("dot", []float32{got}, []float64{want})
	return want
}

func (o *viaFloat32) Daxpy(n int, alpha float64, x []float64, incX int, y []float64, incY int) {
	got := to32(y)
	o.s.Saxpy(n, float32(alpha), to32(x), incX, got, incY)
	o.Implementation.Daxpy(n, alpha, x, incX, y, incY)
	o.check("axpy", got, y)
}

func (o *viaFloat32) Dscal(n int, alpha float64, x []float64, incX int) {
	got := to32(x)
	o.s.Sscal(n, float32(alpha), got, incX)
	o.Implementation.Dscal(n, alpha, x, incX)
	o.check("scal", got, x)
}

func (o *viaFloat32) Dasum(n int, x []float64, incX int) float64 {
	got := o.s.Sasum(n, to32(x), incX)
	want := o.Implementation.Dasum(n, x, incX)
	o.check("asum", []float32{got}, []float64{want})
	return want
}

func (o *viaFloat32) Dnrm2(n int, x []float64, incX int) float64 {
	got := o.s.Snrm2(n, to32(x), incX)
	want := o.Implementation.Dnrm2(n, x, incX)
	o.check("nrm2", []float32{got}, []float64{want})
	return want
}

func (o *viaFloat32) Idamax(n int, x []float64, incX int) int {
	got := o.s.Isamax(n, to32(x), incX)
	want := o.Implementation.Idamax(n, x, incX)
	if got != want {
		o.t.Errorf("Isamax: %d, want %d", got, want)
	}
	return want
}

func (o *viaFloat32) Dswap(n int, x []float64, incX int, y []float64, incY int) {
	gx, gy := to32(x), to32(y)
	o.s.Sswap(n, gx, incX, gy, incY)
	o.Implementation.Dswap(n, x, incX, y, incY)
	o.check("swap", gx, x)
	o.check("swap", gy, y)
}

func (o *viaFloat32) Dcopy(n int, x []float64, incX int, y []float64, incY int) {
	got := to32(y)
	o.s.Scopy(n, to32(x), incX, got, incY)
	o.Implementation.Dcopy(n, x, incX, y, incY)
	o.check("copy", got, y)
}

func (o *viaFloat32) Drot(n int, x []float64, incX int, y []float64, incY int, c, s float64) {
	gx, gy := to32(x), to32(y)
	o.s.Srot(n, gx, incX, gy, incY, float32(c), float32(s))
	o.Implementation.Drot(n, x, incX, y, incY, c, s)
	o.check("rot", gx, x)
	o.check("rot", gy, y)
}

func (o *viaFloat32) Dgemv(tA blas.Transpose, m, n int, alpha float64, a []float64, lda int, x []float64, incX int, beta float64, y []float64, incY int) {
	got := to32(y)
	o.s.Sgemv(tA, m, n, float32(alpha), to32(a), lda, to32(x), incX, float32(beta), got, incY)
	o.Implementation.Dgemv(tA, m, n, alpha, a, lda, x, incX, beta, y, incY)
	o.check("gemv", got, y)
}

func (o *viaFloat32) Dger(m, n int, alpha float64, x []float64, incX int, y []float64, incY int, a []float64, lda int) {
	got := to32(a)
	o.s.Sger(m, n, float32(alpha), to32(x), incX, to32(y), incY, got, lda)
	o.Implementation.Dger(m, n, alpha, x, incX, y, incY, a, lda)
	o.check("ger", got, a)
}

func (o *viaFloat32) Dgemm(tA, tB blas.Transpose, m, n, k int, alpha float64, a []float64, lda int, b []float64, ldb int, beta float64, c []float64, ldc int) {
	got := to32(c)
	o.s.Sgemm(tA, tB, m, n, k, float32(alpha), to32(a), lda, to32(b), ldb, float32(beta), got, ldc)
	o.Implementation.Dgemm(tA, tB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc)
	o.check("gemm", got, c)
}

func (o *viaFloat32) Dsymm(s blas.Side, ul blas.Uplo, m, n int, alpha float64, a []float64, lda int, b []float64, ldb int, beta float64, c []float64, ldc int) {
	got := to32(c)
	o.s.Ssymm(s, ul, m, n, float32(alpha), to32(a), lda, to32(b), ldb, float32(beta), got, ldc)
	o.Implementation.Dsymm(s, ul, m, n, alpha, a, lda, b, ldb, beta, c, ldc)
	o.check("symm", got, c)
}

func (o *viaFloat32) Dsyrk(ul blas.Uplo, tA blas.Transpose, n, k int, alpha float64, a []float64, lda int, beta float64, c []float64, ldc int) {
	got := to32(c)
	o.s.Ssyrk(ul, tA, n, k, float32(alpha), to32(a), lda, float32(beta), got, ldc)
	o.Implementation.Dsyrk(ul, tA, n, k, alpha, a, lda, beta, c, ldc)
	o.check("syrk", got, c)
}

func (o *viaFloat32) Dsyr2k(ul blas.Uplo, tA blas.Transpose, n, k int, alpha float64, a []float64, lda int, b []float64, ldb int, beta float64, c []float64, ldc int) {
	got := to32(c)
	o.s.Ssyr2k(ul, tA, n, k, float32(alpha), to32(a), lda, to32(b), ldb, float32(beta), got, ldc)
	o.Implementation.Dsyr2k(ul, tA, n, k, alpha, a, lda, b, ldb, beta, c, ldc)
	o.check("syr2k", got, c)
}

func (o *viaFloat32) Dtrmm(s blas.Side, ul blas.Uplo, tA blas.Transpose, d blas.Diag, m, n int, alpha float64, a []float64, lda int, b []float64, ldb int) {
	got := to32(b)
	o.s.Strmm(s, ul, tA, d, m, n, float32(alpha), to32(a), lda, got, ldb)
	o.Implementation.Dtrmm(s, ul, tA, d, m, n, alpha, a, lda, b, ldb)
	o.check("trmm", got, b)
}

func (o *viaFloat32) Dtrsm(s blas.Side, ul blas.Uplo, tA blas.Transpose, d blas.Diag, m, n int, alpha float64, a []float64, lda int, b []float64, ldb int) {
	got := to32(b)
	o.s.Strsm(s, ul, tA, d, m, n, float32(alpha), to32(a), lda, got, ldb)
	o.Implementation.Dtrsm(s, ul, tA, d, m, n, alpha, a, lda, b, ldb)
	o.check("trsm", got, b)
}
