package kernels

// smallWork is the work up to which operands are in L1 anyway, and what
// directBlocks prepares would cost more than it brings.
const smallWork = 64 * 64 * 64

// smallDepth is the most steps of a call that does not divide k.
const smallDepth = 1 << 12

// small computes a usual product of smallWork at most without what others need,
// which takes as long as 16³ does. It returns false for others.
func (s product[T]) small(transA, transB bool, alpha T, a, b *Matrix[T], beta T, c *Matrix[T], bias []T, act Activation) bool {
	l := active
	t := gemmTileOf[T](l)
	if !t.direct || s.m <= t.few || s.n == 0 || s.k == 0 || uint(s.m|s.n|s.k) > smallWork || s.m*s.n*s.k > smallWork || s.k > smallDepth ||
		transB || alpha != 1 || !transA && t.narrows(s.m, s.n, s.k) || beta != 0 && beta != 1 {
		return false
	}
	s.tiles(l, transA, a, b, c, beta == 0, bias, act)
	return true
}

// tiles computes a product by rows of tiles from where everything is: B in L1.
func (s product[T]) tiles(l level, transA bool, a, b, c *Matrix[T], fresh bool, bias []T, act Activation) {
	t := gemmTileOf[T](l)
	ars, acs := a.Stride, 1
	if transA {
		ars, acs = acs, ars
	}
	tiles := parts(s.m, t.rows)
	for q, i := 0, 0; q < tiles; q++ {
		rows := height(s.m, q, tiles)
		then := t.below(q == tiles-1, rows, c.Stride, s.n)
		dispatchGemmRow(l, rows, s.n, s.k, a.Data[i*ars:], ars, acs, b.Data, b.Stride, t.cols, c.Data[i*c.Stride:], c.Stride, fresh, bias, act == ActReLU, then, nil, 0, 0)
		if act > ActReLU {
			for r := i; r < i+rows; r++ {
				finishRow(l, c.Row(r), nil, act)
			}
		}
		i += rows
	}
}
