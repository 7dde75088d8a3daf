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

// linearGaussian is a model p(h) = N(0, I), p(z|h) = N(Wh + b, σ²I) of scaled rows z,
// W's rows orthogonal, with the exact posterior as its encoder, whose mean is moved and
// whose variance is multiplied. It returns log p(x) in the data's units, too.
func linearGaussian(t *testing.T, e Encoder, move, widen float64) (*Model[float64], func(x []float64) float64) {
	t.Helper()
	const d, variance = 4, 0.3
	w := [2][d]float64{{1, 2, -1, 0.5}, {2, -1, 0, 0}}
	b := [d]float64{0.3, -1, 2, 0}
	c := Config{Inputs: d, Layers: []int{2}, Code: "identity", Output: "identity", Scaling: "standard", Encoder: e,
		Likelihood: nn.LikelihoodSpec{Variance: variance}}
	if !e.Importance {
		c.Penalties = []Penalty{{Kind: "kl-prior", Weight: 1}}
	}
	m := newModel[float64](t, c)
	m.scaling = &Scaling[float64]{Kind: "standard", Shift: []float64{1, 2, 3, 4}, Scale: []float64{0.5, 3, 1, 10}}
	slot := func(name string) []float64 {
		for _, s := range m.net.layout.Slots() {
			if s.Name == name {
				return nn.Vec(m.params, s)
			}
		}
		t.Fatalf("no tensor %s", name)
		return nil
	}
	cov := mat.NewSymDense(d, nil)
	for i := range d {
		for j := i; j < d; j++ {
			v := w[0][i]*w[0][j] + w[1][i]*w[1][j]
			if i == j {
				v += variance
			}
			cov.SetSym(i, j, v)
		}
	}
	clear(slot("encoder.log_variance.weight"))
	for k := range w {
		norm := 0.0
		for j, v := range w[k] {
			slot("decoder.0.weight")[k*d+j] = v
			norm += v * v
		}
		posterior := 1 / (1 + norm/variance)
		slot("encoder.log_variance.bias")[k] = math.Log(posterior * widen)
		slot("encoder.0.bias")[k] = move
		for j, v := range w[k] {
			slot("encoder.0.weight")[j*2+k] = posterior * v / variance
			slot("encoder.0.bias")[k] -= posterior * v / variance * b[j]
		}
	}
	copy(slot("decoder.0.bias"), b[:])
	var chol mat.Cholesky
	if !chol.Factorize(cov) {
		t.Fatal("no such normal")
	}
	return m, func(x []float64) float64 {
		z, jacobian := make([]float64, d), 0.0
		for j, v := range x {
			z[j] = (v-m.scaling.Shift[j])/m.scaling.Scale[j] - b[j]
			jacobian += math.Log(m.scaling.Scale[j])
		}
		var solved mat.VecDense
		if err := chol.SolveVecTo(&solved, mat.NewVecDense(d, z)); err != nil {
			t.Fatal(err)
		}
		return -(mat.Dot(&solved, mat.NewVecDense(d, z))+chol.LogDet()+d*math.Log(2*math.Pi))/2 - jacobian
	}
}

// With the exact posterior as encoder every draw's weight is p(x): the bounds are tight.
func TestBoundsAreTightForAnExactEncoder(t *testing.T) {
	for _, e := range []Encoder{{Kind: "gaussian"}, {Kind: "gaussian", Samples: 5, Importance: true}} {
		m, logP := linearGaussian(t, e, 0, 1)
		x, err := m.Sample(40, Sampling{Seed: 2})
		if err != nil {
			t.Fatal(err)
		}
		list, err := m.Evidence(x, 3, 1)
		if err != nil {
			t.Fatal(err)
		}
		mean := 0.0
		for i, got := range list {
			want := logP(x.Row(i))
			near(t, "ELBO", got.ELBO, want, 1e-10)
			near(t, "log p(x)", got.LogP, want, 1e-10)
			mean += want / float64(x.Rows)
		}
		if e.Importance { // then the objective is the bound itself
			s, err := m.Evaluate(context.Background(), tensorio.FromMatrix(x))
			if err != nil {
				t.Fatal(err)
			}
			near(t, "objective", -s.Objective(), mean, 1e-10)
		}
	}
}

