package kernels

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"testing"
)

// levelled are the functions of matrices that take a level, with sources and
// results of their own, for the tests of the contract.
type levelled[T Float] struct {
	name string
	run  func(l level, dst, src Matrix[T])
	// turned tells that dst has src's shape transposed; k > 0 that it has k columns.
	turned bool
	k      int
}

func matrixRows[T Float]() []levelled[T] {
	return []levelled[T]{
		{name: "Softmax", run: softmax[T]},
		{name: "LogSoftmax", run: logSoftmax[T]},
		{name: "NormalizeRows", run: normalizeRows[T]},
		{name: "Transpose", run: transpose[T], turned: true},
		{name: "TopK", k: 3, run: func(l level, dst, src Matrix[T]) {
			indices := make([]int, src.Rows*dst.Cols)
			topK(l, dst, indices, src)
			for i := range dst.Rows {
				for j := range dst.Cols {
					at := T(indices[i*dst.Cols+j])
					if v := src.Row(i)[int(at)]; !same(v, dst.Row(i)[j]) {
						panic(fmt.Sprintf("TopK: value %v of index %v, which has %v", dst.Row(i)[j], at, v))
					}
				}
			}
		}},
	}
}

// shape returns the shape of dst for a source of rows × cols.
func (r levelled[T]) shape(rows, cols int) (int, int) {
	switch {
	case r.turned:
		return cols, rows
	case r.k > 0:
		return rows, min(r.k, cols)
	}
	return rows, cols
}

var matrixShapes = [][2]int{{0, 5}, {5, 0}, {1, 1}, {3, 2}, {2, 15}, {4, 16}, {16, 4}, {17, 16}, {16, 33}, {8, 8}, {9, 40}, {40, 9}, {70, 67}, {3, 300}}

// TestMatrixSameBits compares the implementations on matrices with gaps
// between rows, which must stay as they are.
func TestMatrixSameBits(t *testing.T) {
	both(t, testMatrixSameBits[float32], testMatrixSameBits[float64])
}

func testMatrixSameBits[T Float](t *testing.T) {
	for _, r := range matrixRows[T]() {
		for _, s := range matrixShapes {
			for wild := range 2 {
				src := Matrix[T]{Rows: s[0], Cols: s[1], Stride: s[1] + 3, Data: make([]T, s[0]*(s[1]+3))}
				fill(&values{}, src.Data, wild == 1)
				rows, cols := r.shape(s[0], s[1])
				result := func(l level) []T {
					dst := Matrix[T]{Rows: rows, Cols: cols, Stride: cols + 5, Data: make([]T, rows*(cols+5))}
					fill(&values{}, dst.Data, false)
					r.run(l, dst, src)
					return dst.Data
				}
				want := result(levelGeneric)
				for _, l := range assembly() {
					compare(t, result(l), want, "%s %v of %d×%d", r.name, l, s[0], s[1])
				}
				if rows == s[0] && cols == s[1] && !r.turned && r.k == 0 {
					for _, l := range available {
						dst := Matrix[T]{Rows: rows, Cols: cols, Stride: src.Stride, Data: slices.Clone(src.Data)}
						r.run(l, dst, dst)
						for i := range rows {
							compare(t, dst.Row(i), want[i*(cols+5):][:cols], "%s %v of %d×%d in place, row %d", r.name, l, s[0], s[1], i)
						}
					}
				}
			}
		}
	}
}

// TestSoftmaxDefinition computes the documented loops, row by row.
func TestSoftmaxDefinition(t *testing.T) {
	const cols = 37
	src := NewMatrix[float64](19, cols)
	fill(&values{}, src.Data, false)
	for _, l := range available {
		soft, logSoft := NewMatrix[float64](19, cols), NewMatrix[float64](19, cols)
		softmax(l, soft, src)
		logSoftmax(l, logSoft, src)
		for i := range src.Rows {
			m, e, want := Max(src.Row(i)), make([]float64, cols), make([]float64, cols)
			for j, x := range src.Row(i) {
				e[j] = x - m
			}
			Exp(e, e)
			sum, ln := Sum(e), []float64{Sum(e)}
			Log(ln, ln)
			Scale(want, 1/sum, e)
			compare(t, soft.Row(i), want, "Softmax %v, row %d", l, i)
			for j, x := range src.Row(i) {
				want[j] = (x - m) - ln[0]
			}
			compare(t, logSoft.Row(i), want, "LogSoftmax %v, row %d", l, i)
			if one := Sum(soft.Row(i)); math.Abs(one-1) > 1e-15 {
				t.Errorf("%v: row %d adds up to %v", l, i, one)
			}
		}
	}
}

