package autoencoder

import (
	"math"
	"testing"

	"context"
	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
	"github.com/lamina-go/lamina/tensorio"
)

// mixture is a mixture of Gaussians in the plane with one covariance for all.
type mixture struct {
	centres [][2]float64
	a, b, c float64 // covariance [[a, b], [b, c]]
}

// draw is n rows of the mixture, each with noise of deviation sigma.
func (m mixture) draw(seed uint64, n int, sigma float64) kernels.Matrix[float32] {
	z := kernels.NewMatrix[float64](n, 4)
	kernels.Normal(kernels.Philox{Seed: seed}, z.Data, 0)
	x := kernels.NewMatrix[float32](n, 2)
	l := math.Sqrt(m.a)
	k := m.b / l
	for i := range n {
		at, z := m.centres[i%len(m.centres)], z.Row(i)
		x.Row(i)[0] = float32(at[0] + l*z[0] + sigma*z[2])
		x.Row(i)[1] = float32(at[1] + k*z[0] + math.Sqrt(m.c-k*k)*z[1] + sigma*z[3])
	}
	return x
}

// score is ∇ log p of the mixture with noise of deviation sigma.
func (m mixture) score(x []float32, sigma float64) [2]float64 {
	a, b, c := m.a+sigma*sigma, m.b, m.c+sigma*sigma
	det := a*c - b*b
	var sum [2]float64
	total := 0.0
	for _, at := range m.centres {
		u, v := float64(x[0])-at[0], float64(x[1])-at[1]
		s, t := (c*u-b*v)/det, (a*v-b*u)/det
		w := math.Exp(-(u*s + v*t) / 2)
		sum[0] -= w * s
		sum[1] -= w * t
		total += w
	}
	return [2]float64{sum[0] / total, sum[1] / total}
}

// falling is a learning rate that comes down evenly.
type falling struct{}

func (falling) Factor(p nn.Progress) float64 {
	return 1 - float64(p.Step)/float64(p.Epochs*p.StepsPerEpoch)
}

// The score field of a trained model is that of the density with noise, in closed form
// for a Gaussian and for a mixture, to 5 % in relative L2 under that density.
func TestScoreOfAGaussianAndOfAMixture(t *testing.T) {
	for _, c := range []struct {
		name   string
		m      mixture
		config Config
		sigma  float64
		epochs int
	}{
		{"gaussian", mixture{[][2]float64{{3, -2}}, 2, 0.8, 1}, Config{Layers: []int{2}, Code: "identity", Hidden: "identity"}, 0.7, 20},
		{"mixture", mixture{[][2]float64{{-1.5, 0}, {1.5, 1}, {0, -2}}, 0.15, 0.05, 0.15}, Config{Layers: []int{48, 48}, Code: "tanh", Hidden: "tanh"}, 0.6, 60},
	} {
		if testing.Short() && len(c.m.centres) > 1 {
			continue // takes a second with assembly, and half a minute without
		}
		c.config.Inputs, c.config.Output, c.config.Seed = 2, "identity", 1
		c.config.Corruption = Corruption{Kind: "gaussian", Deviation: c.sigma}
		m := newModel[float32](t, c.config)
		tc := DefaultTraining()
		tc.Epochs, tc.Batch, tc.LR, tc.HeldOut, tc.CustomSchedule = c.epochs, 256, 1e-2, 0, falling{}
		fit(t, m, c.m.draw(1, 12000, 0), tc)
		x := c.m.draw(2, 5000, c.sigma)
		field, err := m.ScoreField(x)
		if err != nil {
			t.Fatal(err)
		}
		wrong, all := 0.0, 0.0
		for i := range x.Rows {
			want := c.m.score(x.Row(i), c.sigma)
			for j, w := range want {
				wrong += (float64(field.Row(i)[j]) - w) * (float64(field.Row(i)[j]) - w)
				all += w * w
			}
		}
		relative := math.Sqrt(wrong / all)
		t.Logf("%s: relative L2 error %.4f", c.name, relative)
		if !(relative <= 0.05) {
			t.Errorf("%s: relative L2 error %v", c.name, relative)
		}
	}
}