// With another encoder the bounds are below log p(x) in expectation, and rise to it with K.
func TestBoundsOfAnInexactEncoder(t *testing.T) {
	const rows = 1000
	m, logP := linearGaussian(t, Encoder{Kind: "gaussian"}, 0.3, 2)
	x, err := m.Sample(rows, Sampling{Seed: 5})
	if err != nil {
		t.Fatal(err)
	}
	exact := 0.0
	for i := range rows {
		exact += logP(x.Row(i)) / rows
	}
	data, ctx := tensorio.FromMatrix(x), context.Background()
	before := math.Inf(-1)
	for _, k := range []int{1, 4, 16, 64} {
		e, err := m.MeanEvidence(ctx, data, k, 7)
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("K = %d: ELBO %.4f, log p %.4f, exact %.4f", k, e.ELBO, e.LogP, exact)
		if !(e.ELBO < exact-0.2) {
			t.Errorf("K = %d: ELBO %v is not below log p(x) = %v", k, e.ELBO, exact)
		}
		if !(e.LogP > before+0.005 && e.LogP < exact+0.01) {
			t.Errorf("K = %d: bound %v after %v, log p(x) %v", k, e.LogP, before, exact)
		}
		before = e.LogP
	}
	near(t, "bound of 64 samples", before, exact, 5e-3)
	// The VAE's objective is −ELBO in expectation: its KL is exact, its E log p(x|h) drawn.
	s, err := m.Evaluate(ctx, data)
	if err != nil {
		t.Fatal(err)
	}
	e, err := m.MeanEvidence(ctx, data, 50, 8)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "−ELBO", s.Objective(), -e.ELBO, 0.02)
	// So is the bound of an importance-weighted model its objective.
	w, _ := linearGaussian(t, Encoder{Kind: "gaussian", Samples: 16, Importance: true}, 0.3, 2)
	if s, err = w.Evaluate(ctx, data); err != nil {
		t.Fatal(err)
	}
	if e, err = w.MeanEvidence(ctx, data, 16, 8); err != nil {
		t.Fatal(err)
	}
	near(t, "−bound", s.Objective(), -e.LogP, 0.005)
}

// Training a VAE on data of a linear-Gaussian model finds its likelihood.
func TestVAEFindsALinearGaussianModel(t *testing.T) {
	if testing.Short() {
		t.Skip("takes half a minute without assembly")
	}
	truth, logP := linearGaussian(t, Encoder{Kind: "gaussian"}, 0, 1)
	x, err := truth.Sample(2000, Sampling{Seed: 3})
	if err != nil {
		t.Fatal(err)
	}
	exact := 0.0
	for i := range x.Rows {
		exact += logP(x.Row(i)) / float64(x.Rows)
	}
	c := truth.Config()
	c.Scaling, c.Seed = "none", 4
	m := newModel[float64](t, c)
	tc := DefaultTraining()
	tc.Epochs, tc.LR, tc.Batch, tc.HeldOut, tc.CustomSchedule = 150, 0.02, 100, 0, falling{}
	z := kernels.NewMatrix[float64](x.Rows, x.Cols)
	for i := range x.Rows {
		truth.scaling.apply(z.Row(i), x.Row(i))
	}
	fit(t, m, z, tc)
	e, err := m.MeanEvidence(context.Background(), tensorio.FromMatrix(z), 64, 1)
	if err != nil {
		t.Fatal(err)
	}
	jacobian := truth.scaling.logJacobian()
	t.Logf("ELBO %.4f, log p %.4f, truth %.4f", e.ELBO, e.LogP, exact+jacobian)
	near(t, "log p(x) after training", e.LogP, exact+jacobian, 0.01)
}

func TestEvidenceRefuses(t *testing.T) {
	m := newModel[float64](t, Config{Inputs: 3, Layers: []int{2}})
	x := uniform[float64](1, 2, 3)
	if _, err := m.Evidence(x, 5, 0); err == nil || err.Error() != `autoencoder: log p(x) of a model without a gaussian encoder: it takes draws whose density is known; train the vae or iwae variant` {
		t.Error(err)
	}
	v := newModel[float64](t, Config{Inputs: 3, Layers: []int{2}, Encoder: Encoder{Kind: "gaussian"}, Likelihood: nn.LikelihoodSpec{Kind: "bernoulli"}})
	if _, err := v.Evidence(x, 0, 0); err == nil || err.Error() != "autoencoder: log p(x) from 0 samples: expected at least 1" {
		t.Error(err)
	}
	x.Row(1)[2] = 3
	if _, err := v.Evidence(x, 1, 0); err == nil || err.Error() != "autoencoder: row 2, column 3 is 3: the bernoulli likelihood needs values from 0 to 1; train with min-max scaling or the gaussian" {
		t.Error(err)
	}
}
