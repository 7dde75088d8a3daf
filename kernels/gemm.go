package kernels

import "fmt"

// Gemm is C = alpha·op(A)·op(B) + beta·C, where op(X) is X or, where its flag
// is set, Xᵀ; op(A) is m×k, op(B) k×n and C m×n. Exactly:
//
//	C[i][j] = beta·C[i][j]                                   rounded; beta = 0 gives +0 and does not read C
//	for p := range k { C[i][j] = fma(alpha·op(A)[i][p], op(B)[p][j], C[i][j]) }    alpha·A rounded first
//
// and alpha = 0 or k = 0 stops after the first line. So an element's bits
// depend on its row of op(A) and its column of op(B) alone: not on the other
// rows, the blocking, the number of threads or the machine. 0·NaN and 0·Inf
// are NaN.
//
// C is disjoint from A and B. Gemm panics on shapes that do not match. Large
// products run on up to GOMAXPROCS goroutines.
func Gemm[T Float](transA, transB bool, alpha T, a, b Matrix[T], beta T, c Matrix[T]) {
	a.check("Gemm", "A")
	b.check("Gemm", "B")
	c.check("Gemm", "C")
	g := gemmArgs[T]{level: active, transA: transA, transB: transB, alpha: alpha, a: a, b: b, c: c}
	k := a.Cols
	if transA {
		k = a.Rows
	}
	if m, n, kb := g.shape(); c.Rows != m || c.Cols != n || k != kb {
		panic(fmt.Sprintf("kernels: Gemm: op(A) is %d×%d, op(B) %d×%d, C %d×%d", m, k, kb, n, c.Rows, c.Cols))
	}
	if c.overlaps(a) || c.overlaps(b) {
		panic("kernels: Gemm: C overlaps an operand")
	}
	raceMatrix(a, b, c)
	scaleMatrix(g.level, beta, c)
	g.run()
}

// scaleMatrix is C = beta·C, where beta = 0 does not read C.
func scaleMatrix[T Float](l level, beta T, c Matrix[T]) {
	if beta == 1 {
		return
	}
	for i := range c.Rows {
		r := c.Row(i)
		if beta == 0 {
			clear(r)
		} else {
			dispatchScale(l, r, r, beta)
		}
	}
}

func raceMatrix[T Float](a, b, c Matrix[T]) {
	for i := range a.Rows {
		raceRead(a.Row(i))
	}
	for i := range b.Rows {
		raceRead(b.Row(i))
	}
	for i := range c.Rows {
		raceWrite(c.Row(i))
	}
}

// gemmArgs is one product C += alpha·op(A)·op(B), or a part of one.
type gemmArgs[T Float] struct {
	level          level
	transA, transB bool
	alpha          T
	a, b, c        Matrix[T]
}

// shape returns m, n and k as B has it.
func (g *gemmArgs[T]) shape() (m, n, k int) {
	m, k, n = g.a.Rows, g.b.Rows, g.b.Cols
	if g.transA {
		m = g.a.Cols
	}
	if g.transB {
		k, n = n, k
	}
	return m, n, k
}

// Blocks of the loops around the micro-kernel (Goto & van de Geijn, "Anatomy
// of high-performance matrix multiplication", TOMS 34, 2008): a panel of B of
// gemmK × nr stays in L1, a block of A of gemmM × gemmK in L2 and a block of B
// of gemmK × gemmN in L3.
const (
	gemmM = 192
	gemmN = 2048
	gemmK = 256
)

// block computes the product in one goroutine.
func (g *gemmArgs[T]) block() {
	m, n, k := g.shape()
	if g.alpha == 0 || m == 0 || n == 0 {
		return
	}
	mr, nr := gemmTile[T](g.level)
	w := getGemmSpace[T]()
	defer w.put()
	mc := gemmM / mr * mr
	for j := 0; j < n; j += gemmN {
		nb := min(n-j, gemmN)
		for p := 0; p < k; p += gemmK { // ascending: each block resumes from C
			kb := min(k-p, gemmK)
			w.b = grow(w.b, (nb+nr-1)/nr*nr*kb)
			packB(w.b, g.b, g.transB, p, j, kb, nb, nr)
			for i := 0; i < m; i += mc {
				mb := min(m-i, mc)
				w.a = grow(w.a, (mb+mr-1)/mr*mr*kb)
				packA(w.a, g.a, g.transA, g.alpha, i, p, mb, kb, mr)
				g.tiles(w, i, j, mb, nb, kb, mr, nr)
			}
		}
	}
}

// tiles runs the micro-kernel over C[i:i+mb][j:j+nb].
func (g *gemmArgs[T]) tiles(w *gemmSpace[T], i, j, mb, nb, kb, mr, nr int) {
	c := g.c
	for jr := 0; jr < nb; jr += nr {
		b := w.b[jr*kb : (jr+nr)*kb]
		for ir := 0; ir < mb; ir += mr {
			a := w.a[ir*kb : (ir+mr)*kb]
			o := (i+ir)*c.Stride + j + jr
			rows, cols := min(mr, mb-ir), min(nr, nb-jr)
			if rows == mr && cols == nr {
				dispatchGemmTile(g.level, kb, a, b, c.Data[o:], c.Stride)
				continue
			}
			// At the edges the whole tile is computed aside.
			t := w.tile[:mr*nr]
			for r := range rows {
				copy(t[r*nr:], c.Data[o+r*c.Stride:o+r*c.Stride+cols])
			}
			dispatchGemmTile(g.level, kb, a, b, t, nr)
			for r := range rows {
				copy(c.Data[o+r*c.Stride:o+r*c.Stride+cols], t[r*nr:])
			}
		}
	}
}

// gemmTileGo is the side of the generic implementation's tile.
const gemmTileGo = 8

// gemmTileDef is the micro-kernel: for p := range k, for i, j in the tile,
// c[i·ldc+j] = fma(a[p·mr+i], b[p·nr+j], c[i·ldc+j]).
func gemmTileDef[T Float](k int, a, b, c []T, ldc int) {
	for i := range gemmTileGo {
		r := (*[gemmTileGo]T)(c[i*ldc:])
		for p := range k {
			x := a[p*gemmTileGo+i]
			for j, y := range (*[gemmTileGo]T)(b[p*gemmTileGo:]) {
				r[j] = fma(x, y, r[j])
			}
		}
	}
}
