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
// products run on up to GOMAXPROCS goroutines; since those share the operands,
// Gemm's arguments escape, as those of its kin, of [Syrk] and of [Gemv] do.
func Gemm[T Float](transA, transB bool, alpha T, a, b Matrix[T], beta T, c Matrix[T]) {
	s := checkGemm("Gemm", transA, transB, &a, &b, &c)
	if s.small(transA, transB, alpha, &a, &b, beta, &c, nil, ActIdentity) {
		return
	}
	g := gemmArgs[T]{level: active, transA: transA, transB: transB, alpha: alpha, a: a, b: b, c: c}
	g.runBeta(beta)
}

// product is the shape of a product: op(A) is m×k, op(B) k×n.
type product[T Float] struct{ m, n, k int }

// checkGemm checks the operands of a product.
func checkGemm[T Float](op string, transA, transB bool, a, b, c *Matrix[T]) product[T] {
	if !a.valid() || !b.valid() || !c.valid() {
		a.check(op, "A")
		b.check(op, "B")
		c.check(op, "C")
	}
	m, k := a.Rows, a.Cols
	if transA {
		m, k = k, m
	}
	kb, n := b.Rows, b.Cols
	if transB {
		kb, n = n, kb
	}
	if c.Rows != m || c.Cols != n || k != kb {
		panic(fmt.Sprintf("kernels: %s: op(A) is %d×%d, op(B) %d×%d, C %d×%d", op, m, k, kb, n, c.Rows, c.Cols))
	}
	if c.overlaps(a) || c.overlaps(b) {
		panic(fmt.Sprintf("kernels: %s: C overlaps an operand", op))
	}
	if raceEnabled {
		raceMatrix(*a, *b, *c)
	}
	return product[T]{m, n, k}
}

// runBeta is run with C = beta·C before it.
func (g *gemmArgs[T]) runBeta(beta T) {
	m, n, k := g.shape()
	if m == 0 || n == 0 {
		return
	}
	nothing := g.alpha == 0 || k == 0
	// Micro-kernels that read A and B where they are can also begin at zero.
	g.fresh = beta == 0 && !nothing && gemmTileOf[T](g.level).direct
	if !g.fresh {
		scaleMatrix(g.level, beta, g.c)
	}
	if nothing {
		g.finish(0, 0, m, n)
		return
	}
	g.run(m, n, k)
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
	if !raceEnabled {
		return
	}
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
	fresh          bool // C begins at +0 and is not read
	bias           []T  // of the epilogue, may be nil
	act            Activation
	serial         bool          // not to be shared out
	shared         bool          // a part of one that is
	space          *gemmSpace[T] // that the caller has, whose a and b are free; may be nil
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

// tile is the register tile of a level's micro-kernels: rows × cols elements
// of C.
type tile struct {
	rows, cols int
	// direct micro-kernels read A and B at any stride, at every height up to
	// rows and every width up to cols; the definition's read whole packed tiles.
	direct bool
	row    bool // they take any width, as tiles beside one another
	lanes  int  // of a vector
	// packing is the least height of micro-kernels that also copy their panel of
	// B, 0 if there are none.
	packing int
	// column is the least height of micro-kernels for tiles below one another, 0 if
	// there are none; with columnOfT they read packed rows of A only.
	column    int
	columnOfT bool
	// few is the most rows that dispatchGemmFew takes, groups that up to which it
	// computes all, few at a time.
	few, groups int
	// wide are the columns of the micro-kernels for few rows, 0 where there is none.
	wide [wideRows]uint16
}

const wideRows = 8

// gemmTileOf returns level l's.
func gemmTileOf[T Float](l level) *tile { return &gemmTiles[typeIndex[T]()][l] }

// block computes the product, of which no dimension is 0, in one goroutine.
func (g *gemmArgs[T]) block() {
	m, n, k := g.shape()
	t := gemmTileOf[T](g.level)
	switch {
	case m <= t.few && !g.transB:
		g.fewRows(t, m, n, k)
		return
	case t.few > 0 && g.transB && !g.transA && g.alpha == 1 && m <= t.transposingRows():
		g.transposing(t, m, n, k)
		return
	case t.narrows(m, n, k) && !g.transA && !g.transB && g.alpha == 1:
		g.narrowed(t, m, n, k)
		return
	case t.direct && !g.transB && g.alpha == 1 && k <= smallDepth && (m*n*k <= smallWork || k*n*elementBytes[T]() <= caches().l1/2):
		product[T]{m, n, k}.tiles(g.level, g.transA, &g.a, &g.b, &g.c, g.fresh, g.bias, g.act)
		return
	case t.grouped(m, n) && !g.transB && !g.shared:
		g.fewRows(t, m, n, k)
		return
	case g.turns(t, m, n, k):
		g.turned(t, m, n, k)
		return
	case t.columns(g.transA, n):
		g.panelBlocks(t, m, n, k)
		return
	case t.direct:
		g.directBlocks(t, m, n, k)
		return
	}
	w := getGemmSpace[T]()
	g.packedBlocks(w, t, m, n, k)
	w.put()
}
