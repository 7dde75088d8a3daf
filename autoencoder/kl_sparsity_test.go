package autoencoder

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/lamina-go/lamina/kernels"
)

// Training under the penalty brings the units' mean activities to the target.
func TestKLSparsityReachesItsTarget(t *testing.T) {
	x := curve[float64](1, 200, 6)
	for _, target := range []float64{0.1, 0.4} {
		c := variant(t, "kl-sparse", 6, 12)
		c.Penalties[0] = Penalty{Kind: "kl-sparsity", Weight: 3, Target: target}
		m := newModel[float64](t, c)
		tc := quick()
		tc.Epochs, tc.LR, tc.Batch, tc.Patience = 200, 0.02, 80, 0
		fit(t, m, x, tc)
		h, err := m.Encode(x)
		if err != nil {
			t.Fatal(err)
		}
		for j := range h.Cols {
			mean := 0.0
			for i := range h.Rows {
				mean += h.Row(i)[j] / float64(h.Rows)
			}
			near(t, "mean activity", mean, target, 0.03)
		}
	}
}

// The value is λ Σ KL(ρ ‖ ρ̂), as gonum has it, of the means over all rows.
func TestKLSparsityAgainstDistuv(t *testing.T) {
	k := klSparsity[float64]{lambda: 0.7, target: 0.2, width: 5}
	h := uniform[float64](4, 300, 5)
	sums := make([]float64, 5)
	k.add(sums, h)
	want := 0.0
	for _, s := range sums {
		p, q := distuv.Bernoulli{P: 0.2}, distuv.Bernoulli{P: s / 300}
		for _, x := range []float64{0, 1} {
			want += 0.7 * p.Prob(x) * (p.LogProb(x) - q.LogProb(x))
		}
	}
	near(t, "Ω", k.pool(sums, 300)/300, want, 1e-12)
	dead := kernels.NewMatrix[float64](2, 5) // saturated units cost much and not infinitely much
	clear(sums)
	k.add(sums, dead)
	if v := k.pool(sums, 2); !(v > 1 && !math.IsInf(v, 0)) {
		t.Errorf("units that are never active cost %v", v)
	}
}

// KL(N(μ, σ²) ‖ N(0, 1)) against gonum's, summed over units and rows.
func TestKLPriorAgainstDistuv(t *testing.T) {
	m := newModel[float64](t, Config{Inputs: 4, Layers: []int{3}, Encoder: Encoder{Kind: "gaussian"}, Penalties: []Penalty{{Kind: "kl-prior", Weight: 0.6}}, Seed: 3})
	ws := planWorkspace(m.net, 5, false, false, 1)
	copy(ws.x.Data, uniform[float64](1, 5, 4).Data)
	_, omega := m.net.measure(m.params, ws)
	want := 0.0
	for i := range 5 {
		for j, mu := range ws.code().Row(i) {
			want += 0.6 * distuv.KullbackLeibler{}.DistNormal(
				distuv.Normal{Mu: mu, Sigma: math.Exp(ws.logVar.Row(i)[j] / 2)}, distuv.Normal{Sigma: 1})
		}
	}
	near(t, "Ω", omega, want, 1e-12)
}
