package kernels

import (
	"slices"
	"testing"
)

func rowsBLAS[T Float]() []row[T] {
	return []row[T]{
		{"Rot", 2, 0, func(l level, s [][]T) T { dispatchRot(l, s[0], s[1], 0.6, testScalar); return 0 }},
	}
}

func TestGemv(t *testing.T) { both(t, testGemv[float32], testGemv[float64]) }

func testGemv[T Float](t *testing.T) {
	old := active
	defer func() { active = old }()
	v := &values{}
	for _, s := range [][2]int{{0, 3}, {3, 0}, {1, 1}, {5, 100}, {100, 7}, {130, 257}} {
		a := randomMatrix[T](v, s[0], s[1], false)
		for _, ab := range [][2]T{{1, 0}, {1, 1}, {-0.7, 1.3}, {0, 0.5}} {
			for _, trans := range []bool{false, true} {
				rows, cols := s[0], s[1]
				if trans {
					rows, cols = cols, rows
				}
				x, y := make([]T, cols), make([]T, rows)
				fill(v, x, false)
				fill(v, y, false)
				want := slices.Clone(y)
				for i := range want {
					if want[i] = ab[1] * want[i]; ab[1] == 0 {
						want[i] = 0
					}
				}
				if ab[0] != 0 && cols > 0 {
					for i := range a.Rows {
						if trans {
							axpyGo(want, a.Row(i), T(ab[0]*x[i]))
						} else {
							want[i] = fma(ab[0], dispatchDot(levelGeneric, a.Row(i), x), want[i])
						}
					}
				}
				for _, active = range available {
					got := slices.Clone(y)
					Gemv(trans, ab[0], a, x, ab[1], got)
					compare(t, got, want, "%v %v trans %v alpha, beta %v", active, s, trans, ab)
				}
			}
		}
	}
}

func TestGer(t *testing.T) { both(t, testGer[float32], testGer[float64]) }

func testGer[T Float](t *testing.T) {
	old := active
	defer func() { active = old }()
	v := &values{}
	a := randomMatrix[T](v, 13, 70, false)
	x, y := make([]T, 13), make([]T, 70)
	fill(v, x, false)
	fill(v, y, false)
	want := a
	want.Data = slices.Clone(a.Data)
	gemmDef(false, false, -0.7, Matrix[T]{Rows: 13, Cols: 1, Stride: 1, Data: x}, Matrix[T]{Rows: 1, Cols: 70, Stride: 70, Data: y}, 1, want)
	for _, active = range available {
		got := a
		got.Data = slices.Clone(a.Data)
		Ger(-0.7, x, y, got)
		compare(t, got.Data, want.Data, "%v", active)
	}
}

func TestSyrk(t *testing.T) { both(t, testSyrk[float32], testSyrk[float64]) }

func testSyrk[T Float](t *testing.T) {
	old := active
	defer func() { active = old }()
	v := &values{}
	for _, s := range [][2]int{{0, 3}, {3, 0}, {1, 1}, {12, 30}, {48, 5}, {49, 70}, {150, 33}} {
		n, k := s[0], s[1]
		for c := range 4 {
			upper, trans := c&1 != 0, c&2 != 0
			for _, ab := range [][2]T{{1, 0}, {-0.7, 1.3}, {0, 0.5}} {
				a, c0 := randomMatrix[T](v, n, k, trans), randomMatrix[T](v, n, n, false)
				full := c0
				full.Data = slices.Clone(c0.Data)
				gemmDef(trans, !trans, ab[0], a, a, ab[1], full)
				want := slices.Clone(c0.Data)
				for i := range n {
					for j := range n {
						if i == j || upper == (i < j) {
							want[i*c0.Stride+j] = full.Data[i*c0.Stride+j]
						}
					}
				}
				for _, active = range available {
					got := c0
					got.Data = slices.Clone(c0.Data)
					Syrk(upper, trans, ab[0], a, ab[1], got)
					compare(t, got.Data, want, "%v %v upper %v trans %v alpha, beta %v", active, s, upper, trans, ab)
				}
			}
		}
	}
}
