package kernels

// Blocks of the loops around the micro-kernel (Goto & van de Geijn, "Anatomy
// of high-performance matrix multiplication", TOMS 34, 2008): a panel of B of
// gemmK × cols stays in L1, a block of A of gemmM × gemmK in L2 and a block of
// B of gemmK × gemmN in L3.
const (
	gemmM = 192
	gemmN = 2048
	gemmK = 256
)

// packedBlocks computes the product from packed tiles of both operands.
func (g *gemmArgs[T]) packedBlocks(w *gemmSpace[T], t *tile, m, n, k int) {
	mc := gemmM / t.rows * t.rows
	for j := 0; j < n; j += gemmN {
		nb := min(n-j, gemmN)
		for p := 0; p < k; p += gemmK { // ascending: each block resumes from C
			kb := min(k-p, gemmK)
			w.b = grow(w.b, (nb+t.cols-1)/t.cols*t.cols*kb)
			packB(w.b, g.b, g.transB, p, j, kb, nb, t.cols)
			for i := 0; i < m; i += mc {
				mb := min(m-i, mc)
				w.a = grow(w.a, (mb+t.rows-1)/t.rows*t.rows*kb)
				packA(w.a, g.a, g.transA, g.alpha, i, p, mb, kb, t.rows)
				g.packedTiles(w, t, i, j, mb, nb, kb)
				if p+kb == k {
					g.finish(i, j, mb, nb)
				}
			}
		}
	}
}

// packedTiles runs the micro-kernel over C[i:i+mb][j:j+nb].
func (g *gemmArgs[T]) packedTiles(w *gemmSpace[T], t *tile, i, j, mb, nb, kb int) {
	c := g.c
	for jr := 0; jr < nb; jr += t.cols {
		b := w.b[jr*kb : (jr+t.cols)*kb]
		for ir := 0; ir < mb; ir += t.rows {
			a := w.a[ir*kb : (ir+t.rows)*kb]
			o := (i+ir)*c.Stride + j + jr
			rows, cols := min(t.rows, mb-ir), min(t.cols, nb-jr)
			if rows == t.rows && cols == t.cols {
				gemmTileDef(kb, a, b, c.Data[o:], c.Stride)
				continue
			}
			// At the edges the whole tile is computed aside.
			edge := w.tile[:t.rows*t.cols]
			for r := range rows {
				copy(edge[r*t.cols:], c.Data[o+r*c.Stride:o+r*c.Stride+cols])
			}
			gemmTileDef(kb, a, b, edge, t.cols)
			for r := range rows {
				copy(c.Data[o+r*c.Stride:o+r*c.Stride+cols], edge[r*t.cols:])
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
