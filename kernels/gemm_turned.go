package kernels

// turnedBytes is the most memory for a transposed C: it stays in L2, or nearly.
const turnedBytes = 512 << 10

// turns tells whether turned is faster: it transposes A, and C, which is written and
// read once more, instead of B. (Measured on Emerald Rapids, with AVX-512 and with AVX2.)
func (g *gemmArgs[T]) turns(t *tile, m, n, k int) bool {
	return t.row && g.transB && !g.transA && g.alpha == 1 && m >= t.lanes &&
		2*m*(k+2*n) < n*k && n*m*elementBytes[T]() <= turnedBytes
}

// narrows tells whether narrowed is faster: tiles would have lanes for more columns of C.
// (On Zen 5, one column of 1000 is 2.3 times as fast, and four of float32 1.8 times.)
func (t *tile) narrows(m, n, k int) bool {
	most := t.lanes / 8
	if m >= 16*t.lanes {
		most *= 2
	}
	return t.few > 0 && n <= most && m >= 2*t.lanes && k >= 2*t.lanes && n*k*8 <= turnedBytes
}

// narrowed computes A·B as (Bᵀ·Aᵀ)ᵀ, products of few rows with a transposed matrix:
// blocks of rows of A, whose Cᵀ stays in L2.
func (g *gemmArgs[T]) narrowed(t *tile, m, n, k int) {
	rows := min(m, max(turnedBytes/(n*elementBytes[T]())/t.lanes, 1)*t.lanes)
	w := getGemmSpace[T]()
	w.square = grow(w.square, n*(rows+k))
	a := Matrix[T]{Rows: n, Cols: k, Stride: k, Data: w.square[n*rows:]}
	transpose(g.level, a, g.b)
	for i := 0; i < m; i += rows {
		rows := min(rows, m-i)
		to := g.c.RowRange(i, i+rows)
		c := Matrix[T]{Rows: n, Cols: rows, Stride: rows, Data: w.square[:n*rows]}
		if !g.fresh {
			transpose(g.level, c, to)
		}
		p := gemmArgs[T]{level: g.level, transB: true, alpha: 1, a: a, b: g.a.RowRange(i, i+rows), c: c, fresh: g.fresh}
		p.transposing(t, n, rows, k)
		transpose(g.level, to, c)
	}
	w.put()
	g.finish(0, 0, m, n)
}

// turned computes A·Bᵀ as (B·Aᵀ)ᵀ. Factors commute, so no bit changes.
func (g *gemmArgs[T]) turned(t *tile, m, n, k int) {
	w := getGemmSpace[T]()
	w.square = grow(w.square, n*m)
	c := Matrix[T]{Rows: n, Cols: m, Stride: m, Data: w.square}
	if !g.fresh {
		transpose(g.level, c, g.c)
	}
	p := gemmArgs[T]{level: g.level, transB: true, alpha: 1, a: g.b, b: g.a, c: c, fresh: g.fresh, space: w}
	if t.columns(false, m) {
		p.panelBlocks(t, n, m, k)
	} else {
		p.directBlocks(t, n, m, k)
	}
	transpose(g.level, g.c, c)
	w.put()
	g.finish(0, 0, m, n)
}
