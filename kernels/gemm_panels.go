package kernels

// panelBlocks computes the product as directBlocks does, with operands in the
// caches as Goto and van de Geijn have them ("Anatomy of high-performance
// matrix multiplication", TOMS 34, 2008): a panel of B stays in L1, or nearly, while the
// rows of a block of A in L2 stream by: a step's elements of a column of A instead
// of the more that a row of B has in directBlocks, and fewer passes over A and C. On
// Zen 3 with AVX2 (32 KiB, 512 KiB) it is 1.2 times as fast at 256³ and 1.7 times at
// 1024³. On Emerald Rapids with AVX-512 (48 KiB, 2 MiB) it is as fast to 256³, 0.97
// times as fast at 512³, 0.93 at 1021³ and 0.85 where B is transposed, since nothing
// asks for B ahead.
func (g *gemmArgs[T]) panelBlocks(t *tile, m, n, k int) {
	s := panelLoop[T]{gemmArgs: *g, tile: t, w: g.space}
	kc, mc, nc := panelSizes[T](t)
	s.mostA, s.mostB = mc*(kc+copyPad), (nc+t.cols)*kc+t.lanes*t.cols
	panels, tiles := (n+t.cols-1)/t.cols, (m+t.rows-1)/t.rows
	s.copies = g.alpha != 1 || panels >= panelCopies || g.transA && panels >= panelCopiesTrans ||
		panels > copyPanels && g.a.Stride*elementBytes[T]()%copySets == 0 ||
		panels > 1 && g.a.Stride*elementBytes[T]()%fewSets == 0
	s.pack = g.transB || tiles > 1
	kparts, mparts, nparts := parts(k, kc), parts(m, mc), parts(panels*t.cols, nc)
	s.once = mparts == 1
	if s.once {
		s.mostB = t.cols*kc + t.lanes*t.cols
	}
	for jq := range nparts {
		s.j = panels * jq / nparts * t.cols
		s.width = min(panels*(jq+1)/nparts*t.cols, n) - s.j
		for pq := range kparts { // ascending: each block resumes from C
			s.p = k * pq / kparts
			s.depth = k*(pq+1)/kparts - s.p
			s.first, s.last = pq == 0, pq == kparts-1
			for iq := range mparts {
				s.block(m*iq/mparts, m*(iq+1)/mparts, iq == 0)
			}
		}
	}
	if s.w != g.space {
		s.w.put()
	}
}

// columns tells whether panelBlocks is for products of n columns. (With AVX-512, rows
// of tiles from where A is are faster on Emerald Rapids, 1.05 times at 256×512×784,
// but columns with A packed where it is transposed, 1.15 times at 200×512×1024.)
func (t *tile) columns(transA bool, n int) bool {
	return t.column > 0 && (!t.columnOfT || transA && n >= panelCopiesTrans*t.cols)
}

// parts is the number of blocks of at most size that n is divided into.
func parts(n, size int) int { return (n + size - 1) / size }

// panelLoop is the state of panelBlocks.
type panelLoop[T Float] struct {
	gemmArgs[T]
	*tile
	w            *gemmSpace[T] // if needed
	copies, pack bool          // of blocks of A and of B
	once         bool          // for all rows of C: panels of B take turns in one place, which stays in the cache
	left         leftBlock[T]
	first, last  bool // of the blocks of k
	p, j         int  // where the block of op(B) begins
	depth, width int  // its rows and columns
	mostA, mostB int  // elements of the copies of any block
}

// block computes rows lo … hi of C with the block of op(B), which is packed by
// the first of them.
func (s *panelLoop[T]) block(lo, hi int, first bool) {
	s.setLeft(lo, hi)
	if s.pack {
		s.w = s.w.need()
		// The last squares of a transpose write past the panel.
		panels := 1
		if !s.once {
			panels = parts(s.width, s.cols)
		}
		s.w.b = growTo(s.w.b, panels*s.cols*s.depth+s.lanes*s.cols, s.mostB)
	}
	done := 0 // columns that are activated: many at once, but still in L2
	wide := max(caches().l2/2/(elementBytes[T]()*(hi-lo)), s.cols)
	for j := 0; j < s.width; j += s.cols {
		end := min(j+s.cols, s.width)
		s.column(lo, hi, j, end-j, first)
		if s.last && s.act > ActReLU && (end-done >= wide || end == s.width) {
			s.activate(lo, s.j+done, hi-lo, end-done)
			done = end
		}
	}
}

