package autoencoder

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"

	"github.com/lamina-go/lamina/kernels"
)

// manifolds have points and their analytic tangents from coordinates in [0, 1).
var manifolds = []struct {
	name   string
	dim, d int
	at     func(u, v float64) (x []float64, tangents [][]float64)
}{
	{"circle", 1, 2, func(u, _ float64) ([]float64, [][]float64) {
		s, c := math.Sincos(2 * math.Pi * u)
		return []float64{c, s}, [][]float64{{-s, c}}
	}},
	{"sphere", 2, 3, func(u, v float64) ([]float64, [][]float64) {
		s, c := math.Sincos(2 * math.Pi * u)
		z := 2*v - 1
		r := math.Sqrt(1 - z*z)
		return []float64{r * c, r * s, z}, [][]float64{{-s, c, 0}, {-z * c, -z * s, r}}
	}},
	{"swiss roll", 2, 3, func(u, v float64) ([]float64, [][]float64) {
		t := 1.5 * math.Pi * (1 + 2*u)
		s, c := math.Sincos(t)
		n := math.Hypot(1, t)
		return []float64{t * c, 21 * v, t * s}, [][]float64{{(c - t*s) / n, 0, (s + t*c) / n}, {0, 1, 0}}
	}},
}

// angle is the largest principal angle between the spans of orthonormal rows, in degrees.
func angle(a kernels.Matrix[float64], b [][]float64) float64 {
	m := mat.NewDense(a.Rows, len(b), nil)
	for i := range a.Rows {
		for j := range b {
			m.Set(i, j, kernels.Dot(a.Row(i), b[j]))
		}
	}
	var svd mat.SVD
	svd.Factorize(m, mat.SVDNone)
	return math.Acos(min(1, slices.Min(svd.Values(nil)))) * 180 / math.Pi
}

// pointsOn are rows of a manifold, with their tangents.
func pointsOn(seed uint64, rows, d int, at func(u, v float64) ([]float64, [][]float64)) (kernels.Matrix[float32], [][][]float64) {
	u, x, tangents := uniform[float64](seed, rows, 2), kernels.NewMatrix[float32](rows, d), make([][][]float64, rows)
	for i := range rows {
		p, t := at(u.Row(i)[0], u.Row(i)[1])
		for j, v := range p {
			x.Row(i)[j] = float32(v)
		}
		tangents[i] = t
	}
	return x, tangents
}

// A contractive and denoising encoder of a code wider than the manifold finds its
// tangents and its dimension, at points that it has not seen.
func TestTangentsOfManifolds(t *testing.T) {
	for i, f := range manifolds {
		if testing.Short() && i > 0 {
			break
		}
		x, _ := pointsOn(1, 1000, f.d, f.at)
		m := newModel[float32](t, Config{Inputs: f.d, Layers: []int{48, 48, 3}, Hidden: "gelu", UnitNorm: true, Scaling: "standard", Seed: 1,
			Corruption: Corruption{Kind: "gaussian", Deviation: 0.1}, Penalties: []Penalty{{Kind: "contractive", Weight: 0.1}}})
		c := DefaultTraining()
		c.Epochs, c.Batch, c.LR, c.HeldOut = 100, 50, 5e-3, 0
		fit(t, m, x, c)
		fresh, tangents := pointsOn(2, 200, f.d, f.at)
		spaces, err := m.Tangents(context.Background(), fresh, f.dim)
		if err != nil {
			t.Fatal(err)
		}
		var angles []float64
		right := 0
		for i, s := range spaces {
			angles = append(angles, angle(s.Directions, tangents[i]))
			if s.Dimension() == f.dim {
				right++
			}
		}
		slices.Sort(angles)
		if median := angles[len(angles)/2]; !(median <= 10) {
			t.Errorf("%s: median angle to the tangents %.1f°", f.name, median)
		}
		if right < len(angles)*3/4 {
			t.Errorf("%s: dimension right at %d of %d points", f.name, right, len(angles))
		}
	}
}

