package autoencoder

import (
	"context"
	"math"
	"strings"
	"testing"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
)

// Samples of a linear-Gaussian model have its mean and covariance, in the data's units.
func TestSampleHasTheModelsMoments(t *testing.T) {
	const n = 40000
	m, _ := linearGaussian(t, Encoder{Kind: "gaussian"}, 0, 1)
	x, err := m.Sample(n, Sampling{Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	mean, cov := moments(x)
	// Column 1 is 2 + 3·(2h₁ − h₂ − 1 + σε), column 0 is 1 + 0.5·(h₁ + 2h₂ + 0.3 + σε).
	near(t, "mean", mean[1], 2+3*-1, 0.1)
	near(t, "variance", cov(1, 1), 9*(4+1+0.3), 0.03)
	near(t, "covariance", cov(0, 1), 0, 0.15) // h₁ and h₂ cancel
	near(t, "covariance", cov(0, 2), 0.5*-1, 0.05)
	clean, err := m.Sample(n, Sampling{Seed: 1, Mean: true})
	if err != nil {
		t.Fatal(err)
	}
	_, cov = moments(clean)
	near(t, "variance of means", cov(1, 1), 9*5, 0.03)
}

func moments(x kernels.Matrix[float64]) (mean []float64, cov func(i, j int) float64) {
	n := float64(x.Rows)
	mean = make([]float64, x.Cols)
	for i := range x.Rows {
		for j, v := range x.Row(i) {
			mean[j] += v / n
		}
	}
	return mean, func(a, b int) float64 {
		sum := 0.0
		for i := range x.Rows {
			sum += (x.Row(i)[a] - mean[a]) * (x.Row(i)[b] - mean[b]) / n
		}
		return sum
	}
}

// A row's draw depends on its place, not on how many there are; means are Decode's; and
// every likelihood's draws come back in the data's units and support.
func TestSamplesOfEveryLikelihood(t *testing.T) {
	for _, kind := range nn.Likelihoods() {
		c := Config{Inputs: 6, Layers: []int{5, 3}, Encoder: Encoder{Kind: "gaussian", Importance: true}, Likelihood: nn.LikelihoodSpec{Kind: kind}, Seed: 2}
		if kind == "categorical" {
			c.Likelihood.Groups = []int{3}
		}
		data := suited(kind, 40, 6)
		if c.Scaling = LikelihoodScalings(kind)[0]; c.Scaling == "min-max" {
			for i := range data.Data {
				data.Data[i] = 100 + 7*data.Data[i]
			}
		}
		m := newModel[float64](t, c)
		fit(t, m, data, quick())
		few, err := m.Sample(3, Sampling{Seed: 9})
		if err != nil {
			t.Fatal(err)
		}
		many, err := m.Sample(blockRows+50, Sampling{Seed: 9})
		if err != nil {
			t.Fatal(err)
		}
		equalBits(t, kind+": few and many", few.Data, many.Data[:len(few.Data)])
		if _, err := m.Score(many); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
		h := kernels.NewMatrix[float64](4, 3)
		kernels.Normal(kernels.Philox{Seed: 1}, h.Data, 0)
		mean, err := m.SampleDecoder(h, Sampling{Mean: true})
		if err != nil {
			t.Fatal(err)
		}
		decoded, err := m.Decode(h)
		if err != nil {
			t.Fatal(err)
		}
		equalBits(t, kind+": means", mean.Data, decoded.Data)
		total, n := 0.0, 0.0
		for _, v := range many.Data {
			total += v
			n++
		}
		if c.Scaling == "min-max" && !(total/n > 100 && total/n < 107) {
			t.Errorf("%s: mean %v is not in the data's units", kind, total/n)
		}
	}
}

func TestSampleEncoder(t *testing.T) {
	const rows, sigma = 20000, 0.4
	same := kernels.NewMatrix[float64](rows, 3)
	for i := range rows {
		copy(same.Row(i), []float64{0.2, 0.5, 0.9})
	}
	for _, c := range []Config{
		{Encoder: Encoder{Kind: "gaussian", Samples: 4}},
		{Encoder: Encoder{Kind: "noise", Deviation: sigma}},
		{Encoder: Encoder{Kind: "bernoulli"}, Code: "sigmoid"},
		{},
	} {
		c.Inputs, c.Layers, c.Seed = 3, []int{2}, 3
		m := newModel[float64](t, c)
		h, err := m.SampleEncoder(same, 6)
		if err != nil {
			t.Fatal(err)
		}
		f, err := m.Encode(same.RowRange(0, 1))
		if err != nil {
			t.Fatal(err)
		}
		want := 0.0 // variance of unit 0
		switch p := f.Data[0]; c.Encoder.Kind {
		case "gaussian":
			ws := planWorkspace(m.net, 1, false, false, 1)
			copy(ws.x.Data, same.Row(0))
			m.net.encode(m.params, ws)
			want = math.Exp(ws.logVar.Data[0])
		case "noise":
			want = sigma * sigma
		case "bernoulli":
			want = p * (1 - p)
		}
		mean, cov := moments(h)
		near(t, c.Encoder.Kind+": mean", mean[0], f.Data[0], 0.03)
		near(t, c.Encoder.Kind+": variance", cov(0, 0), want, 0.03)
		if want > 0 && h.Data[0] == f.Data[0] {
			t.Errorf("%s: the code is not drawn", c.Encoder.Kind)
		}
	}
}

func TestSampleRefuses(t *testing.T) {
	plain := newModel[float64](t, Config{Inputs: 3, Layers: []int{2}})
	denoising := newModel[float64](t, Config{Inputs: 3, Layers: []int{2}, Corruption: Corruption{Kind: "salt-and-pepper", Rate: 0.1}})
	score := newModel[float64](t, Config{Inputs: 3, Layers: []int{2}, Corruption: Corruption{Kind: "gaussian", Deviation: 1}})
	laplace := newModel[float64](t, Config{Inputs: 3, Layers: []int{2}, Corruption: Corruption{Kind: "gaussian", Deviation: 1}, Likelihood: nn.LikelihoodSpec{Kind: "laplace"}})
	drawn := newModel[float64](t, Config{Inputs: 3, Layers: []int{2}, Corruption: Corruption{Kind: "gaussian", Deviation: 1}, Encoder: Encoder{Kind: "noise", Deviation: 1}})
	x := uniform[float64](1, 2, 3)
	wide := uniform[float64](1, 2, 9)
	for want, err := range map[string]error{
		"sample from the prior: the model's codes have none; train the vae": second(plain.Sample(2, Sampling{})),
		"sample of -1 rows":                                          second(plain.Sample(-1, Sampling{})),
		"model for 2 code units given 3":                             second(plain.SampleDecoder(x, Sampling{})),
		"model for 3 columns given 9":                                second(plain.SampleEncoder(wide, 0)),
		"score of a model with no corruption":                        second(plain.ScoreField(x)),
		"score of a model with salt-and-pepper":                      second(denoising.ScoreField(x)),
		"score of a model with the laplace":                          second(laplace.ScoreField(x)),
		"score of a model with the noise encoder":                    second(drawn.Langevin(context.Background(), x, Chain{Steps: 1})),
		"chain of 0 steps":                                           second(score.Langevin(context.Background(), x, Chain{})),
		"chain: step 2: expected 0 < η < 2":                          second(score.Langevin(context.Background(), x, Chain{Steps: 1, Step: 2})),
		"walk-back without corruption":                               second(plain.WalkBack(context.Background(), x, Chain{Steps: 1})),
		"walk-back with salt-and-pepper corruption and none scaling": second(denoising.WalkBack(context.Background(), x, Chain{Steps: 1})),
	} {
		if err == nil || !strings.HasPrefix(err.Error(), "autoencoder: ") || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want an error with %q", err, want)
		}
	}
}
