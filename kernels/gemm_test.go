package kernels

import (
	"fmt"
	"math"
	"runtime"
	"slices"
	"testing"
)

// gemmDef is Gemm as its documentation has it.
func gemmDef[T Float](transA, transB bool, alpha T, a, b Matrix[T], beta T, c Matrix[T]) {
	at := func(m Matrix[T], trans bool, i, j int) T {
		if trans {
			i, j = j, i
		}
		return m.Data[i*m.Stride+j]
	}
	k := a.Cols
	if transA {
		k = a.Rows
	}
	for i := range c.Rows {
		for j := range c.Cols {
			s := T(0)
			if beta != 0 {
				s = beta * c.Data[i*c.Stride+j]
			}
			if alpha != 0 {
				for p := range k {
					s = fma(T(alpha*at(a, transA, i, p)), at(b, transB, p, j), s)
				}
			}
			c.Data[i*c.Stride+j] = s
		}
	}
}

func TestGemm(t *testing.T) { both(t, testGemm[float32], testGemm[float64]) }

func testGemm[T Float](t *testing.T) {
	old := active
	defer func() { active = old }()
	v := &values{}
	wild := false
	shapes := [][3]int{{0, 3, 2}, {3, 0, 2}, {3, 2, 0}, {1, 1, 1}, {1, 70, 300}, {70, 1, 300}, {12, 32, 64}, {13, 33, 5}, {25, 100, 257}, {36, 100, 257}, {200, 40, 33}, {2, 140, 9}, {3, 140, 9}, {4, 140, 9}, {8, 8, 8}, {5, 2100, 3}, {6, 200, 40}, {7, 130, 33}, {35, 1, 37}, {270, 4, 33}, {260, 2, 40}}
	for _, s := range shapes {
		m, n, k := s[0], s[1], s[2]
		for c := range 4 {
			transA, transB := c&1 != 0, c&2 != 0
			for i, ab := range [][2]T{{1, 0}, {1, 1}, {-0.7, 1.3}, {0, 0.5}, {2, -1}} {
				if i > 1 && m*n*k > 50000 {
					continue
				}
				wild = !wild
				a, b := randomMatrix[T](v, m, k, transA, wild), randomMatrix[T](v, k, n, transB, wild)
				c0 := randomMatrix[T](v, m, n, false, wild)
				want := Matrix[T]{Rows: m, Cols: n, Stride: c0.Stride, Data: slices.Clone(c0.Data)}
				gemmDef(transA, transB, ab[0], a, b, ab[1], want)
				for _, active = range available {
					got := Matrix[T]{Rows: m, Cols: n, Stride: c0.Stride, Data: slices.Clone(c0.Data)}
					Gemm(transA, transB, ab[0], a, b, ab[1], got)
					compare(t, got.Data, want.Data, "%v %d×%d×%d transA %v transB %v alpha, beta %v", active, m, n, k, transA, transB, ab)
				}
			}
		}
	}
}

// randomMatrix returns rows × cols, or its transpose, with a stride that is
// larger than its width.
func randomMatrix[T Float](v *values, rows, cols int, trans, wild bool) Matrix[T] {
	if trans {
		rows, cols = cols, rows
	}
	m := Matrix[T]{Rows: rows, Cols: cols, Stride: cols + 3, Data: make([]T, rows*(cols+3))}
	fill(v, m.Data, wild)
	return m
}

// TestGemmThreads compares products over GOMAXPROCS, and rows alone with the
// same rows in a batch.
func TestGemmThreads(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	v := &values{}
	for i, s := range [][3]int{{300, 200, 150}, {64, 700, 128}, {900, 20, 200}, {32, 784, 512}, {784, 512, 128}, {29, 520, 300}, {1500, 2, 900}} {
		m, n, k := s[0], s[1], s[2]
		transA, transB := i == 4, i == 3
		a, b := randomMatrix[float32](v, m, k, transA, false), randomMatrix[float32](v, k, n, transB, false)
		want := NewMatrix[float32](m, n)
		Gemm(transA, transB, 1, a, b, 0, want)
		for p := 2; p <= 4; p++ {
			runtime.GOMAXPROCS(p)
			got := NewMatrix[float32](m, n)
			Gemm(transA, transB, 1, a, b, 0, got)
			compare(t, got.Data, want.Data, "%v on %d threads", s, p)
		}
		runtime.GOMAXPROCS(1)
		if transA {
			continue
		}
		for i := 0; i < m; i += 37 {
			one := NewMatrix[float32](1, n)
			Gemm(false, transB, 1, a.RowRange(i, i+1), b, 0, one)
			compare(t, one.Row(0), want.Row(i), "%v: row %d alone", s, i)
		}
	}
}