// TestSpecialRows checks the documented values of rows with NaN and infinities.
func TestSpecialRows(t *testing.T) {
	inf, nan, huge := math.Inf(1), math.NaN(), math.MaxFloat64
	for _, tt := range []struct {
		name     string
		run      func(level, Matrix[float64], Matrix[float64])
		in, want []float64
	}{
		{"Softmax", softmax[float64], []float64{-inf, 3, -inf}, []float64{0, 1, 0}},
		{"Softmax", softmax[float64], []float64{1, nan, 0}, []float64{nan, nan, nan}},
		{"Softmax", softmax[float64], []float64{1, inf, 0}, []float64{nan, nan, nan}},
		{"Softmax", softmax[float64], []float64{-inf, -inf}, []float64{nan, nan}},
		{"Softmax", softmax[float64], []float64{huge, -huge}, []float64{1, 0}},
		{"LogSoftmax", logSoftmax[float64], []float64{-inf, 3, -inf}, []float64{-inf, 0, -inf}},
		{"LogSoftmax", logSoftmax[float64], []float64{1, nan, 0}, []float64{nan, nan, nan}},
		{"LogSoftmax", logSoftmax[float64], []float64{1, inf, 0}, []float64{nan, nan, nan}},
		{"LogSoftmax", logSoftmax[float64], []float64{-inf, -inf}, []float64{nan, nan}},
		{"NormalizeRows", normalizeRows[float64], []float64{3, -4}, []float64{0.6, -0.8}},
		{"NormalizeRows", normalizeRows[float64], []float64{0, math.Copysign(0, -1)}, []float64{0, math.Copysign(0, -1)}},
		{"NormalizeRows", normalizeRows[float64], []float64{0, 5e-324}, []float64{0, 1}},
		{"NormalizeRows", normalizeRows[float64], []float64{-15e-324, 20e-324}, []float64{-0.6, 0.8}},
		{"NormalizeRows", normalizeRows[float64], []float64{huge, -huge, huge, huge}, []float64{0.5, -0.5, 0.5, 0.5}},
		{"NormalizeRows", normalizeRows[float64], []float64{huge, huge, inf}, []float64{0, 0, nan}},
		{"NormalizeRows", normalizeRows[float64], []float64{2, -inf}, []float64{0, nan}},
		{"NormalizeRows", normalizeRows[float64], []float64{2, nan}, []float64{nan, nan}},
	} {
		for _, l := range available {
			n := len(tt.in)
			dst := NewMatrix[float64](1, n)
			tt.run(l, dst, Matrix[float64]{Rows: 1, Cols: n, Stride: n, Data: tt.in})
			compare(t, dst.Data, tt.want, "%s %v of %v", tt.name, l, tt.in)
		}
	}
}

// TestTopK compares with sorting, by value and then by index.
func TestTopK(t *testing.T) { both(t, testTopK[float32], testTopK[float64]) }

func testTopK[T Float](t *testing.T) {
	for _, cols := range []int{1, 7, 64, 65, 200, 1000} {
		for _, few := range []bool{false, true} { // few values make ties
			src := NewMatrix[T](5, cols)
			fill(&values{}, src.Data, few)
			for i, x := range src.Data {
				if few && x == x && i%3 > 0 {
					src.Data[i] = T(int(x) % 3)
				}
			}
			copy(src.Row(4), slices.Sorted(slices.Values(src.Row(3)))) // the heap's worst case
			for _, k := range []int{0, 1, 2, 10, cols / 2, cols} {
				k = min(k, cols)
				for _, l := range available {
					values, indices := NewMatrix[T](5, k), make([]int, 5*k)
					topK(l, values, indices, src)
					for i := range src.Rows {
						want := make([]int, cols)
						for j := range want {
							want[j] = j
						}
						row := src.Row(i)
						slices.SortFunc(want, func(a, b int) int {
							return cmp.Or(rank(row[b], row[a]), a-b)
						})
						if got := indices[i*k : (i+1)*k]; !slices.Equal(got, want[:k]) {
							t.Fatalf("%v, %d of %d: %v, want %v", l, k, cols, got, want[:k])
						}
						for j, at := range want[:k] {
							if !same(values.Row(i)[j], row[at]) {
								t.Fatalf("%v, %d of %d: value %d is %v, want %v", l, k, cols, j, values.Row(i)[j], row[at])
							}
						}
						if k > 0 && want[0] != ArgMax(row) {
							t.Fatalf("ArgMax is %d, want %d", ArgMax(row), want[0])
						}
					}
				}
			}
		}
	}
}

