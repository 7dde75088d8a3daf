package kernels

// smallWork is the work up to which operands are in L1 anyway, and what
// directBlocks prepares would cost more than it brings.
const smallWork = 64 * 64 * 64

// small computes a product of smallWork at most where everything is.
func (g *gemmArgs[T]) small(t tile, m, n, k int) {
	a, ars, acs := g.a.Data, g.a.Stride, 1
	if g.transA {
		ars, acs = acs, ars
	}
	relu := g.act == ActReLU
	tiles := (m + t.rows - 1) / t.rows
	for q, i := 0, 0; q < tiles; q++ {
		next := m * (q + 1) / tiles
		for j := 0; j < n; j += t.cols {
			cols := min(t.cols, n-j)
			dispatchGemmDirect(g.level, next-i, cols, k, a[i*ars:], ars, acs, g.b.Data[j:], g.b.Stride, g.c.Data[i*g.c.Stride+j:], g.c.Stride, g.fresh, part(g.bias, j, cols), relu, nil, 0)
		}
		i = next
	}
	if g.act > ActReLU {
		g.activate(0, 0, m, n)
	}
}
