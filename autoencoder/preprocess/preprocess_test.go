package preprocess

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"strings"
	"testing"
	"unsafe"

	"gonum.org/v1/gonum/mat"

	"github.com/lamina-go/lamina/autoencoder/internal/symmetric"
	"github.com/lamina-go/lamina/kernels"
)

// correlated is rows of d columns that depend on one another.
func correlated[T kernels.Float](rows, d int) kernels.Matrix[T] {
	x, mix, y := kernels.NewMatrix[T](rows, d), kernels.NewMatrix[T](d, d), kernels.NewMatrix[T](rows, d)
	kernels.Normal(kernels.Philox{Seed: 1}, x.Data, 0)
	kernels.Normal(kernels.Philox{Seed: 2}, mix.Data, 0)
	kernels.Gemm(false, false, 1, x, mix, 0, y)
	for i := range rows {
		for j := range y.Row(i) {
			y.Row(i)[j] += T(j)
		}
	}
	return y
}

func apply[T kernels.Float](t *testing.T, x kernels.Matrix[T], s Spec) (*Pipeline[T], kernels.Matrix[T]) {
	t.Helper()
	p, err := Fit(x, s)
	if err != nil {
		t.Fatal(err)
	}
	z := kernels.NewMatrix[T](x.Rows, p.Outputs())
	p.Apply(z, x)
	return p, z
}

func TestEigen(t *testing.T) {
	const n = 23
	x := correlated[float64](15, n) // rank 15
	c := kernels.NewMatrix[float64](n, n)
	kernels.Gemm(true, false, 1, x, x, 0, c)
	var want mat.EigenSym
	if !want.Factorize(mat.NewSymDense(n, append([]float64(nil), c.Data...)), true) {
		t.Fatal("gonum")
	}
	again := kernels.NewMatrix[float64](n, n)
	copy(again.Data, c.Data)
	values, vectors, err := symmetric.Eigen(context.Background(), again)
	if err != nil {
		t.Fatal(err)
	}
	largest := values[0]
	for i, v := range want.Values(nil) {
		if got := values[n-1-i]; math.Abs(got-v) > 1e-11*largest {
			t.Errorf("eigenvalue %d is %v, want %v", n-1-i, got, v)
		}
	}
	for i := range n {
		for j := range n {
			dot, want := kernels.Dot(vectors.Row(i), vectors.Row(j)), 0.0
			if i == j {
				want = 1
			}
			if math.Abs(dot-want) > 1e-12 {
				t.Fatalf("eigenvectors %d and %d have product %v", i, j, dot)
			}
		}
		cv := make([]float64, n)
		kernels.Gemv(false, 1, c, vectors.Row(i), 0, cv)
		kernels.Axpy(-values[i], vectors.Row(i), cv)
		if kernels.Nrm2(cv) > 1e-10*largest {
			t.Errorf("eigenvector %d is off by %v", i, kernels.Nrm2(cv))
		}
	}
}

// Without a ridge the covariance of whitened rows is the identity.
func TestWhitening(t *testing.T) {
	const rows, d = 400, 12
	x := correlated[float64](rows, d)
	for _, kind := range []string{"pca", "zca"} {
		p, z := apply(t, x, Spec{Whitening: kind, Epsilon: 1e-14, Components: map[string]int{"pca": d}[kind]})
		cov, sums := kernels.NewMatrix[float64](d, d), make([]float64, d)
		kernels.Gemm(true, false, 1.0/rows, z, z, 0, cov)
		kernels.ColSums(sums, z)
		for i := range d {
			for j := range d {
				want := 0.0
				if i == j {
					want = 1
				}
				if math.Abs(cov.Row(i)[j]-want) > 1e-8 || math.Abs(sums[i]) > 1e-8*rows {
					t.Fatalf("%s: covariance (%d, %d) is %v", kind, i, j, cov.Row(i)[j])
				}
			}
		}
		back := kernels.NewMatrix[float64](rows, d)
		p.Invert(back, z)
		for i, v := range back.Data {
			if math.Abs(v-x.Data[i]) > 1e-8 {
				t.Fatalf("%s: %v came back as %v", kind, x.Data[i], v)
			}
		}
		if kind == "zca" {
			for i := range d {
				for j := range d {
					if math.Abs(p.whiten.Row(i)[j]-p.whiten.Row(j)[i]) > 1e-9 {
						t.Fatal("zca is not symmetric")
					}
				}
			}
		}
	}
	// pca keeps what was asked for, or 99 %.
	if p, _ := apply(t, x, Spec{Whitening: "pca", Components: 3}); p.Outputs() != 3 {
		t.Errorf("%d components, want 3", p.Outputs())
	}
	if p, _ := apply(t, x, Spec{Whitening: "pca"}); p.Outputs() < 2 || p.Outputs() >= d {
		t.Errorf("99 %% of the variance in %d components", p.Outputs())
	}
}

