package kernels

const (
	// fewCols are the columns of C that stay in L1 while B passes by, groupCols those
	// where a block of B in L2 passes by several groups of rows.
	fewCols   = 4096
	groupCols = 512
	// fewCall is the most elements of B that one call reads: some 50 µs where
	// they come from memory.
	fewCall = 1 << 18
	// transposingMost is the number of rows up to which squares of Bᵀ may be better
	// transposed in registers each time than copied into panels.
	transposingMost = 8
	// transposingTwo is the number of rows up to which two squares at a time are faster.
	transposingTwo = 3
)

// transposingRows is the number of rows up to which they are. Panels that the
// tiles below share catch up at a square's height.
func (t *tile) transposingRows() int {
	if t.column > 0 && !t.columnOfT {
		return min(t.lanes-1, transposingMost)
	}
	return transposingMost
}

// grouped tells whether fewRows is for m rows too, few at a time. (With AVX2, 8 rows of
// 512×784 are 1.8 times as fast so on Zen 5 and 1.3 times on Zen 3, but 32 rows 1.1 and
// 0.78 times. Groups pass over C so often that parts beside one another take its lines
// from each other: on Zen 3, two threads are a third as fast.)
func (t *tile) grouped(m, n int) bool { return m <= t.groups && n >= 16*t.lanes }

// fewRows computes the product for so few rows of C that reading B bounds it, or for
// groups of such.
func (g *gemmArgs[T]) fewRows(t *tile, m, n, k int) {
	g.clearFresh(m, n)
	a, ars, acs := g.a.Data, g.a.Stride, 1
	if g.transA {
		ars, acs = acs, ars
	}
	groups, cols, depth := parts(m, t.few), fewCols, fewCall
	if groups > 1 {
		const steps = 24 // of whole passes
		cols = groupCols
		depth = max(caches().l2/2/(min(n, cols)*elementBytes[T]())/steps, 1) * steps
	}
	for j := 0; j < n; j += cols {
		nb := min(n-j, cols)
		for p := 0; p < k; {
			kb := min(k-p, depth, fewCall/nb)
			for q, i := 0, 0; q < groups; q++ {
				rows := height(m, q, groups)
				dispatchGemmFew(g.level, rows, nb, kb, g.alpha, a[i*ars+p*acs:], ars, acs, g.b.Data[p*g.b.Stride+j:], g.b.Stride, g.c.Data[i*g.c.Stride+j:], g.c.Stride, !caches().streams)
				i += rows
			}
			p += kb
		}
	}
	g.finish(0, 0, m, n)
}

// clearFresh is for kernels that cannot begin at zero.
func (g *gemmArgs[T]) clearFresh(m, n int) {
	for i := 0; g.fresh && i < m; i++ {
		clear(g.c.Data[i*g.c.Stride : i*g.c.Stride+n])
	}
}

// transposing computes A·Bᵀ for few rows: whole squares of Bᵀ, and what is left
// of k and n as another product.
func (g *gemmArgs[T]) transposing(t *tile, m, n, k int) {
	squares, whole := k/t.lanes, n/t.lanes*t.lanes
	if squares == 0 || whole == 0 {
		g.directBlocks(t, m, n, k)
		return
	}
	g.clearFresh(m, whole)
	for j, width := 0, 0; j < whole; j += width {
		two := m <= transposingTwo && whole-j > t.lanes
		width = t.lanes
		if two {
			width *= 2
		}
		for q := 0; q < squares; {
			n := min(squares-q, fewCall/(t.lanes*width))
			p := q * t.lanes
			dispatchGemmTransposing(g.level, m, n, g.a.Data[p:], g.a.Stride, g.b.Data[j*g.b.Stride+p:], g.b.Stride, g.c.Data[j:], g.c.Stride, two)
			q += n
		}
	}
	part := *g
	part.bias, part.act = nil, ActIdentity
	if done := squares * t.lanes; done < k {
		rest := part
		rest.fresh, rest.a, rest.b, rest.c = false, g.a.colRange(done, k), g.b.RowRange(0, whole).colRange(done, k), g.c.colRange(0, whole)
		rest.directBlocks(t, m, whole, k-done)
	}
	if whole < n {
		part.b, part.c = g.b.RowRange(whole, n), g.c.colRange(whole, n)
		part.directBlocks(t, m, n-whole, k)
	}
	g.finish(0, 0, m, n)
}
