package kernels

// turnedBytes is the most memory for a transposed C: it stays in L2, or nearly.
const turnedBytes = 512 << 10

// turns tells whether turned is faster: it transposes A, and C, which is written and
// read once more, instead of B. (Measured on Emerald Rapids, with AVX-512 and with AVX2.)
func (g *gemmArgs[T]) turns(t *tile, m, n, k int) bool {
	return t.row && g.transB && !g.transA && g.alpha == 1 && m >= t.lanes &&
		2*m*(k+2*n) < n*k && n*m*elementBytes[T]() <= turnedBytes
}

// turned computes A·Bᵀ as (B·Aᵀ)ᵀ. Factors commute, so no bit changes.
func (g *gemmArgs[T]) turned(t *tile, m, n, k int) {
	w := getGemmSpace[T]()
	w.square = grow(w.square, n*m)
	c := Matrix[T]{Rows: n, Cols: m, Stride: m, Data: w.square}
	if !g.fresh {
		transpose(g.level, c, g.c)
	}
	p := gemmArgs[T]{level: g.level, transB: true, alpha: 1, a: g.b, b: g.a, c: c, fresh: g.fresh}
	if t.columns(false, m) {
		p.panelBlocks(t, n, m, k)
	} else {
		p.directBlocks(t, n, m, k)
	}
	transpose(g.level, g.c, c)
	w.put()
	g.finish(0, 0, m, n)
}