func TestStandardAndContrast(t *testing.T) {
	x := correlated[float64](300, 7)
	for i := range x.Rows {
		x.Row(i)[3] = 5 // does not vary
	}
	p, z := apply(t, x, Spec{Whitening: "standard"})
	for j := range 7 {
		mean, square := 0.0, 0.0
		for i := range z.Rows {
			mean += z.Row(i)[j] / 300
			square += z.Row(i)[j] * z.Row(i)[j] / 300
		}
		want := 1.0
		if j == 3 {
			want = 0
		}
		if math.Abs(mean) > 1e-12 || math.Abs(square-want) > 1e-12 {
			t.Errorf("column %d has mean %v and variance %v", j, mean, square)
		}
	}
	back := kernels.NewMatrix[float64](300, 7)
	p.Invert(back, z)
	for i, v := range back.Data {
		if math.Abs(v-x.Data[i]) > 1e-12*max(1, math.Abs(v)) {
			t.Fatalf("%v came back as %v", x.Data[i], v)
		}
	}

	y := correlated[float64](50, 9)
	for j := range 9 {
		y.Row(4)[j] = 3.3
	}
	q, err := Fit(y, Spec{Contrast: "local", Floor: 0.2})
	if err != nil {
		t.Fatal(err)
	}
	out := kernels.NewMatrix[float64](50, 9)
	if n := q.Apply(out, y); n != 1 {
		t.Errorf("%d rows without contrast, want 1", n)
	}
	total := 0.0 // of the rows' variances
	variance := func(row []float64) float64 {
		m := kernels.Mean(row)
		s := 0.0
		for _, v := range row {
			s += (v - m) * (v - m) / 9
		}
		return s
	}
	for i := range 50 {
		total += variance(y.Row(i)) / 50
	}
	for i := range 50 {
		v := variance(y.Row(i))
		if want := v / (v + 0.04*total); math.Abs(variance(out.Row(i))-want) > 1e-10 || math.Abs(kernels.Sum(out.Row(i))) > 1e-12 {
			t.Errorf("row %d has variance %v, want %v", i, variance(out.Row(i)), want)
		}
	}
}

func TestRectify(t *testing.T) {
	x := kernels.Matrix[float32]{Rows: 1, Cols: 3, Stride: 3, Data: []float32{-2, 0.5, 1}}
	for kind, want := range map[string]string{"": "[-2 0.5 1]", "abs": "[2 0.5 1]", "relu": "[0 0.5 1]"} {
		if _, z := apply(t, x, Spec{Rectify: kind}); fmt.Sprint(z.Data) != want {
			t.Errorf("%q: %v, want %s", kind, z.Data, want)
		}
	}
}

func TestTensorsRestore(t *testing.T) {
	x := correlated[float32](60, 8)
	for _, s := range []Spec{{}, {Contrast: "local"}, {Whitening: "standard"}, {Contrast: "mean", Whitening: "pca", Components: 4}, {Contrast: "local", Whitening: "zca", Rectify: "abs"}} {
		p, z := apply(t, x, s)
		q, err := Restore[float32](p.Spec(), 8, p.Outputs(), p.Tensors())
		if err != nil {
			t.Fatal(err)
		}
		again := kernels.NewMatrix[float32](60, q.Outputs())
		q.Apply(again, x)
		if fmt.Sprint(again.Data) != fmt.Sprint(z.Data) {
			t.Errorf("%+v: restored otherwise", s)
		}
		if len(p.Tensors()) > 0 {
			if _, err := Restore[float32](p.Spec(), 8, p.Outputs(), p.Tensors()[1:]); err == nil || !strings.Contains(err.Error(), "is missing") {
				t.Errorf("%+v: %v", s, err)
			}
			if _, err := Restore[float64](p.Spec(), 8, p.Outputs(), p.Tensors()); err == nil || !strings.Contains(err.Error(), "expected") {
				t.Errorf("%+v: %v", s, err)
			}
		}
	}
}

func TestBadInput(t *testing.T) {
	flat := kernels.NewMatrix[float32](4, 3)
	for _, c := range []struct {
		x    kernels.Matrix[float32]
		s    Spec
		want string
	}{
		{flat, Spec{Whitening: "ica"}, `unknown whitening "ica": choose one of none, standard, pca, zca`},
		{flat, Spec{Contrast: "global"}, "unknown contrast"},
		{flat, Spec{Rectify: "square"}, "unknown rectification"},
		{flat, Spec{Contrast: "local", Floor: -1}, "contrast floor -1"},
		{flat, Spec{Whitening: "pca", Epsilon: math.NaN()}, "whitening epsilon NaN"},
		{flat, Spec{Whitening: "zca", Components: 2}, "components 2: expected"},
		{flat, Spec{Whitening: "pca", Components: 9}, "components 9: the rows have only 3"},
		{flat, Spec{Contrast: "local"}, "no row has contrast"},
		{flat, Spec{Whitening: "zca"}, "the rows do not vary"},
		{kernels.NewMatrix[float32](0, 3), Spec{}, "0 rows"},
	} {
		if _, err := Fit(c.x, c.s); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v, want %q", c.s, err, c.want)
		}
	}
}

// Levels and machines must not show.
func TestSameBits(t *testing.T) {
	_, z := apply(t, correlated[float32](40, 10), Spec{Contrast: "local", Whitening: "zca"})
	sum := sha256.Sum256(unsafe.Slice((*byte)(unsafe.Pointer(&z.Data[0])), 4*len(z.Data)))
	if got := hex.EncodeToString(sum[:8]); got != digest {
		t.Errorf("digest %s, want %s", got, digest)
	}
}

const digest = "adc0d510eef1a6ee"

func Example() {
	rows := kernels.Matrix[float64]{Rows: 4, Cols: 2, Stride: 2, Data: []float64{1, 10, 3, 10, 1, 30, 3, 30}}
	p, err := Fit(rows, Spec{Whitening: "standard"})
	if err != nil {
		fmt.Println(err)
		return
	}
	z := kernels.NewMatrix[float64](4, p.Outputs())
	p.Apply(z, rows)
	fmt.Println(z.Row(0), z.Row(3))
	// Output: [-1 -1] [1 1]
}
