package kernels

const (
	// copySets is the stride, in bytes, whose multiples make rows fall into few
	// sets of L1; copying them pays from copyPanels panels of B.
	copySets   = 1 << 10
	copyPanels = 6
	// copyPad keeps the copy's rows in different sets, and has room for what is beyond
	// the last one in its last vector, which is stored whole.
	copyPad = 16
)

// leftRows is op(A) for the tiles of a block of B.
type leftRows[T Float] struct {
	copies bool
	asked  int // rows that are asked for ahead
}

func (s *directLoop[T]) beginLeft() {
	s.left = leftRows[T]{copies: s.alpha != 1 || s.at.cols > copyPanels*s.cols && s.a.Stride*elementBytes[T]()%copySets == 0}
	if s.left.copies {
		s.w = s.w.need()
		s.w.a = grow(s.w.a, s.rows*(s.at.rows+copyPad))
	}
}

// leftTile returns rows i … i+rows of op(A), where they are or copied, with
// their strides.
func (s *directLoop[T]) leftTile(i, rows int) (a []T, ars, acs int) {
	l := &s.left
	if end := i + rows; end > l.asked-rows && end < s.m { // what later rows of tiles read
		to := min(max(end, l.asked)+max(s.at.rows/4, rows), s.m)
		s.ahead[0] = s.regionA(max(end, l.asked), to)
		l.asked = to
	}
	src, ars, acs := s.partA(i)
	if !l.copies {
		return src, ars, acs
	}
	if s.transA {
		dispatchGemmCopy(s.level, s.at.rows, rows, s.w.a, rows, src, s.a.Stride, s.alpha)
		return s.w.a, 1, rows
	}
	pad := s.at.rows + copyPad
	dispatchGemmCopy(s.level, rows, s.at.rows, s.w.a, pad, src, s.a.Stride, s.alpha)
	return s.w.a, pad, 1
}

// partA returns op(A)[i:][p:] where it is, with its strides.
func (s *directLoop[T]) partA(i int) (a []T, ars, acs int) {
	ld := s.a.Stride
	if s.transA {
		return s.a.Data[s.at.p*ld+i:], 1, ld
	}
	return s.a.Data[i*ld+s.at.p:], ld, 1
}