// TestGemmSpecial: 0·NaN and 0·Inf are NaN, but beta = 0 forgets C.
func TestGemmSpecial(t *testing.T) {
	old := active
	defer func() { active = old }()
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	for _, active = range available {
		c := Matrix[float32]{Rows: 1, Cols: 2, Stride: 2, Data: []float32{nan, nan}}
		a := Matrix[float32]{Rows: 1, Cols: 2, Stride: 2, Data: []float32{0, 1}}
		b := Matrix[float32]{Rows: 2, Cols: 2, Stride: 2, Data: []float32{inf, 1, 1, 1}}
		Gemm(false, false, 1, a, b, 0, c)
		if c.Data[0] == c.Data[0] || c.Data[1] != 1 {
			t.Errorf("%v: %v, want [NaN 1]", active, c.Data)
		}
		Gemm(false, false, 0, a, b, 0, c)
		if c.Data[0] != 0 || c.Data[1] != 0 {
			t.Errorf("%v: alpha = beta = 0 gives %v, want zeros", active, c.Data)
		}
	}
}

func TestGemmPanics(t *testing.T) {
	m := NewMatrix[float64]
	shared := m(4, 4)
	for _, tt := range []struct {
		want string
		call func()
	}{
		{"kernels: Gemm: op(A) is 2×3, op(B) 4×5, C 2×5", func() { Gemm(false, false, 1, m(2, 3), m(4, 5), 0, m(2, 5)) }},
		{"kernels: Gemm: op(A) is 3×2, op(B) 2×5, C 2×5", func() { Gemm(true, false, 1, m(2, 3), m(2, 5), 0, m(2, 5)) }},
		{"kernels: Gemm: C overlaps an operand", func() { Gemm(false, false, 1, shared, m(4, 4), 0, shared) }},
		{"kernels: Gemm: A is 2×2 with stride 2, but has 3 elements", func() {
			Gemm(false, false, 1, Matrix[float64]{Rows: 2, Cols: 2, Stride: 2, Data: make([]float64, 3)}, m(2, 2), 0, m(2, 2))
		}},
	} {
		func() {
			defer func() {
				if got := recover(); fmt.Sprint(got) != tt.want {
					t.Errorf("panic %v, want %s", got, tt.want)
				}
			}()
			tt.call()
		}()
	}
	// Two column ranges of one matrix do not overlap.
	big := m(4, 8)
	left := Matrix[float64]{Rows: 4, Cols: 4, Stride: 8, Data: big.Data}
	right := Matrix[float64]{Rows: 4, Cols: 4, Stride: 8, Data: big.Data[4:]}
	Gemm(false, false, 1, left, m(4, 4), 0, right)
}

// TestGemmBlocks makes the blocks small, so that small products have many.
func TestGemmBlocks(t *testing.T) { both(t, testGemmBlocks[float32], testGemmBlocks[float64]) }

func testGemmBlocks[T Float](t *testing.T) {
	oldActive, oldTuning, oldCaches := active, gemmTuning, caches
	defer func() { active, gemmTuning, caches = oldActive, oldTuning, oldCaches }()
	l2 := 1
	streams := false
	caches = func() cacheSizes { return cacheSizes{l1: 1, l2: l2, streams: streams} }
	gemmTuning.minDepth, gemmTuning.panelDepth, gemmTuning.packSize = 8, 8, 1
	acts := []func(dst, src []T){ActIdentity: func(dst, src []T) {}, ActReLU: ReLU[T], ActSigmoid: Sigmoid[T], ActTanh: Tanh[T]}
	v := &values{}
	for i, s := range [][3]int{{1, 300, 20}, {4, 300, 17}, {13, 100, 33}, {48, 70, 16}, {49, 97, 25}, {61, 64, 9}, {100, 31, 24}, {6, 40, 40}, {77, 100, 19}, {16, 120, 130}, {48, 100, 70}, {8, 140, 50}, {23, 560, 60}, {50, 1, 33}, {257, 3, 40}, {2, 200, 21}, {3, 260, 20}, {7, 200, 40}} {
		for c := range 16 {
			m, n, k := s[0], s[1], s[2]
			gemmTuning.packRows = []int{6, 48}[c&1]
			l2 = []int{1, 2400}[(i+c)&1] // the latter for several tiles below one another
			streams = c&8 != 0
			transA, transB, alpha := c&2 != 0, c&4 != 0, T(1)
			if c&8 != 0 {
				alpha = 0.3
			}
			a, b := randomMatrix[T](v, m, k, transA, true), randomMatrix[T](v, k, n, transB, i%2 == 0)
			c0 := randomMatrix[T](v, m, n, false, false)
			clone := func() Matrix[T] {
				return Matrix[T]{Rows: m, Cols: n, Stride: c0.Stride, Data: slices.Clone(c0.Data)}
			}
			bias := make([]T, n)
			fill(v, bias, true)
			act := (i + c) % len(acts)
			sum, layer := clone(), clone()
			gemmDef(transA, transB, alpha, a, b, 1, sum)
			gemmDef(transA, transB, alpha, a, b, 0, layer)
			for r := range m {
				addGo(layer.Row(r), layer.Row(r), bias)
				acts[act](layer.Row(r), layer.Row(r))
			}
			for _, active = range available {
				got := clone()
				Gemm(transA, transB, alpha, a, b, 1, got)
				compare(t, got.Data, sum.Data, "%v %v transA %v transB %v alpha %v", active, s, transA, transB, alpha)
				got = clone()
				GemmBias(transA, transB, alpha, a, b, bias, Activation(act), got)
				compare(t, got.Data, layer.Data, "%v %v transA %v transB %v alpha %v: layer with activation %d", active, s, transA, transB, alpha, act)
			}
		}
	}
}
