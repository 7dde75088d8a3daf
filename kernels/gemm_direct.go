package kernels

// gemmTuning are measured choices; tests make them small.
var gemmTuning = struct {
	// packRows is the number of rows of C from which copying a block of B into
	// panels pays, if it has packSize elements: it is then read often enough.
	packRows, packSize int
	// minDepth is the least depth of blocks, where k is larger.
	minDepth int
	// panelDepth is the least depth of panelBlocks' blocks, where k is larger.
	panelDepth int
}{48, 1 << 15, 192, 256}

// directBlocks computes the product with micro-kernels that read A where it
// is, and B too where it lies in rows and is small or C has few. A block of B
// stays in L2 and streams through L1, where the rows of A stay that one row of
// tiles needs; C is walked along its rows. (With a block of A in L2 and a panel
// of B in L1, which is as usual, C's columns fall into few sets of both caches
// at strides that are powers of two.)
func (g *gemmArgs[T]) directBlocks(t *tile, m, n, k int) {
	s := directLoop[T]{gemmArgs: *g, tile: t, panel: t.cols, m: m, n: n, w: g.space}
	if m < wideRows && t.wide[m] != 0 {
		s.panel = int(t.wide[m])
	}
	kc, nc := gemmBlocks[T](t)
	s.mostB = (nc+s.panel)*(kc+kc/3) + t.lanes*s.panel
	s.kparts = parts(k, kc)
	if k <= kc+kc/3 { // one deeper pass over C instead of two
		s.kparts = 1
	}
	s.nparts = (n + nc - 1) / nc
	s.k = k
	b := s.blockB(0, 0)
	s.pack = g.transB || m >= max(gemmTuning.packRows, wideRows) && b.rows*b.cols >= gemmTuning.packSize
	for jq := range s.nparts {
		for pq := range s.kparts { // ascending: each block resumes from C
			s.at = s.blockB(jq, pq)
			s.first, s.last = pq == 0, pq == s.kparts-1
			if pq++; pq == s.kparts {
				pq, jq = 0, jq+1
			}
			s.next = s.blockB(jq, pq)
			s.block()
		}
	}
	if s.w != g.space {
		s.w.put()
	}
}

// directLoop is the state of directBlocks.
type directLoop[T Float] struct {
	gemmArgs[T]
	*tile
	w              *gemmSpace[T] // if needed
	pack           bool
	panel          int // columns
	m, n, k        int
	kparts, nparts int
	mostB          int    // elements of the copy of any block
	at, next       blockB // this block and the one after it
	first, last    bool   // of the blocks of k
	left           leftRows[T]
	ahead          [2]region[T] // to be asked for: of A, of B
}

// blockB is a block of op(B): rows from p on, columns from j on.
type blockB struct{ p, j, rows, cols int }

// blockB returns a block, or an empty one past the last. Blocks are even, and
// all but the last in a row are whole panels wide.
func (s *directLoop[T]) blockB(jq, pq int) blockB {
	if jq == s.nparts {
		return blockB{}
	}
	panels := (s.n + s.panel - 1) / s.panel
	p, j := s.k*pq/s.kparts, panels*jq/s.nparts*s.panel
	return blockB{p: p, j: j, rows: s.k*(pq+1)/s.kparts - p, cols: min(panels*(jq+1)/s.nparts*s.panel, s.n) - j}
}

// block computes with one block of op(B).
func (s *directLoop[T]) block() {
	at := s.at
	if s.pack {
		s.w = s.w.need()
		// The last squares of a transpose write past the panel.
		s.w.b = growTo(s.w.b, (at.cols+s.panel-1)/s.panel*s.panel*at.rows+s.lanes*s.panel, s.mostB)
	}
	// Rows are shared out evenly: 13 are 7 and 6, not 12 and 1.
	tiles := (s.m + s.rows - 1) / s.rows
	s.beginLeft()
	for q, i := 0, 0; q < tiles; q++ {
		next := s.m * (q + 1) / tiles
		if q == max(tiles-aheadTiles, 0) {
			s.ahead[1] = s.regionB(s.next)
		}
		s.row(q, i, next-i)
		i = next
	}
}

