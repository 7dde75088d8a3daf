package kernels

import "fmt"

// syrkBase is the order up to which a triangle is cut from a whole product.
const syrkBase = 48

// Syrk is C = alpha·A·Aᵀ + beta·C or, with trans, alpha·Aᵀ·A + beta·C, for the
// upper or the lower triangle of C with its diagonal; the other one is neither
// read nor written. An element has the bits that Gemm gives it, for half of
// the work.
//
// C is disjoint from A. Syrk panics on shapes that do not match.
func Syrk[T Float](upper, trans bool, alpha T, a Matrix[T], beta T, c Matrix[T]) {
	a.check("Syrk", "A")
	c.check("Syrk", "C")
	n := a.Rows
	if trans {
		n = a.Cols
	}
	if c.Rows != n || c.Cols != n {
		panic(fmt.Sprintf("kernels: Syrk: A is %d×%d, transposed %t, C %d×%d", a.Rows, a.Cols, trans, c.Rows, c.Cols))
	}
	if c.overlaps(&a) {
		panic("kernels: Syrk: C overlaps A")
	}
	raceMatrix(a, Matrix[T]{}, c)
	s := syrk[T]{level: active, upper: upper, trans: trans, alpha: alpha, beta: beta}
	s.run(a, c)
}

type syrk[T Float] struct {
	level        level
	upper, trans bool
	alpha, beta  T
}

// run halves the triangle: two triangles and a rectangle between them.
func (s *syrk[T]) run(a, c Matrix[T]) {
	n := c.Rows
	if n <= syrkBase {
		s.triangle(a, c)
		return
	}
	h := (n/2 + syrkBase - 1) / syrkBase * syrkBase
	a1, a2 := s.part(a, 0, h), s.part(a, h, n)
	s.run(a1, c.block(0, h, 0, h))
	if s.upper {
		s.gemm(a1, a2, c.block(0, h, h, n))
	} else {
		s.gemm(a2, a1, c.block(h, n, 0, h))
	}
	s.run(a2, c.block(h, n, h, n))
}

// part returns rows lo … hi of op(A).
func (s *syrk[T]) part(a Matrix[T], lo, hi int) Matrix[T] {
	if s.trans {
		return a.block(0, a.Rows, lo, hi)
	}
	return a.block(lo, hi, 0, a.Cols)
}

func (s *syrk[T]) gemm(a, b, c Matrix[T]) {
	g := gemmArgs[T]{level: s.level, transA: s.trans, transB: !s.trans, alpha: s.alpha, a: a, b: b, c: c}
	g.runBeta(s.beta)
}

// triangle computes a small product aside and copies its triangle.
func (s *syrk[T]) triangle(a, c Matrix[T]) {
	w := getGemmSpace[T]()
	n := c.Rows
	w.square = grow(w.square, n*n)
	t := Matrix[T]{Rows: n, Cols: n, Stride: n, Data: w.square}
	clear(t.Data)
	s.copyTriangle(t, c)
	s.gemm(a, a, t)
	s.copyTriangle(c, t)
	w.put()
}

func (s *syrk[T]) copyTriangle(dst, src Matrix[T]) {
	for i := range dst.Rows {
		if s.upper {
			copy(dst.Row(i)[i:], src.Row(i)[i:])
		} else {
			copy(dst.Row(i)[:i+1], src.Row(i))
		}
	}
}

// block returns rows r0 … r1 and columns c0 … c1, which share m's memory.
func (m Matrix[T]) block(r0, r1, c0, c1 int) Matrix[T] {
	b := Matrix[T]{Rows: r1 - r0, Cols: c1 - c0, Stride: m.Stride}
	if b.Rows > 0 && b.Cols > 0 {
		b.Data = m.Data[r0*m.Stride+c0 : (r1-1)*m.Stride+c1]
	}
	return b
}
