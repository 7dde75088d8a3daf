package gonumblas_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/gonum"

	"github.com/lamina-go/lamina/kernels/gonumblas"
)

var (
	uplos  = []blas.Uplo{blas.Upper, blas.Lower}
	sides  = []blas.Side{blas.Left, blas.Right}
	transs = []blas.Transpose{blas.NoTrans, blas.Trans}
	diags  = []blas.Diag{blas.NonUnit, blas.Unit}
)

// TestBlocks runs the blocked routines at sizes beyond gonum's suite, in
// float64 and float32, against gonum's; NaN stands where the BLAS does not read.
func TestBlocks(t *testing.T) {
	ref, impl := gonum.Implementation{}, gonumblas.Implementation{}
	o := &viaFloat32{t: t}
	rnd := rand.New(rand.NewPCG(1, 2))
	random := func(n int) []float64 {
		x := make([]float64, n)
		for i := range x {
			x[i] = float64(float32(rnd.NormFloat64()))
		}
		return x
	}
	// triangle is a triangle of an n×n matrix with NaN in the other one. A
	// strong diagonal keeps Trsm's solutions small.
	triangle := func(n, lda int, ul blas.Uplo, d blas.Diag, small float64) []float64 {
		a := random(n * lda)
		for i := range n {
			for j := range n {
				switch {
				case i == j && d == blas.Unit:
					a[i*lda+j] = math.NaN()
				case i == j:
					a[i*lda+j] += 3
				case (ul == blas.Upper) != (i < j):
					a[i*lda+j] = math.NaN()
				default:
					a[i*lda+j] *= small
				}
			}
		}
		return a
	}
	run := func(c []float64, f func(b blas.Float64, c []float64), name string) {
		t.Helper()
		got, want := slices.Clone(c), slices.Clone(c)
		f(impl, got)
		f(ref, want)
		for i, w := range want {
			if math.Abs(got[i]-w) > 1e-12*max(1, math.Abs(w)) || math.IsNaN(got[i]) {
				t.Fatalf("%s: element %d is %v, want %v", name, i, got[i], w)
			}
		}
		f(o, slices.Clone(c))
	}
	for _, n := range []int{1, 31, 33, 70, 150, 260} {
		for _, m := range []int{1, 5, 140} {
			lda := n + 3
			for _, ul := range uplos {
				for _, s := range sides {
					rows, cols := n, m
					if s == blas.Right {
						rows, cols = m, n
					}
					ldb := cols // no room beside B
					b, c := random(rows*ldb), random(rows*ldb)
					sym := triangle(n, lda, ul, blas.NonUnit, 1)
					run(c, func(bl blas.Float64, c []float64) {
						bl.Dsymm(s, ul, rows, cols, -0.5, sym, lda, b, ldb, 1.5, c, ldb)
					}, fmt.Sprintf("symm %c %c %d×%d", s, ul, rows, cols))
					for _, tr := range transs {
						for _, d := range diags {
							a := triangle(n, lda, ul, d, 1/float64(n))
							name := fmt.Sprintf("%c %c %c %c %d×%d", s, ul, tr, d, rows, cols)
							run(b, func(bl blas.Float64, b []float64) { bl.Dtrmm(s, ul, tr, d, rows, cols, 0.5, a, lda, b, ldb) }, "trmm "+name)
							run(b, func(bl blas.Float64, b []float64) { bl.Dtrsm(s, ul, tr, d, rows, cols, 0.5, a, lda, b, ldb) }, "trsm "+name)
						}
					}
				}
				for _, tr := range transs {
					ld := max(m, n) + 2
					a, b, c := random(ld*ld), random(ld*ld), random(n*lda)
					name := fmt.Sprintf("%c %c %d×%d", ul, tr, n, m)
					run(c, func(bl blas.Float64, c []float64) { bl.Dsyrk(ul, tr, n, m, 0.5, a, ld, -2, c, lda) }, "syrk "+name)
					run(c, func(bl blas.Float64, c []float64) { bl.Dsyr2k(ul, tr, n, m, 0.5, a, ld, b, ld, -2, c, lda) }, "syr2k "+name)
				}
			}
		}
	}
}

// TestOverlap: where gonum's contract leaves the result open, the drop-in
// reads its operands first and does not panic.
func TestOverlap(t *testing.T) {
	impl := gonumblas.Implementation{}
	x := []float64{1, 2, 3, 4}
	impl.Dgemm(blas.NoTrans, blas.NoTrans, 2, 2, 2, 1, x, 2, x, 2, 0, x, 2)
	if want := []float64{7, 10, 15, 22}; !slices.Equal(x, want) {
		t.Errorf("squared in place: %v, want %v", x, want)
	}
	x = []float64{1, 2, 3, 4}
	impl.Daxpy(3, 1, x, 1, x[1:], 1)
	if want := []float64{1, 3, 5, 7}; !slices.Equal(x, want) {
		t.Errorf("axpy over itself: %v, want %v", x, want)
	}
	// A row of a matrix as the vector of its own update.
	x = []float64{1, 2, 3, 4}
	impl.Dger(2, 2, 1, x, 1, x[2:], 1, x, 2)
	if want := []float64{4, 6, 9, 12}; !slices.Equal(x, want) {
		t.Errorf("ger over its vectors: %v, want %v", x, want)
	}
}