// rank compares as TopK does: a NaN is above every number.
func rank[T Float](x, y T) int {
	switch {
	case x != x && y != y:
		return 0
	case x != x:
		return 1
	case y != y:
		return -1
	}
	return cmp.Compare(x, y)
}

// TestRowKernels compares the kernels that run row by row with plain loops.
func TestRowKernels(t *testing.T) {
	a := Matrix[float64]{Rows: 3, Cols: 5, Stride: 7, Data: make([]float64, 21)}
	fill(&values{}, a.Data, false)
	at := func(i, j int) float64 { return a.Data[i*a.Stride+j] }
	s3, s5 := []float64{2, -0.5, 3}, []float64{1, 2, -3, 4, 0.25}
	sums, norms := make([]float64, 3), make([]float64, 3)
	RowSums(sums, a)
	RowSquaredNorms(norms, a)
	dst := Matrix[float64]{Rows: 3, Cols: 5, Stride: 6, Data: make([]float64, 18)}
	byRow := Matrix[float64]{Rows: 3, Cols: 5, Stride: 7, Data: slices.Clone(a.Data)}
	byCol := Matrix[float64]{Rows: 3, Cols: 5, Stride: 7, Data: slices.Clone(a.Data)}
	ScaleRows(byRow, s3)
	ScaleCols(byCol, s5)
	AxpyCols(0.5, a, s5, dst)
	for i := range 3 {
		if want := Sum(a.Row(i)); sums[i] != want {
			t.Errorf("RowSums[%d] = %v, want %v", i, sums[i], want)
		}
		if want := Dot(a.Row(i), a.Row(i)); norms[i] != want {
			t.Errorf("RowSquaredNorms[%d] = %v, want %v", i, norms[i], want)
		}
		for j := range 5 {
			if got, want := byRow.Row(i)[j], s3[i]*at(i, j); got != want {
				t.Errorf("ScaleRows: (%d, %d) is %v, want %v", i, j, got, want)
			}
			if got, want := byCol.Row(i)[j], at(i, j)*s5[j]; got != want {
				t.Errorf("ScaleCols: (%d, %d) is %v, want %v", i, j, got, want)
			}
			if got, want := dst.Row(i)[j], fma(0.5*s5[j], at(i, j), 0); got != want {
				t.Errorf("AxpyCols: (%d, %d) is %v, want %v", i, j, got, want)
			}
		}
	}
	for _, gap := range []int{5, 6} {
		if a.Data[gap] != byRow.Data[gap] || a.Data[gap] != byCol.Data[gap] || dst.Data[5] != 0 {
			t.Errorf("the gap between rows was written")
		}
	}
}

// TestTransposeDefinition checks every element, at every shape around the
// tiles and the blocks.
func TestTransposeDefinition(t *testing.T) {
	both(t, testTransposeDefinition[float32], testTransposeDefinition[float64])
}

func testTransposeDefinition[T Float](t *testing.T) {
	for _, l := range available {
		for _, rows := range []int{1, 3, 8, 15, 16, 17, 40, 64, 65, 81, 130} {
			for _, cols := range []int{1, 2, 7, 16, 19, 33, 70} {
				src := Matrix[T]{Rows: rows, Cols: cols, Stride: cols + 2, Data: make([]T, rows*(cols+2))}
				for i := range src.Data {
					src.Data[i] = T(i)
				}
				dst := Matrix[T]{Rows: cols, Cols: rows, Stride: rows + 1, Data: make([]T, cols*(rows+1))}
				transpose(l, dst, src)
				for j := range cols {
					for i, got := range dst.Data[j*dst.Stride:][:dst.Stride] {
						want := T(0)
						if i < rows {
							want = T(i*src.Stride + j)
						}
						if got != want {
							t.Fatalf("%v %d×%d: (%d, %d) is %v, want %v", l, rows, cols, j, i, got, want)
						}
					}
				}
			}
		}
	}
}

