package kernels

// directPack is the number of rows of C from which copying a block of B into
// panels pays: each panel is then read often enough.
const directPack = 48

// directBlocks computes the product with micro-kernels that read A where it
// is, and B too where it lies in rows and C has few.
func (g *gemmArgs[T]) directBlocks(w *gemmSpace[T], t tile, m, n, k int) {
	ars, acs := g.a.Stride, 1
	if g.transA {
		ars, acs = 1, g.a.Stride
	}
	pack := g.transB || m >= directPack
	for p := 0; p < k; p += gemmK { // ascending: each block resumes from C
		kb := min(k-p, gemmK)
		for j := 0; j < n; j += gemmN {
			nb := min(n-j, gemmN)
			if pack {
				w.b = grow(w.b, (nb+t.cols-1)/t.cols*t.cols*kb)
				g.packPanels(w.b, t, p, j, kb, nb)
			}
			for i := 0; i < m; i += gemmM {
				mb := min(m-i, gemmM)
				a, ars, acs := g.a.Data[i*ars+p*acs:], ars, acs
				if g.alpha != 1 {
					w.a = grow(w.a, mb*kb)
					if g.transA {
						scaleRows(g.level, w.a, a, acs, kb, mb, g.alpha)
						a, ars, acs = w.a, 1, mb
					} else {
						scaleRows(g.level, w.a, a, ars, mb, kb, g.alpha)
						a, ars, acs = w.a, kb, 1
					}
				}
				for jr := 0; jr < nb; jr += t.cols {
					cols := min(t.cols, nb-jr)
					var b []T
					ldb := t.cols
					if pack {
						b = w.b[jr*kb:]
					} else {
						b, ldb = g.b.Data[p*g.b.Stride+j+jr:], g.b.Stride
					}
					c := g.c.Data[i*g.c.Stride+j+jr:]
					// The rows are shared out evenly: 13 are 7 and 6, not 12 and 1.
					tiles := (mb + t.rows - 1) / t.rows
					for q, ir := 0, 0; q < tiles; q++ {
						next := mb * (q + 1) / tiles
						dispatchGemmDirect(g.level, next-ir, cols, kb, a[ir*ars:], ars, acs, b, ldb, c[ir*g.c.Stride:], g.c.Stride)
						ir = next
					}
				}
			}
		}
	}
}

// packPanels copies op(B)[p:p+kb][j:j+nb] into panels of the tile's width.
func (g *gemmArgs[T]) packPanels(dst []T, t tile, p, j, kb, nb int) {
	if g.transB {
		packCols(dst, g.b, j, p, nb, kb, t.cols)
		return
	}
	b := g.b
	whole := nb / t.cols * t.cols
	for jr := 0; jr < whole; jr += t.cols {
		dispatchGemmPack(g.level, kb, dst[jr*kb:], b.Data[p*b.Stride+j+jr:], b.Stride)
	}
	if whole < nb {
		packRows(dst[whole*kb:], b, p, j+whole, kb, nb-whole, t.cols)
	}
}

// scaleRows is dst[i·n+j] = alpha·a[i·lda+j] for i < m, j < n.
func scaleRows[T Float](l level, dst, a []T, lda, m, n int, alpha T) {
	for i := range m {
		dispatchScale(l, dst[i*n:(i+1)*n], a[i*lda:i*lda+n], alpha)
	}
}