// row computes a row of tiles.
func (s *directLoop[T]) row(q, i, rows int) {
	a, ars, acs := s.leftTile(i, rows)
	at := s.at
	fresh := s.fresh && s.first
	var bias []T
	relu := s.last && s.act == ActReLU
	if s.last {
		bias = s.bias
	}
	c := s.c.Data[i*s.c.Stride+at.j:]
	if s.panel == s.cols && (q > 0 || !s.pack) {
		b, ldb, next := s.b.Data, s.b.Stride, s.cols
		if s.pack {
			b, ldb, next = s.w.b, s.cols, s.cols*at.rows
		} else {
			b = b[at.p*ldb+at.j:]
		}
		for j, n := 0, 0; j < at.cols; j += n {
			n = at.cols - j
			ahead, ld, asks := s.ask(rows, parts(n, s.cols))
			if asks > 0 {
				n = min(n, asks*s.cols)
			}
			then := 0
			if j+n == at.cols {
				then = s.below(i+rows == s.m, rows, s.c.Stride, at.cols)
			}
			dispatchGemmRow(s.level, rows, n, at.rows, a, ars, acs, b[j/s.cols*next:], ldb, next, c[j:], s.c.Stride, fresh, part(bias, at.j+j, n), relu, then, ahead, ld, asks)
		}
	} else {
		for j := 0; j < at.cols; j += s.panel {
			cols := min(s.panel, at.cols-j)
			s.panelTile(rows, cols, j, a, ars, acs, c[j:], fresh, part(bias, at.j+j, cols), relu)
		}
	}
	if s.last && s.act > ActReLU {
		s.activate(i, at.j, rows, at.cols)
	}
}

// panelTile computes a tile with the panel at column j of the block, which it packs
// first if panels are to be.
func (s *directLoop[T]) panelTile(rows, cols, j int, a []T, ars, acs int, c []T, fresh bool, bias []T, relu bool) {
	at, b, ldb := s.at, s.b.Data, s.b.Stride
	if !s.transB {
		b = b[at.p*ldb+at.j+j:]
	}
	if s.pack {
		packed := s.w.b[j*at.rows:]
		if cols == s.cols && !s.transB && s.packing > 0 && rows >= s.packing {
			dispatchGemmPacking(s.level, rows, at.rows, a, ars, acs, b, ldb, c, s.c.Stride, fresh, bias, relu, packed)
			return
		}
		s.packPanels(packed, s.tile, s.panel, at.p, at.j+j, at.rows, cols)
		b, ldb = packed, s.panel
	}
	if cols == s.panel && cols > s.cols {
		dispatchGemmWide(s.level, rows, cols, at.rows, a, ars, acs, b, ldb, c, s.c.Stride, fresh, bias, relu)
		return
	}
	then := 0
	if j+cols == at.cols {
		then = -s.cols
	}
	dispatchGemmRow(s.level, rows, cols, at.rows, a, ars, acs, b, ldb, s.cols, c, s.c.Stride, fresh, bias, relu, then, nil, 0, 0)
}

// below is what dispatchGemmRow calls then for a row of tiles of so many rows, with
// cols columns, of C: the first tile of the next row or, from the last, what is in L1.
func (t *tile) below(last bool, rows, ldc, cols int) int {
	if last {
		return -t.cols
	}
	return rows*ldc - cols
}

// part returns bias[j:j+n], or nil if there is none.
func part[T Float](bias []T, j, n int) []T {
	if bias == nil {
		return nil
	}
	return bias[j : j+n]
}

// packPanels copies op(B)[p:p+kb][j:j+nb] into panels of the given width.
// What is beyond nb is arbitrary.
func (g *gemmArgs[T]) packPanels(dst []T, t *tile, width, p, j, kb, nb int) {
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