func TestRowPanics(t *testing.T) {
	m, n := NewMatrix[float32](2, 4), NewMatrix[float32](4, 2)
	x := make([]float32, 10)
	for _, tt := range []struct {
		want string
		f    func()
	}{
		{"kernels: Softmax: dst is 2×4, src 4×2", func() { Softmax(m, n) }},
		{"kernels: LogSoftmax: dst and src overlap without being the same", func() {
			LogSoftmax(Matrix[float32]{2, 3, x, 3}, Matrix[float32]{2, 3, x[1:], 3})
		}},
		{"kernels: Transpose: dst is 2×4, src 2×4", func() { Transpose(m, m) }},
		{"kernels: Transpose: dst overlaps src", func() { Transpose(Matrix[float32]{3, 3, x, 3}, Matrix[float32]{3, 3, x, 3}) }},
		{"kernels: TopK: values is 2×4, with 3 indices, for a 2×4 matrix", func() { TopK(m, make([]int, 3), m) }},
		{"kernels: TopK: values overlaps src", func() { TopK(m, make([]int, 8), m) }},
		{"kernels: RowSums: the vector has 3 elements, the matrix 2 rows", func() { RowSums(x[:3], m) }},
		{"kernels: AxpyCols: x is 2×4, y 2×4, or they overlap", func() { AxpyCols(1, m, x[:4], m) }},
		{"kernels: Clamp: bounds 2 and 1 are not in order", func() { Clamp(x, x, 2, 1) }},
		{"kernels: MulAdd: slice lengths differ: [3 3 3 2]", func() { MulAdd(x[:3], x[:3], x[:3], x[:2]) }},
		{"kernels: MulAdd: slices overlap without being the same", func() { MulAdd(x[:3], x[:3], x[:3], x[1:4]) }},
	} {
		func() {
			defer func() {
				if got := recover(); fmt.Sprint(got) != tt.want {
					t.Errorf("panic %q, want %q", got, tt.want)
				}
			}()
			tt.f()
		}()
	}
}

// TestRowsNoEscape: the kernels of this file and of reductions leave their
// arguments on the stack.
func TestRowsNoEscape(t *testing.T) {
	if raceEnabled {
		t.Skip("the race detector's own calls make slices escape")
	}
	for name, f := range map[string]func(){
		"Max":          func() { var x [300]float32; _ = Max(x[:]) },
		"ArgMax":       func() { var x [300]float32; _ = ArgMax(x[:]) },
		"Nrm2":         func() { var x [300]float32; _ = Nrm2(x[:]) },
		"MeanVariance": func() { var x [300]float64; _, _ = MeanVariance(x[:]) },
		"LogSumExp":    func() { var x [300]float64; _ = LogSumExp(x[:]) },
		"MulAdd":       func() { var x, y [300]float64; MulAdd(x[:], x[:], y[:], y[:]) },
		"Softmax": func() {
			var x [300]float32
			Softmax(Matrix[float32]{3, 100, x[:], 100}, Matrix[float32]{3, 100, x[:], 100})
		},
		"LogSoftmax": func() {
			var x [300]float32
			LogSoftmax(Matrix[float32]{3, 100, x[:], 100}, Matrix[float32]{3, 100, x[:], 100})
		},
		"NormalizeRows": func() {
			var x [300]float32
			NormalizeRows(Matrix[float32]{3, 100, x[:], 100}, Matrix[float32]{3, 100, x[:], 100})
		},
		"Transpose": func() {
			var x, y [1200]float32
			Transpose(Matrix[float32]{60, 20, x[:], 20}, Matrix[float32]{20, 60, y[:], 60})
		},
		"TopK": func() {
			var x [300]float32
			var v [6]float32
			var i [6]int
			TopK(Matrix[float32]{3, 2, v[:], 2}, i[:], Matrix[float32]{3, 100, x[:], 100})
		},
		"AxpyCols": func() {
			var x, y, s [20]float32
			AxpyCols(1, Matrix[float32]{2, 10, x[:], 10}, s[:10], Matrix[float32]{2, 10, y[:], 10})
		},
	} {
		if n := testing.AllocsPerRun(20, f); n > 0 {
			t.Errorf("%s allocates %v times", name, n)
		}
	}
}
