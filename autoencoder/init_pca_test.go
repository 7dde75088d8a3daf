package autoencoder

import (
	"context"
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
	"github.com/lamina-go/lamina/tensorio"
)

// started is a model as init pca leaves it: trained on all rows, in steps of no length.
func started[T kernels.Float](t *testing.T, c Config, x kernels.Matrix[T]) *Model[T] {
	t.Helper()
	c.Init, c.Inputs = "pca", x.Cols
	m := newModel[T](t, c)
	fit(t, m, x, TrainConfig{Epochs: 1, LR: 1e-30, HeldOut: 0})
	return m
}

// A linear network starts at the principal components, at every depth, and reconstructs
// as they do.
func TestInitPCAAgainstStatPC(t *testing.T) {
	const d, k = 9, 2
	x := curve[float64](3, 300, d)
	components := principal(t, x, k)
	all := make([]int, x.Rows)
	for i := range all {
		all[i] = i
	}
	want, err := PCAError(context.Background(), tensorio.FromMatrix(x), all, all, k)
	if err != nil {
		t.Fatal(err)
	}
	one, err := PCAError(context.Background(), tensorio.FromMatrix(x), all, all, 1)
	if err != nil {
		t.Fatal(err)
	}
	linear := Config{Hidden: "identity", Output: "identity", Scaling: "none"}
	for _, c := range []struct {
		layers []int
		tied   bool
		change func(*Config)
		slack  float64 // of the squared error beside PCA's, as a share of what one component leaves
	}{
		{[]int{k}, false, nil, 1e-9},
		{[]int{k}, true, nil, 1e-9},
		{[]int{7, k}, false, nil, 1e-9},
		{[]int{7, 5, k}, true, nil, 1e-9},
		{[]int{20, 12, k}, false, nil, 1e-9}, // wider than the data
		{[]int{k}, false, func(c *Config) { c.Likelihood.Kind = "gaussian-learned" }, 1e-9},
		{[]int{7, k}, false, func(c *Config) { c.Likelihood.Kind = "laplace" }, 1e-9},
		{[]int{20, k}, false, func(c *Config) { c.Hidden = "tanh" }, 0.02},
		{[]int{20, 8, k}, false, func(c *Config) { c.Hidden, c.Code = "sigmoid", "tanh" }, 0.02},
		{[]int{7, k}, false, func(c *Config) { c.Hidden = "gelu" }, 1}, // far from straight
	} {
		config := linear
		config.Layers, config.Tied = c.layers, c.tied
		if c.change != nil {
			c.change(&config)
		}
		m := started(t, config, x)
		e, err := m.Evaluate(context.Background(), tensorio.FromMatrix(x))
		if err != nil {
			t.Fatal(err)
		}
		if more := e.SquaredError - want; !(math.Abs(more) <= c.slack*one) {
			t.Errorf("%v, %s: squared error %v, PCA's %v and %v of one component", config.Layers, config.Hidden, e.SquaredError, want, one)
		}
		if len(c.layers) > 1 {
			continue
		}
		w := m.Weights()["encoder.0.weight"] // d×k
		rows := kernels.NewMatrix[float64](k, d)
		kernels.Transpose(rows, w)
		if angle := largestAngle(t, rows, components); !(angle <= 1e-6) {
			t.Errorf("%+v: largest principal angle %v", config, angle)
		}
		m32 := started(t, config, narrowed(x))
		narrow := kernels.NewMatrix[float32](k, d)
		kernels.Transpose(narrow, m32.Weights()["encoder.0.weight"])
		if angle := largestAngle(t, narrow, components); !(angle <= 1e-3) {
			t.Errorf("%+v: largest principal angle in float32 %v", config, angle)
		}
	}
}

func narrowed(x kernels.Matrix[float64]) kernels.Matrix[float32] {
	y := kernels.NewMatrix[float32](x.Rows, x.Cols)
	for i, v := range x.Data {
		y.Data[i] = float32(v)
	}
	return y
}

// Components follow the scaling, only the first Fit makes them, and from training rows.
func TestInitPCAIsOfTheFirstFit(t *testing.T) {
	x := curve[float64](4, 120, 5)
	c := variant(t, "pca", 5, 2)
	c.Scaling = "standard"
	m := newModel[float64](t, c)
	tc := quick()
	fit(t, m, x, tc)
	before := m.Weights()["encoder.0.weight"]
	tc.Epochs, tc.LR = 1, 1e-30
	fit(t, m, x, tc)
	equalBits(t, "weights after a second Fit", m.Weights()["encoder.0.weight"].Data, before.Data)
}

// Data that vary in fewer directions than the code has units leave the others random, so
// that training can use them.
func TestInitPCAOfLowRank(t *testing.T) {
	for _, rank := range []int{0, 2} {
		x := kernels.NewMatrix[float64](50, 6)
		u := uniform[float64](1, 50, 2)
		for i := range x.Rows {
			for j := range x.Row(i) {
				x.Row(i)[j] = 3
				if rank > 0 {
					x.Row(i)[j] += u.Row(i)[j%2] * float64(j)
				}
			}
		}
		m := started(t, Config{Layers: []int{4}, Hidden: "identity", Output: "identity", Scaling: "none"}, x)
		e, err := m.Evaluate(context.Background(), tensorio.FromMatrix(x))
		if err != nil {
			t.Fatal(err)
		}
		near(t, "squared error", e.SquaredError, 0, 1e-20)
		norms := make([]float64, 4)
		kernels.ColSquaredNorms(norms, m.Weights()["encoder.0.weight"])
		for j, n := range norms {
			if n == 0 {
				t.Errorf("rank %d: unit %d is dead", rank, j)
			}
		}
	}
}

// Eigenvectors and values against gonum's, of a covariance formed and one that is not.
func TestLeadingEigenAgainstGonum(t *testing.T) {
	for _, c := range []struct{ d, k int }{{1, 1}, {5, 5}, {40, 3}, {60, 20}} {
		a := uniform[float64](uint64(c.d), c.d+3, c.d)
		cov := kernels.NewMatrix[float64](c.d, c.d)
		kernels.Gemm(true, false, 1, a, a, 0, cov)
		vectors, values, err := leadingEigen(c.d, c.k, func(q, y kernels.Matrix[float64]) error {
			kernels.Gemm(false, false, 1, q, cov, 0, y)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		var eigen mat.EigenSym
		if !eigen.Factorize(mat.NewSymDense(c.d, cov.Data), true) {
			t.Fatal("gonum")
		}
		all := eigen.Values(nil) // ascending
		var v mat.Dense
		eigen.VectorsTo(&v)
		for i := range c.k {
			near(t, "eigenvalue", values[i], all[c.d-1-i], 1e-12)
			overlap := 0.0
			for j, x := range vectors.Row(i) {
				overlap += x * v.At(j, c.d-1-i)
			}
			near(t, "overlap of eigenvectors", math.Abs(overlap), 1, 1e-9)
		}
	}
}

// Rows too wide for a covariance are read again and again, with the same result.
func TestWideInitPCA(t *testing.T) {
	x := curve[float64](6, 80, 12)
	c := Config{Layers: []int{3}, Hidden: "identity", Output: "identity", Scaling: "none", Likelihood: nn.LikelihoodSpec{Variance: 1}}
	formed := started(t, c, x)
	defer func(n int) { formedColumns = n }(formedColumns)
	formedColumns = 4
	streamed := started(t, c, x)
	for j, v := range formed.Weights()["encoder.0.weight"].Data {
		near(t, "weight", streamed.Weights()["encoder.0.weight"].Data[j], v, 1e-9)
	}
}
