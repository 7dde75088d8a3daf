package autoencoder

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
)

// suited is data that a likelihood takes.
func suited(kind string, rows, d int) kernels.Matrix[float64] {
	x := uniform[float64](2, rows, d)
	for i := range rows {
		for j, v := range x.Row(i) {
			switch kind {
			case "poisson":
				x.Row(i)[j] = math.Floor(4 * v)
			case "categorical": // groups of 3
				x.Row(i)[j] = 0
				if (i+j/3)%3 == j%3 {
					x.Row(i)[j] = 1
				}
			}
		}
	}
	return x
}

// meaningless are the reasons for which a composition may be refused.
var meaningless = []string{
	"tied weights with the gaussian-learned likelihood: its decoder puts out 12 numbers for 6 columns",
	"kl-prior penalty with the importance-weighted bound: the bound has the prior in it already",
	"emphasis with the importance-weighted bound",
	"emphasis with the categorical likelihood: the columns of a group are one variable",
	"top-k codes with the gaussian encoder: its noise would wake the units",
	"top-k codes with the noise encoder",
	"top-k codes with the noise-before encoder",
	"kl-prior penalty with the deterministic encoder: only a gaussian encoder has a density",
	"kl-prior penalty with the bernoulli encoder", "kl-prior penalty with the noise encoder", "kl-prior penalty with the noise-before encoder",
}

// Any corruption goes with any likelihood, encoder, penalties together and weights
// tied or not, and has the gradient that the objective says, unless it is
// meaningless.
func TestEveryComposition(t *testing.T) {
	const d, rows, k = 6, 4, 5
	all := []Penalty{{Kind: "l1", Weight: 0.2}, {Kind: "contractive", Weight: 0.3}, {Kind: "kl-sparsity", Weight: 0.4, Target: 0.2}, {Kind: "kl-prior", Weight: 0.7}}
	seen, refused, number := 0, map[string]bool{}, 0
	for _, corruption := range []Corruption{
		{}, {Kind: "masking", Rate: 0.3}, {Kind: "gaussian", Deviation: 0.2}, {Kind: "dropout", Rate: 0.3},
		{Kind: "salt-and-pepper", Rate: 0.3, Emphasis: Emphasis{Corrupted: 1, Clean: 0.3}},
	} {
		for _, likelihood := range nn.Likelihoods() {
			for _, penalties := range [][]Penalty{nil, all[:1], all[:3], all[3:], all} {
				for _, encoder := range []Encoder{{}, {Kind: "gaussian"}, {Kind: "gaussian", Samples: 3, Importance: true},
					{Kind: "bernoulli"}, {Kind: "noise", Deviation: 0.3, Samples: 2}, {Kind: "noise-before", Deviation: 0.5, Samples: 2}} {
					for _, tied := range []bool{false, true} {
						for _, topK := range []int{0, 2} {
							number++
							if testing.Short() && number%11 != 0 {
								continue
							}
							c := Config{Inputs: d, Layers: []int{k}, Code: "sigmoid", Corruption: corruption, Penalties: penalties, Encoder: encoder, Tied: tied, TopK: topK,
								Likelihood: nn.LikelihoodSpec{Kind: likelihood}, Seed: 3}
							if likelihood == "categorical" {
								c.Likelihood.Groups = []int{3}
							}
							m, err := New[float64](c)
							if err != nil {
								i := slices.IndexFunc(meaningless, func(s string) bool { return strings.Contains(err.Error(), s) })
								if i < 0 {
									t.Fatalf("%+v: %v", c, err)
								}
								refused[meaningless[i]] = true
								continue
							}
							seen++
							if worst := compositionGradient(m, suited(likelihood, rows, d)); !(worst.Relative <= 1e-6) {
								t.Errorf("%+v: %+v", c, worst)
							}
						}
					}
				}
			}
		}
	}
	if len(refused) != len(meaningless) || seen < 100 {
		t.Errorf("%d compositions, refused for %v", seen, refused)
	}
}

