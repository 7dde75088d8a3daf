package kernels

const (
	// aheadBytes is what the micro-kernel asks for of a row in each turn of four
	// steps of a tile: see dispatchGemmRow.
	aheadBytes = 512
	// besideSteps is the depth from which it asks for C instead, in its first turns,
	// one for each row.
	besideSteps = 64
	// aheadTiles are the rows of tiles during which the next block of B is asked
	// for: the last ones of a block, lest what came be replaced before its use.
	aheadTiles = 4
)

// region is a part of a matrix that is not asked for yet.
type region[T Float] struct {
	data       []T
	ld         int
	rows, cols int
	i, j       int // the next place
}

// ask returns what the next tiles, at most so many and rows high, ask for.
func (s *directLoop[T]) ask(rows, tiles int) (ahead []T, ld, asks int) {
	turns := s.at.rows / 4
	if s.at.rows >= besideSteps {
		turns -= rows
	}
	if turns <= 0 || s.transA {
		return nil, 0, 0
	}
	for i := range s.ahead {
		if r := &s.ahead[i]; r.i < r.rows {
			return r.take(tiles, turns)
		}
	}
	return nil, 0, 0
}

// take returns what tiles with so many turns may ask for of the next rows.
func (r *region[T]) take(tiles, turns int) (ahead []T, ld, asks int) {
	each := aheadBytes / elementBytes[T]()
	asks = min(tiles, parts(r.cols-r.j, each))
	o := r.i*r.ld + r.j
	if r.j += asks * each; r.j >= r.cols {
		r.i, r.j = r.i+turns, 0
	}
	return r.data[min(o, len(r.data)-1):], r.ld, asks
}

// regionA is rows lo … hi of the part of op(A) for this block of B.
func (s *directLoop[T]) regionA(lo, hi int) region[T] {
	data, _, _ := s.partA(lo)
	if s.transA {
		return region[T]{data: data, ld: s.a.Stride, rows: s.at.rows, cols: hi - lo}
	}
	return region[T]{data: data, ld: s.a.Stride, rows: hi - lo, cols: s.at.rows}
}

// regionB is a block of op(B).
func (s *directLoop[T]) regionB(b blockB) region[T] {
	ld := s.b.Stride
	if s.transB {
		return region[T]{data: s.b.Data[b.j*ld+b.p:], ld: ld, rows: b.cols, cols: b.rows}
	}
	return region[T]{data: s.b.Data[b.p*ld+b.j:], ld: ld, rows: b.rows, cols: b.cols}
}

func elementBytes[T Float]() int {
	if isFloat32[T]() {
		return 4
	}
	return 8
}