// exactScore is a model of one column, scaled, whose r(x) is E[x|x̃] for data N(0, s):
// x̃·s/(s + σ²), σ = 0.5.
func exactScore(t *testing.T, s float64, l nn.LikelihoodSpec) *Model[float64] {
	m := newModel[float64](t, Config{Inputs: 1, Layers: []int{1}, Code: "identity", Output: "identity", Scaling: "standard",
		Corruption: Corruption{Kind: "gaussian", Deviation: 0.5}, Likelihood: l})
	m.scaling = &Scaling[float64]{Kind: "standard", Shift: []float64{10}, Scale: []float64{4}}
	copy(m.params, []float64{s / (s + 0.25), 0, 1, 0})
	return m
}

// In the data's units the field is that of N(10, 16·(s + σ²)).
func TestScoreFieldIsPerUnitOfTheData(t *testing.T) {
	const s = 0.75
	m := exactScore(t, s, nn.LikelihoodSpec{})
	field, err := m.ScoreField(kernels.Matrix[float64]{Rows: 2, Cols: 1, Stride: 1, Data: []float64{10, 13}})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "score at the mean", field.Data[0], 0, 1e-15)
	near(t, "score", field.Data[1], -3/(16*(s+0.25)), 1e-14)
}

// Langevin's chain with step ε on the score of N(0, v) has the variance v/(1 − ε/4v), and
// walk-back's with the right variance that of the data.
func TestChainsReachTheirDensities(t *testing.T) {
	const s, chains = 0.75, 6000
	start := kernels.NewMatrix[float64](chains, 1)
	for i := range start.Data {
		start.Data[i] = 14
	}
	for _, c := range []struct {
		name string
		run  func() (kernels.Matrix[float64], error)
		want float64
	}{
		{"Langevin", func() (kernels.Matrix[float64], error) {
			return exactScore(t, s, nn.LikelihoodSpec{}).Langevin(context.Background(), start, Chain{Steps: 60, Step: 0.6, Seed: 3})
		}, 16 * (s + 0.25) / (1 - 0.6*0.25/4/(s+0.25))},
		{"walk-back", func() (kernels.Matrix[float64], error) {
			posterior := s * 0.25 / (s + 0.25)
			return exactScore(t, s, nn.LikelihoodSpec{Variance: posterior}).WalkBack(context.Background(), start, Chain{Steps: 30, Seed: 4})
		}, 16 * s},
	} {
		ends, err := c.run()
		if err != nil {
			t.Fatal(err)
		}
		mean, cov := moments(ends)
		deviation := math.Sqrt(c.want / chains)
		if math.Abs(mean[0]-10) > 4*deviation+0.02 {
			t.Errorf("%s: mean %v, expected 10", c.name, mean[0])
		}
		near(t, c.name+": variance", cov(0, 0), c.want, 0.06)
		again, err := c.run()
		if err != nil {
			t.Fatal(err)
		}
		equalBits(t, c.name+" again", again.Data, ends.Data)
	}
	near(t, "rows alone and together", second2(exactScore(t, s, nn.LikelihoodSpec{}).Langevin(context.Background(), start.RowRange(0, 1), Chain{Steps: 5})).Data[0],
		second2(exactScore(t, s, nn.LikelihoodSpec{}).Langevin(context.Background(), start, Chain{Steps: 5})).Data[0], 0)
}

func second2(m kernels.Matrix[float64], _ error) kernels.Matrix[float64] { return m }

// Every denoising model can walk back, whatever its likelihood, and stays in its support.
func TestWalkBackOfEveryLikelihood(t *testing.T) {
	for _, kind := range nn.Likelihoods() {
		for _, corruption := range []Corruption{{Kind: "masking", Rate: 0.3}, {Kind: "dropout", Rate: 0.2}, {Kind: "gaussian", Deviation: 0.3}} {
			c := Config{Inputs: 6, Layers: []int{4}, Code: "tanh", Corruption: corruption, Likelihood: nn.LikelihoodSpec{Kind: kind}, Encoder: Encoder{Kind: "noise", Deviation: 0.1, Samples: 3}}
			if kind == "categorical" {
				c.Likelihood.Groups = []int{3}
			}
			m, x := newModel[float64](t, c), suited(kind, 20, 6)
			fit(t, m, x, quick())
			ends, err := m.WalkBack(context.Background(), x, Chain{Steps: 3, Seed: 1})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := m.Evaluate(context.Background(), tensorio.FromMatrix(ends)); err != nil {
				t.Errorf("%s: %v", kind, err)
			}
		}
	}
}