// Jacobians are in the data's units, and so are tangents, whatever the scaling.
func TestJacobianInTheDatasUnits(t *testing.T) {
	const d, k, step = 4, 3, 1e-5
	for _, scaling := range Scalings() {
		c := variant(t, "contractive", d, 6, k)
		c.Scaling, c.Tied, c.Hidden = scaling, false, "silu"
		m := newModel[float64](t, c)
		x := curve[float64](1, 40, d)
		for i := range x.Rows { // columns of very different units
			x.Row(i)[2] *= 1000
		}
		fit(t, m, x, quick())
		at := x.RowRange(3, 5)
		js, err := m.Jacobian(at)
		if err != nil {
			t.Fatal(err)
		}
		norms, err := m.JacobianNorms(at)
		if err != nil {
			t.Fatal(err)
		}
		for i, j := range js {
			sum := 0.0
			for col := range d {
				by := step
				if m.scaling.Scale != nil {
					by *= m.scaling.Scale[col]
				}
				moved := kernels.NewMatrix[float64](2, d)
				copy(moved.Row(0), at.Row(i))
				copy(moved.Row(1), at.Row(i))
				moved.Row(0)[col] -= by
				moved.Row(1)[col] += by
				h, err := m.Encode(moved)
				if err != nil {
					t.Fatal(err)
				}
				for u := range k {
					slope := (h.Row(1)[u] - h.Row(0)[u]) / (2 * by)
					near(t, scaling+" ∂h/∂x", j.Row(u)[col]*by/step, slope*by/step, 1e-8)
					sum += slope * slope * (by / step) * (by / step)
				}
			}
			near(t, scaling+" ‖J‖_F", norms[i], math.Sqrt(sum), 1e-7)
		}
		spaces, err := m.Tangents(context.Background(), at, 2)
		if err != nil {
			t.Fatal(err)
		}
		for i, s := range spaces {
			a, b := s.Directions.Row(0), s.Directions.Row(1)
			near(t, "tangents are orthonormal", math.Abs(kernels.Dot(a, b))+math.Abs(kernels.Dot(a, a)-1)+math.Abs(kernels.Dot(b, b)-1), 0, 1e-12)
			near(t, "Σσ² is ‖J‖²", math.Sqrt(kernels.Dot(s.Spectrum, s.Spectrum)), norms[i], 1e-12)
		}
	}
}

func TestBadTangents(t *testing.T) {
	m := newModel[float64](t, Config{Inputs: 4, Layers: []int{5, 3}})
	x := uniform[float64](1, 3, 4)
	for k, want := range map[int]string{0: "tangents: k 0: expected 1 to 3", 4: "tangents: k 4: expected 1 to 3"} {
		if _, err := m.Tangents(context.Background(), x, k); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want an error with %q", err, want)
		}
	}
	x.Row(1)[2] = math.NaN()
	if _, err := m.Tangents(context.Background(), x, 1); err == nil || !strings.Contains(err.Error(), "the Jacobian at row 2 is not finite") {
		t.Errorf("NaN: %v", err)
	}
	if _, err := m.Jacobian(uniform[float64](1, 3, 5)); err == nil || !strings.Contains(err.Error(), "model for 4 columns given 5") {
		t.Errorf("width: %v", err)
	}
}

func TestDimension(t *testing.T) {
	for _, c := range []struct {
		spectrum []float64
		want     int
	}{{nil, 0}, {[]float64{0, 0}, 0}, {[]float64{3}, 1}, {[]float64{1, 0.2, 0.1}, 1}, {[]float64{1, 0.25, 0.1}, 2}, {[]float64{1, 1, 1}, 3}} {
		if got := (TangentSpace{Spectrum: c.spectrum}).Dimension(); got != c.want {
			t.Errorf("dimension of %v is %d, want %d", c.spectrum, got, c.want)
		}
	}
}