// surrogate stands for the Bernoulli encoder's draws in central differences: f(x)
// plus what the draws at the given parameters have more than f(x) there, which is what
// the straight-through estimator differentiates.
type surrogate struct {
	bernoulliCode[float64]
	more []float64
}

func (s surrogate) draw(_ []float64, _ *network[float64], ws *workspace[float64]) {
	for r := range ws.h.Rows {
		for j, p := range ws.code().Row(r / ws.draws) {
			ws.h.Row(r)[j] = p + s.more[r*ws.h.Cols+j]
		}
	}
}

func compositionGradient(m *Model[float64], x kernels.Matrix[float64]) nn.GradientError {
	low, high := make([]float64, x.Cols), make([]float64, x.Cols)
	for j := range high {
		high[j] = 1
	}
	corrupt := newCorrupter(m.config.Corruption, low, high)
	ws := newWorkspace(m.net, x.Rows, true, corrupt != nil)
	copy(ws.x.Data, x.Data)
	if corrupt != nil {
		corrupt.corrupt(ws.in, ws.x, ws.mask, stream(1, streamCorrupt, 1), 0)
	}
	g := make([]float64, len(m.params))
	m.net.gradient(m.params, g, ws)
	if m.config.Encoder.Kind == "bernoulli" {
		s := surrogate{more: slices.Clone(ws.h.Data)}
		for i := range s.more {
			r := i / ws.h.Cols
			s.more[i] -= ws.code().Row(r / ws.draws)[i%ws.h.Cols]
		}
		m.net.drawer = s
	}
	var best nn.GradientError
	for i, step := range []float64{1e-4, 2e-5, 1e-5} { // large ones meet kinks, small ones rounding
		e := nn.CheckGradient(m.params, g, step, func() float64 {
			negLog, omega := m.net.measure(m.params, ws)
			return (negLog + omega) / float64(x.Rows)
		})
		if i == 0 || e.Relative < best.Relative {
			best = e
		}
		if best.Relative <= 1e-6 {
			break
		}
	}
	return best
}

// Deep networks with every kind of code.
func TestGradientsOfDeepStochasticCodes(t *testing.T) {
	for _, c := range []Config{
		{Layers: []int{5, 4}, Encoder: Encoder{Kind: "gaussian", Samples: 2}, Penalties: []Penalty{{Kind: "kl-prior", Weight: 2}}},
		{Layers: []int{5, 4}, Encoder: Encoder{Kind: "gaussian", Samples: 4, Importance: true}, Tied: true},
		{Layers: []int{5, 4, 3}, Encoder: Encoder{Kind: "bernoulli", Samples: 2}, Code: "sigmoid"},
		{Layers: []int{5, 4}, Encoder: Encoder{Kind: "noise-before", Deviation: 1}, Code: "sigmoid"},
		{Layers: []int{5, 4}, Encoder: Encoder{Kind: "noise", Deviation: 1}, Code: "tanh"},
		{Layers: []int{5, 8}, TopK: 3},
		{Layers: []int{5, 8}, TopK: 3, Code: "tanh", Tied: true, Penalties: []Penalty{{Kind: "l1", Weight: 1}}},
		{Layers: []int{5, 4}, Units: []string{"sigmoid", "identity", "tanh", "identity"}},
		{Layers: []int{5, 4}, Units: []string{"gelu", "silu", "softplus", "identity"}, Tied: true},
		{Layers: []int{5, 4}, Units: []string{"elu", "leaky-relu", "silu", "gelu"}},
		{Layers: []int{5, 4}, Code: "gelu", Hidden: "silu", Encoder: Encoder{Kind: "noise-before", Deviation: 1, Samples: 2}},
	} {
		c.Inputs, c.Seed = 6, 5
		t.Run(fmt.Sprintf("%+v", c), func(t *testing.T) {
			if worst := compositionGradient(newModel[float64](t, c), suited("", 4, 6)); !(worst.Relative <= 1e-6) {
				t.Errorf("%+v", worst)
			}
		})
	}
}
