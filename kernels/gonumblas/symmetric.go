package gonumblas

import (
	"gonum.org/v1/gonum/blas"

	"github.com/lamina-go/lamina/kernels"
)

func syrk[T kernels.Float](ul blas.Uplo, tA blas.Transpose, n, k int, alpha T, a []T, lda int, beta T, c []T, ldc int) {
	rows, cols := checkRank(ul, tA, n, k)
	must(lda >= max(1, cols), badLdA)
	must(ldc >= max(1, n), badLdC)
	if n == 0 {
		return
	}
	am, cm := matrix(rows, cols, a, lda, shortA), matrix(n, n, c, ldc, shortC)
	kernels.Syrk(ul == blas.Upper, tA != blas.NoTrans, alpha, apart(am, cm), beta, cm)
}

// checkRank checks what Syrk and Syr2k share and returns A's shape.
func checkRank(ul blas.Uplo, tA blas.Transpose, n, k int) (rows, cols int) {
	must(isUplo(ul), badUplo)
	must(isTrans(tA), badTranspose)
	must(n >= 0, nLT0)
	must(k >= 0, kLT0)
	return orient(tA != blas.NoTrans, n, k)
}

func syr2k[T kernels.Float](ul blas.Uplo, tA blas.Transpose, n, k int, alpha T, a []T, lda int, b []T, ldb int, beta T, c []T, ldc int) {
	rows, cols := checkRank(ul, tA, n, k)
	must(lda >= max(1, cols), badLdA)
	must(ldb >= max(1, cols), badLdB)
	must(ldc >= max(1, n), badLdC)
	if n == 0 {
		return
	}
	am, bm, cm := matrix(rows, cols, a, lda, shortA), matrix(rows, cols, b, ldb, shortB), matrix(n, n, c, ldc, shortC)
	r := rank2[T]{upper: ul == blas.Upper, trans: tA != blas.NoTrans, alpha: alpha, beta: beta}
	r.run(apart(am, cm), apart(bm, cm), cm)
}

// rank2 is C = alpha·A·Bᵀ + alpha·B·Aᵀ + beta·C on a triangle.
type rank2[T kernels.Float] struct {
	upper, trans bool
	alpha, beta  T
}

// run halves the triangle: two triangles and a rectangle between them.
func (r *rank2[T]) run(a, b, c kernels.Matrix[T]) {
	n := c.Rows
	if n <= base {
		r.triangle(a, b, c)
		return
	}
	h := half(n)
	a1, a2, b1, b2 := r.part(a, 0, h), r.part(a, h, n), r.part(b, 0, h), r.part(b, h, n)
	r.run(a1, b1, part(c, 0, h, 0, h))
	if r.upper {
		r.gemms(a1, b1, a2, b2, part(c, 0, h, h, n))
	} else {
		r.gemms(a2, b2, a1, b1, part(c, h, n, 0, h))
	}
	r.run(a2, b2, part(c, h, n, h, n))
}

// part returns rows lo … hi of op(m).
func (r *rank2[T]) part(m kernels.Matrix[T], lo, hi int) kernels.Matrix[T] {
	if r.trans {
		return part(m, 0, m.Rows, lo, hi)
	}
	return part(m, lo, hi, 0, m.Cols)
}

// gemms is C = alpha·A1·B2ᵀ + alpha·B1·A2ᵀ + beta·C.
func (r *rank2[T]) gemms(a1, b1, a2, b2, c kernels.Matrix[T]) {
	kernels.Gemm(r.trans, !r.trans, r.alpha, a1, b2, r.beta, c)
	kernels.Gemm(r.trans, !r.trans, r.alpha, b1, a2, 1, c)
}

// triangle computes a small product aside and copies its triangle.
func (r *rank2[T]) triangle(a, b, c kernels.Matrix[T]) {
	w := getScratch[T]()
	defer w.put()
	n := c.Rows
	t := kernels.Matrix[T]{Rows: n, Cols: n, Stride: n, Data: grow(&w.x, n*n)}
	clear(t.Data)
	copyTriangle(t, c, r.upper)
	r.gemms(a, b, a, b, t)
	copyTriangle(c, t, r.upper)
}

func copyTriangle[T kernels.Float](dst, src kernels.Matrix[T], upper bool) {
	for i := range dst.Rows {
		if upper {
			copy(dst.Row(i)[i:], src.Row(i)[i:])
		} else {
			copy(dst.Row(i)[:i+1], src.Row(i))
		}
	}
}

// symmBlock is the order of the diagonal blocks that Symm makes whole.
const symmBlock = 128

func symm[T kernels.Float](s blas.Side, ul blas.Uplo, m, n int, alpha T, a []T, lda int, b []T, ldb int, beta T, c []T, ldc int) {
	must(isSide(s), badSide)
	must(isUplo(ul), badUplo)
	must(m >= 0, mLT0)
	must(n >= 0, nLT0)
	left, upper := s == blas.Left, ul == blas.Upper
	k := n
	if left {
		k = m
	}
	must(lda >= max(1, k), badLdA)
	must(ldb >= max(1, n), badLdB)
	must(ldc >= max(1, n), badLdC)
	if m == 0 || n == 0 {
		return
	}
	am, bm, cm := matrix(k, k, a, lda, shortA), matrix(m, n, b, ldb, shortB), matrix(m, n, c, ldc, shortC)
	am, bm = apart(am, cm), apart(bm, cm)
	w := getScratch[T]()
	defer w.put()
	// A block row (for Right: a block column) of C is three products, in
	// ascending order of what is summed: the bits are Gemm's with a whole A.
	for i := 0; i < k; i += symmBlock {
		j := min(i+symmBlock, k)
		d := kernels.Matrix[T]{Rows: j - i, Cols: j - i, Stride: j - i, Data: grow(&w.x, (j-i)*(j-i))}
		whole(d, part(am, i, j, i, j), upper)
		before, after := part(am, i, j, 0, i), part(am, j, k, i, j)
		if upper {
			before, after = part(am, 0, i, i, j), part(am, i, j, j, k)
		}
		if left {
			ci := part(cm, i, j, 0, n)
			kernels.Gemm(upper, false, alpha, before, part(bm, 0, i, 0, n), beta, ci)
			kernels.Gemm(false, false, alpha, d, part(bm, i, j, 0, n), 1, ci)
			kernels.Gemm(!upper, false, alpha, after, part(bm, j, k, 0, n), 1, ci)
		} else {
			ci := part(cm, 0, m, i, j)
			kernels.Gemm(false, !upper, alpha, part(bm, 0, m, 0, i), before, beta, ci)
			kernels.Gemm(false, false, alpha, part(bm, 0, m, i, j), d, 1, ci)
			kernels.Gemm(false, upper, alpha, part(bm, 0, m, j, k), after, 1, ci)
		}
	}
}

// whole copies a's triangle to both of dst's.
func whole[T kernels.Float](dst, a kernels.Matrix[T], upper bool) {
	copyTriangle(dst, a, upper)
	for i := range dst.Rows {
		for j := range i {
			if upper {
				dst.Data[i*dst.Stride+j] = dst.Data[j*dst.Stride+i]
			} else {
				dst.Data[j*dst.Stride+i] = dst.Data[i*dst.Stride+j]
			}
		}
	}
}
