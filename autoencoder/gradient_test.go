package autoencoder

import (
	"fmt"
	"testing"

	"github.com/lamina-go/lamina/nn"
)

// Every combination of parts has the gradient that its objective says.
func TestGradientsOfEveryObjective(t *testing.T) {
	const d, rows = 7, 5
	both := []Penalty{{Kind: "l1", Weight: 0.3}, {Kind: "contractive", Weight: 0.7}}
	for _, c := range []Config{
		{Layers: []int{6, 3}},
		{Layers: []int{6, 3}, Tied: true},
		{Layers: []int{5, 4, 3}, Hidden: "relu", Code: "sigmoid", Output: "sigmoid"},
		{Layers: []int{6, 3}, Hidden: "sigmoid", Likelihood: nn.LikelihoodSpec{Kind: "bernoulli"}},
		{Layers: []int{3}, Code: "sigmoid", Output: "tanh", Likelihood: nn.LikelihoodSpec{Variance: 0.1}},
		{Layers: []int{6, 9}, Code: "tanh", Penalties: both[:1]},
		{Layers: []int{6, 9}, Code: "relu", Penalties: both[:1], Tied: true},
		{Layers: []int{6, 4}, Corruption: Corruption{Kind: "masking", Rate: 0.4}},
		{Layers: []int{6, 4}, Corruption: Corruption{Kind: "salt-and-pepper", Rate: 0.4}, Tied: true},
		{Layers: []int{4}, Code: "sigmoid", Penalties: both[1:], Tied: true},
		{Layers: []int{4}, Code: "sigmoid", Penalties: both[1:]},
		{Layers: []int{9}, Code: "tanh", Penalties: both, Tied: true},
		{Layers: []int{9}, Code: "relu", Penalties: both},
		{Layers: []int{9}, Code: "sigmoid", Penalties: both, Tied: true,
			Corruption: Corruption{Kind: "masking", Rate: 0.3}, Likelihood: nn.LikelihoodSpec{Kind: "bernoulli"}},
	} {
		c.Inputs, c.Seed = d, 11
		t.Run(fmt.Sprintf("%+v", c), func(t *testing.T) {
			m := newModel[float64](t, c)
			low, high := make([]float64, d), make([]float64, d)
			for j := range high {
				high[j] = 1
			}
			corrupt := newCorrupter(m.config.Corruption, low, high)
			ws := newWorkspace(m.net, rows, true, corrupt != nil)
			copy(ws.x.Data, uniform[float64](2, rows, d).Data)
			if corrupt != nil {
				corrupt.corrupt(ws.in, ws.x, ws.mask, stream(1, streamCorrupt, 1), 0) // drawn once
			}
			g := make([]float64, len(m.params))
			negLog, omega := m.net.gradient(m.params, g, ws)
			step := 1e-4
			if c.Hidden == "relu" || c.hasPenalty("l1") {
				step = 1e-5 // stay on this side of the kinks
			}
			worst := nn.CheckGradient(m.params, g, step, func() float64 {
				negLog, omega := m.net.measure(m.params, ws)
				return (negLog + omega) / rows
			})
			if !(worst.Relative <= 1e-6) {
				t.Errorf("%+v", worst)
			}
			value, penalty := m.net.measure(m.params, ws)
			near(t, "−log p of measure and gradient", value, negLog, 1e-14)
			near(t, "Ω of measure and gradient", penalty, omega, 1e-14)
			if len(c.Penalties) > 0 && omega == 0 {
				t.Error("the penalty is 0: the test shows nothing")
			}
		})
	}
}
