package kernels

const (
	// directPack is the number of rows of C from which copying a block of B
	// into panels pays: each panel is then read often enough.
	directPack = 48
	// copyPanels is the number of panels from which copying a block of A pays,
	// where its rows are so far apart that they fall into few sets of the cache.
	copyPanels = 6
	copyStride = 512
	// copyPad keeps the copy's rows in different sets.
	copyPad = 16
)

// directBlocks computes the product with micro-kernels that read A where it
// is, and B too where it lies in rows and C has few.
func (g *gemmArgs[T]) directBlocks(w *gemmSpace[T], t tile, m, n, k int) {
	pack := g.transB || m >= directPack
	width := t.cols // of a panel
	if m < wideRows && t.wide[m] != 0 {
		width = int(t.wide[m])
	}
	for p := 0; p < k; p += gemmK { // ascending: each block resumes from C
		kb := min(k-p, gemmK)
		for j := 0; j < n; j += gemmN {
			nb := min(n-j, gemmN)
			if pack {
				// The last squares of a transpose write past the panel.
				w.b = grow(w.b, (nb+width-1)/width*width*kb+t.lanes*width)
				g.packPanels(w.b, t, width, p, j, kb, nb)
			}
			for i := 0; i < m; i += gemmM {
				mb := min(m-i, gemmM)
				a, ars, acs := g.blockA(w, i, p, mb, kb, nb > copyPanels*t.cols)
				for jr := 0; jr < nb; jr += width {
					b, ldb := w.b, width
					if pack {
						b = b[jr*kb:]
					} else {
						b, ldb = g.b.Data[p*g.b.Stride+j+jr:], g.b.Stride
					}
					c := g.c.Data[i*g.c.Stride+j+jr:]
					g.panel(t, mb, min(width, nb-jr), kb, a, ars, acs, b, ldb, c)
				}
			}
		}
	}
}

// panel computes mb rows and cols columns of C.
func (g *gemmArgs[T]) panel(t tile, mb, cols, kb int, a []T, ars, acs int, b []T, ldb int, c []T) {
	if mb < wideRows && cols == int(t.wide[mb]) {
		dispatchGemmWide(g.level, mb, cols, kb, a, ars, acs, b, ldb, c, g.c.Stride)
		return
	}
	// The rows are shared out evenly: 13 are 7 and 6, not 12 and 1.
	tiles := (mb + t.rows - 1) / t.rows
	for j := 0; j < cols; j += t.cols {
		for q, i := 0, 0; q < tiles; q++ {
			next := mb * (q + 1) / tiles
			dispatchGemmDirect(g.level, next-i, min(t.cols, cols-j), kb, a[i*ars:], ars, acs, b[j:], ldb, c[i*g.c.Stride+j:], g.c.Stride)
			i = next
		}
	}
}

// blockA returns alpha·op(A)[i:i+mb][p:p+kb] with its strides: where it is, or
// a copy, if alpha or a bad stride asks for one and it is used often.
func (g *gemmArgs[T]) blockA(w *gemmSpace[T], i, p, mb, kb int, often bool) (a []T, ars, acs int) {
	ld := g.a.Stride
	rows, cols, at := mb, kb, i*ld+p
	if g.transA {
		rows, cols, at = kb, mb, p*ld+i
	}
	a = g.a.Data[at:]
	if g.alpha != 1 || often && ld >= copyStride {
		pad := cols + copyPad
		w.a = grow(w.a, rows*pad)
		for r := range rows {
			dispatchScale(g.level, w.a[r*pad:r*pad+cols], a[r*ld:r*ld+cols], g.alpha)
		}
		a, ld = w.a, pad
	}
	if g.transA {
		return a, 1, ld
	}
	return a, ld, 1
}

// packPanels copies op(B)[p:p+kb][j:j+nb] into panels of the given width.
// What is beyond nb is arbitrary.
func (g *gemmArgs[T]) packPanels(dst []T, t tile, width, p, j, kb, nb int) {
	b := g.b
	if g.transB {
		for jr := 0; jr < nb; jr += t.lanes {
			o := jr/width*width*kb + jr%width
			dispatchGemmPackTrans(g.level, kb, min(t.lanes, nb-jr), dst[o:], width, b.Data[(j+jr)*b.Stride+p:], b.Stride)
		}
		return
	}
	whole := nb / t.cols * t.cols
	for jr := 0; jr < whole; jr += t.cols {
		dispatchGemmPack(g.level, kb, dst[jr*kb:], b.Data[p*b.Stride+j+jr:], b.Stride)
	}
	if whole < nb {
		packRows(dst[whole*kb:], b, p, j+whole, kb, nb-whole, t.cols)
	}
}
