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

// unpacked is how many elements a block of B may have, with what lies between
// its rows, to be read where it is: more than half of a small L2. Copying such
// a block costs more than it brings.
func unpacked[T Float]() int {
	if isFloat32[T]() {
		return 600 << 10 / 4
	}
	return 600 << 10 / 8
}

// directBlocks computes the product with micro-kernels that read A where it
// is, and B too where it lies in rows and C has few.
func (g *gemmArgs[T]) directBlocks(t tile, m, n, k int) {
	var w *gemmSpace[T] // if needed
	pack := g.transB || m >= directPack && min(k, gemmK)*g.b.Stride > unpacked[T]()
	width := t.cols // of a panel
	if m < wideRows && t.wide[m] != 0 {
		width = int(t.wide[m])
	}
	for p := 0; p < k; p += gemmK { // ascending: each block resumes from C
		kb := min(k-p, gemmK)
		for j := 0; j < n; j += gemmN {
			nb := min(n-j, gemmN)
			if pack {
				w = w.need()
				// The last squares of a transpose write past the panel.
				w.b = grow(w.b, (nb+width-1)/width*width*kb+t.lanes*width)
				g.packPanels(w.b, t, width, p, j, kb, nb)
			}
			for i := 0; i < m; i += gemmM {
				mb := min(m-i, gemmM)
				var a []T
				var ars, acs int
				if g.alpha != 1 || nb > copyPanels*t.cols && g.a.Stride >= copyStride {
					w = w.need()
					a, ars, acs = g.copyA(w, i, p, mb, kb)
				} else {
					a, ars, acs = g.blockA(i, p)
				}
				done := 0
				for jr := 0; jr < nb; jr += width {
					var b []T
					ldb := width
					if pack {
						b = w.b[jr*kb:]
					} else {
						b, ldb = g.b.Data[p*g.b.Stride+j+jr:], g.b.Stride
					}
					c := g.c.Data[i*g.c.Stride+j+jr:]
					g.panel(t, mb, min(width, nb-jr), kb, a, ars, acs, b, ldb, c, g.fresh && p == 0)
					if next := min(jr+width, nb); p+kb == k && (next-done >= finishCols || next == nb) {
						g.finish(i, j+done, mb, next-done)
						done = next
					}
				}
			}
		}
	}
	if w != nil {
		w.put()
	}
}

// panel computes mb rows and cols columns of C.
func (g *gemmArgs[T]) panel(t tile, mb, cols, kb int, a []T, ars, acs int, b []T, ldb int, c []T, fresh bool) {
	if mb < wideRows && cols == int(t.wide[mb]) {
		dispatchGemmWide(g.level, mb, cols, kb, a, ars, acs, b, ldb, c, g.c.Stride, fresh)
		return
	}
	// The rows are shared out evenly: 13 are 7 and 6, not 12 and 1.
	tiles := (mb + t.rows - 1) / t.rows
	for j := 0; j < cols; j += t.cols {
		for q, i := 0, 0; q < tiles; q++ {
			next := mb * (q + 1) / tiles
			dispatchGemmDirect(g.level, next-i, min(t.cols, cols-j), kb, a[i*ars:], ars, acs, b[j:], ldb, c[i*g.c.Stride+j:], g.c.Stride, fresh)
			i = next
		}
	}
}

// blockA returns op(A)[i:][p:] where it is, with its strides.
func (g *gemmArgs[T]) blockA(i, p int) (a []T, ars, acs int) {
	ld := g.a.Stride
	if g.transA {
		return g.a.Data[p*ld+i:], 1, ld
	}
	return g.a.Data[i*ld+p:], ld, 1
}

// copyA returns a copy of alpha·op(A)[i:i+mb][p:p+kb], with its strides.
func (g *gemmArgs[T]) copyA(w *gemmSpace[T], i, p, mb, kb int) (a []T, ars, acs int) {
	src, _, _ := g.blockA(i, p)
	rows, cols, ld := mb, kb, g.a.Stride
	if g.transA {
		rows, cols = kb, mb
	}
	pad := cols + copyPad
	w.a = grow(w.a, rows*pad)
	for r := range rows {
		dispatchScale(g.level, w.a[r*pad:r*pad+cols], src[r*ld:r*ld+cols], g.alpha)
	}
	if g.transA {
		return w.a, 1, pad
	}
	return w.a, pad, 1
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
