package autoencoder

import (
	"context"
	"testing"

	"github.com/lamina-go/lamina/nn"
)

// partModels are small models of the activations, likelihoods and ways to train that no
// other test of digests has, several at once.
var partModels = []struct {
	name   string
	config Config
	train  func(*TrainConfig)
}{
	{"gelu, silu, learned variance, plateau", Config{Layers: []int{9, 6, 4}, Hidden: "gelu", Code: "silu", Scaling: "standard", Likelihood: nn.LikelihoodSpec{Kind: "gaussian-learned"}},
		func(c *TrainConfig) {
			c.HeldOut, c.Epochs, c.LR, c.Schedule = 0, 8, 0.3, nn.ScheduleSpec{Kind: "plateau", Patience: 1, Factor: 0.3, WarmUp: 3}
		}},
	{"elu, softplus, laplace, frozen", Config{Layers: []int{9, 6, 4}, Hidden: "elu", Code: "softplus", Scaling: "standard", Likelihood: nn.LikelihoodSpec{Kind: "laplace"}},
		func(c *TrainConfig) { c.Frozen = 2 }},
	{"leaky-relu, elu, poisson", Config{Layers: []int{9, 4}, Hidden: "leaky-relu", Code: "elu", Scaling: "none", Likelihood: nn.LikelihoodSpec{Kind: "poisson"}}, nil},
	{"softplus, gelu, continuous bernoulli", Config{Layers: []int{9, 4}, Hidden: "softplus", Code: "gelu", Scaling: "min-max", Likelihood: nn.LikelihoodSpec{Kind: "continuous-bernoulli"}}, nil},
	{"silu, leaky-relu, bernoulli", Config{Layers: []int{9, 4}, Hidden: "silu", Code: "leaky-relu", Scaling: "min-max", Likelihood: nn.LikelihoodSpec{Kind: "bernoulli"}}, nil},
}

// TestPartDigests is TestDigests of partModels.
func TestPartDigests(t *testing.T) {
	data := fewDigits()
	for _, p := range partModels {
		p.config.Inputs = data.Width()
		c := DefaultTraining()
		c.Epochs, c.LR = 1, 0.01
		if p.train != nil {
			p.train(&c)
		}
		eachThreads(func() {
			m := newModel[float32](t, p.config)
			h, err := m.Fit(context.Background(), data, c)
			if err != nil {
				t.Fatal(err)
			}
			if last := h.Epochs[len(h.Epochs)-1]; c.Schedule.Kind == "plateau" && last.LR == c.LR {
				t.Errorf("%s: the rate stays %v: nothing is tested", p.name, last.LR)
			}
			checkDigest(t, p.name, m)
		})
	}
}
