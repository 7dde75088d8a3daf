package gonumblas

import (
	"gonum.org/v1/gonum/blas"

	"github.com/lamina-go/lamina/kernels"
)

// base is the order from which triangles are halved.
const base = 32

// half returns where to halve n > base: at a multiple of base.
func half(n int) int { return (n/2 + base - 1) / base * base }

// triangular is one call of Trsm (solve) or Trmm on a triangular A.
type triangular[T kernels.Float] struct {
	left, solve        bool
	upper, trans, unit bool
}

func triangularCall[T kernels.Float](solve bool, s blas.Side, ul blas.Uplo, tA blas.Transpose, d blas.Diag, m, n int, alpha T, a []T, lda int, b []T, ldb int) {
	must(isSide(s), badSide)
	must(isUplo(ul), badUplo)
	must(isTrans(tA), badTranspose)
	must(isDiag(d), badDiag)
	must(m >= 0, mLT0)
	must(n >= 0, nLT0)
	k := n
	if s == blas.Left {
		k = m
	}
	must(lda >= max(1, k), badLdA)
	must(ldb >= max(1, n), badLdB)
	if m == 0 || n == 0 {
		return
	}
	am, bm := matrix(k, k, a, lda, shortA), matrix(m, n, b, ldb, shortB)
	if alpha != 1 {
		for i := range m {
			scal(n, alpha, bm.Row(i), 1)
		}
	}
	if alpha == 0 {
		return
	}
	t := triangular[T]{left: s == blas.Left, solve: solve, upper: ul == blas.Upper, trans: tA != blas.NoTrans, unit: d == blas.Unit}
	t.run(apart(am, bm), bm)
}

// run is B = op(A)·B or B·op(A) or, to solve, the same with op(A)⁻¹. It halves
// A, and with it B's rows or columns: one half of B, the source, goes into the
// other by the block of A off the diagonal.
//
//	solve:     source = A⁻¹·source; target −= off·source; target = A⁻¹·target
//	multiply:  target = A·target;   target += off·source; source = A·source
func (t *triangular[T]) run(a, b kernels.Matrix[T]) {
	n := a.Rows
	if n <= base {
		if t.left {
			t.leftBase(a, b)
		} else {
			t.rightBase(a, b)
		}
		return
	}
	h := half(n)
	a1, a2, off := part(a, 0, h, 0, h), part(a, h, n, h, n), part(a, h, n, 0, h)
	if t.upper {
		off = part(a, 0, h, h, n)
	}
	var b1, b2 kernels.Matrix[T]
	if t.left {
		b1, b2 = part(b, 0, h, 0, b.Cols), part(b, h, n, 0, b.Cols)
	} else {
		b1, b2 = part(b, 0, b.Rows, 0, h), part(b, 0, b.Rows, h, n)
	}
	opUpper := t.upper != t.trans
	source, aSource, target, aTarget := b1, a1, b2, a2
	if opUpper == t.left {
		source, aSource, target, aTarget = b2, a2, b1, a1
	}
	if t.solve {
		t.run(aSource, source)
		t.gemm(-1, off, source, target)
		t.run(aTarget, target)
	} else {
		t.run(aTarget, target)
		t.gemm(1, off, source, target)
		t.run(aSource, source)
	}
}

func (t *triangular[T]) gemm(alpha T, off, source, target kernels.Matrix[T]) {
	if t.left {
		kernels.Gemm(t.trans, false, alpha, off, source, 1, target)
	} else {
		kernels.Gemm(false, t.trans, alpha, source, off, 1, target)
	}
}

// leftBase works row by row of B.
func (t *triangular[T]) leftBase(a, b kernels.Matrix[T]) {
	at := func(i, j int) T {
		if t.trans {
			i, j = j, i
		}
		return a.Data[i*a.Stride+j]
	}
	opUpper := t.upper != t.trans
	n := a.Rows
	for step := range n {
		// A row needs the rows of its triangle solved, or not yet multiplied.
		i := step
		if opUpper == t.solve {
			i = n - 1 - step
		}
		row := b.Row(i)
		if !t.solve && !t.unit {
			kernels.Scale(row, at(i, i), row)
		}
		lo, hi := 0, i
		if opUpper {
			lo, hi = i+1, n
		}
		for p := lo; p < hi; p++ {
			v := at(i, p)
			if t.solve {
				v = -v
			}
			kernels.Axpy(v, b.Row(p), row)
		}
		if t.solve && !t.unit {
			kernels.Scale(row, 1/at(i, i), row)
		}
	}
}

// transposed is the number of rows that rightBase transposes at a time.
const transposed = 128

// rightBase works on Bᵀ: B·op(A) is (op(A)ᵀ·Bᵀ)ᵀ.
func (t *triangular[T]) rightBase(a, b kernels.Matrix[T]) {
	w := getScratch[T]()
	defer w.put()
	u := *t
	u.trans = !t.trans
	for i := 0; i < b.Rows; i += transposed {
		rows := part(b, i, min(i+transposed, b.Rows), 0, b.Cols)
		tb := kernels.Matrix[T]{Rows: b.Cols, Cols: rows.Rows, Stride: rows.Rows, Data: grow(&w.x, b.Cols*rows.Rows)}
		transpose(tb, rows)
		u.leftBase(a, tb)
		transpose(rows, tb)
	}
}

func transpose[T kernels.Float](dst, src kernels.Matrix[T]) {
	for i := range src.Rows {
		for j, v := range src.Row(i) {
			dst.Data[j*dst.Stride+i] = v
		}
	}
}