// column computes the tiles of rows lo … hi with the panel at column j of the
// block.
func (s *panelLoop[T]) column(lo, hi, j, cols int, first bool) {
	fresh, relu := s.fresh && s.first, s.last && s.act == ActReLU
	var bias []T
	if s.last {
		bias = part(s.bias, s.j+j, cols)
	}
	b, ldb := s.b.Data, s.b.Stride
	if !s.transB {
		b = b[s.p*ldb+s.j+j:]
	}
	tiles := parts(hi-lo, s.rows)
	low, higher := (hi-lo)/tiles, (hi-lo)%tiles // the higher ones, by a row, come first
	top := low + min(higher, 1)
	var panel []T // to be packed by the first tile
	if s.pack {
		packed := s.w.b
		if !s.once {
			packed = packed[j*s.depth:]
		}
		switch {
		case first && cols == s.cols && !s.transB && top >= s.tile.column && s.left.columns():
			panel = packed
		case first:
			s.packPanels(packed, s.tile, s.cols, s.p, s.j+j, s.depth, cols)
			fallthrough
		default:
			b, ldb = packed, s.cols
		}
	}
	for q, i := 0, 0; q < tiles; {
		rows, n := low, tiles-q // of n tiles
		if q < higher {
			rows, n = low+1, higher-q
		}
		at, ars, acs := s.left.tile(i, rows)
		c := s.c.Data[(lo+i)*s.c.Stride+s.j+j:]
		if rows < s.tile.column || cols < s.cols || !s.left.columns() || panel == nil && ldb != cols {
			dispatchGemmRow(s.level, rows, cols, s.depth, at, ars, acs, b, ldb, 0, c, s.c.Stride, fresh, bias, relu, -s.cols, nil, 0, 0)
			q, i = q+1, i+rows
			continue
		}
		if panel != nil {
			dispatchGemmColumn(s.level, rows, n, s.depth, at, ars, acs, b, ldb, panel, c, s.c.Stride, fresh, bias, relu)
			b, ldb, panel = panel, cols, nil
		} else {
			dispatchGemmColumn(s.level, rows, n, s.depth, at, ars, acs, b, 0, nil, c, s.c.Stride, fresh, bias, relu)
		}
		q, i = q+n, i+n*rows
	}
}

// height is that of tile q: n rows are shared out evenly, the higher ones first.
func height(n, q, tiles int) int {
	h := n / tiles
	if q < n%tiles {
		h++
	}
	return h
}

const (
	// panelCopies is the number of panels of B from which copying any A pays, and
	// panelCopiesTrans that from which copying pays where it is transposed: columns of
	// tiles cannot read it otherwise.
	panelCopies      = 16
	panelCopiesTrans = 3
	// fewSets is the stride, in bytes, whose multiples leave a tile's rows two sets of L1, or
	// one: from two panels on copying them pays. On Zen 3, 128×32 has 0.67 of the roof with
	// k = 512 instead of 0.50, and with k = 1024 0.70 instead of 0.32.
	fewSets = 2 << 10
)

// leftBlock is rows of op(A), where they are or copied.
type leftBlock[T Float] struct {
	a        []T
	ars, acs int
	packed   bool // each tile's rows by itself, a column of them after another
	depth    int
}

// tile returns the rows of the tile that begins at row i, with their strides.
func (l *leftBlock[T]) tile(i, rows int) (a []T, ars, acs int) {
	if l.packed {
		return l.a[i*l.depth:], 1, rows
	}
	return l.a[i*l.ars:], l.ars, l.acs
}

// columns tells whether columns of tiles can read it.
func (l *leftBlock[T]) columns() bool { return l.packed || l.acs == 1 }

// setLeft makes left rows lo … hi of op(A).
func (s *panelLoop[T]) setLeft(lo, hi int) {
	ld, rows := s.a.Stride, hi-lo
	l := leftBlock[T]{a: s.a.Data, ars: ld, acs: 1, depth: s.depth}
	if s.transA {
		l.a, l.ars, l.acs = l.a[s.p*ld+lo:], 1, ld
	} else {
		l.a = l.a[lo*ld+s.p:]
	}
	if s.copies && s.transA {
		s.w = s.w.need()
		s.w.a = growTo(s.w.a, rows*s.depth+s.lanes, s.mostA) // the last vector is stored whole
		tiles := parts(rows, s.rows)
		for q, i := 0, 0; q < tiles; q++ {
			h := height(rows, q, tiles)
			dispatchGemmCopy(s.level, s.depth, h, s.w.a[i*s.depth:], h, l.a[i:], ld, s.alpha)
			i += h
		}
		l.a, l.packed = s.w.a, true
	} else if s.copies {
		const few = 64 // so that no call is long
		s.w = s.w.need()
		pad := s.depth + copyPad
		s.w.a = growTo(s.w.a, rows*pad, s.mostA)
		for i := 0; i < rows; i += few {
			dispatchGemmCopy(s.level, min(few, rows-i), s.depth, s.w.a[i*pad:], pad, l.a[i*ld:], ld, s.alpha)
		}
		l.a, l.ars = s.w.a, pad
	}
	s.left = l
}
