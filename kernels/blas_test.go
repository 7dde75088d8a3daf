package kernels

import (
	"runtime"
	"slices"
	"testing"
)

func rowsBLAS[T Float]() []row[T] {
	return []row[T]{
		{"BiasReLU", 1, 1, map1(dispatchBiasRelu[T])},
		{"BiasSigmoid", 1, 1, map1(dispatchBiasSigmoid[T])},
		{"BiasTanh", 1, 1, map1(dispatchBiasTanh[T])},
		{"Rot", 2, 0, func(l level, s [][]T) T { dispatchRot(l, s[0], s[1], 0.6, testScalar); return 0 }},
	}
}

func TestGemv(t *testing.T) { both(t, testGemv[float32], testGemv[float64]) }

func testGemv[T Float](t *testing.T) {
	old := active
	defer func() { active = old }()
	v := &values{}
	for _, s := range [][2]int{{0, 3}, {3, 0}, {1, 1}, {5, 100}, {100, 7}, {130, 257}} {
		a := randomMatrix[T](v, s[0], s[1], false, false)
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
	a := randomMatrix[T](v, 13, 70, false, false)
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
				a, c0 := randomMatrix[T](v, n, k, trans, false), randomMatrix[T](v, n, n, false, false)
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

// TestGemmBias compares with Gemm, AddRow and the activation, on all levels
// and on one and two threads.
func TestGemmBias(t *testing.T) { both(t, testGemmBias[float32], testGemmBias[float64]) }

func testGemmBias[T Float](t *testing.T) {
	old := active
	defer func() { active = old }()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	acts := []func(dst, src []T){ActIdentity: func(dst, src []T) {}, ActReLU: ReLU[T], ActSigmoid: Sigmoid[T], ActTanh: Tanh[T]}
	v := &values{}
	for _, s := range [][3]int{{0, 3, 2}, {3, 4, 0}, {1, 70, 30}, {3, 270, 5}, {13, 33, 300}, {60, 600, 70}, {300, 40, 200}} {
		m, n, k := s[0], s[1], s[2]
		a, b := randomMatrix[T](v, m, k, false, false), randomMatrix[T](v, k, n, true, false)
		bias := make([]T, n)
		fill(v, bias, false)
		for act, f := range acts {
			for _, bias := range [][]T{nil, bias} {
				active = available[0]
				runtime.GOMAXPROCS(1)
				want := NewMatrix[T](m, n)
				Gemm(false, true, 0.5, a, b, 0, want)
				if bias != nil {
					AddRow(want, bias)
				}
				for i := range m {
					f(want.Row(i), want.Row(i))
				}
				for _, active = range available {
					for p := 1; p <= 2; p++ {
						runtime.GOMAXPROCS(p)
						got := NewMatrix[T](m, n)
						fill(v, got.Data, true)
						GemmBias(false, true, 0.5, a, b, bias, Activation(act), got)
						compare(t, got.Data, want.Data, "%v %v act %d, bias %v, %d threads", active, s, act, bias != nil, p)
					}
				}
			}
		}
	}
}

func TestGemmBatch(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(2))
	v := &values{}
	var a, b, got, want []Matrix[float32]
	for i := range 50 {
		a, b = append(a, randomMatrix[float32](v, 40+i, 30, false, false)), append(b, randomMatrix[float32](v, 30, 50, false, false))
		got, want = append(got, NewMatrix[float32](40+i, 50)), append(want, NewMatrix[float32](40+i, 50))
		Gemm(false, false, 1, a[i], b[i], 0, want[i])
	}
	GemmBatch(false, false, 1, a, b, 0, got)
	for i := range got {
		compare(t, got[i].Data, want[i].Data, "product %d", i)
	}
}
