package nn_test

import (
	"math"
	"strings"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/lamina-go/lamina/nn"
)

func total(l nn.Likelihood[float64], a, x []float64) float64 {
	return l.NegLog(0, make([]float64, len(a)), a, x) + l.Const(len(x))
}

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if !(math.Abs(got-want) <= 1e-12*(1+math.Abs(want))) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func TestGaussianAgainstDistuv(t *testing.T) {
	for _, variance := range []float64{0, 0.5, 0.01, 7} {
		l, err := nn.NewLikelihood[float64](nn.LikelihoodSpec{Variance: variance})
		if err != nil {
			t.Fatal(err)
		}
		if variance == 0 {
			variance = 0.5
		}
		a, x := normal(1, 1, 9).Data, normal(2, 1, 9).Data
		want := 0.0
		for i := range a {
			want -= distuv.Normal{Mu: a[i], Sigma: math.Sqrt(variance)}.LogProb(x[i])
		}
		near(t, "−log p", total(l, a, x), want)
	}
}

// With σ² = ½ the Gaussian is the squared error and d/2·log π.
func TestGaussianDefaultIsSquaredError(t *testing.T) {
	l, _ := nn.NewLikelihood[float64](nn.LikelihoodSpec{})
	near(t, "value", l.NegLog(0, make([]float64, 2), []float64{1, 2}, []float64{3, 5}), 4+9)
	near(t, "constant", l.Const(2), math.Log(math.Pi))
}

func TestBernoulliAgainstDistuv(t *testing.T) {
	l, err := nn.NewLikelihood[float64](nn.LikelihoodSpec{Kind: "bernoulli"})
	if err != nil {
		t.Fatal(err)
	}
	a, x := normal(1, 1, 9).Data, make([]float64, 9)
	want := 0.0
	for i := range a {
		a[i] *= 6
		x[i] = float64(i % 2)
		want -= distuv.Bernoulli{P: 1 / (1 + math.Exp(-a[i]))}.LogProb(x[i])
	}
	near(t, "−log p", total(l, a, x), want)
	for value, want := range map[float64]nn.Support{0: nn.Inside, 1: nn.Inside, 0.5: nn.CrossEntropy, 1.5: nn.Outside, -1: nn.Outside, math.NaN(): nn.Outside} {
		if got := l.Support(value); got != want {
			t.Errorf("Support(%v) = %v, want %v", value, got, want)
		}
	}
}

func TestSpecErrors(t *testing.T) {
	_, unknownLikelihood := nn.NewLikelihood[float32](nn.LikelihoodSpec{Kind: "cauchy"})
	_, badVariance := nn.NewLikelihood[float32](nn.LikelihoodSpec{Variance: -1})
	_, tinyVariance := nn.NewLikelihood[float32](nn.LikelihoodSpec{Variance: 1e-60})
	_, needlessVariance := nn.NewLikelihood[float32](nn.LikelihoodSpec{Kind: "bernoulli", Variance: 1})
	_, unknownOptimizer := nn.NewOptimizer[float32](nn.OptimizerSpec{Kind: "lbfgs"}, 1)
	_, badMomentum := nn.NewOptimizer[float32](nn.OptimizerSpec{Kind: "sgd", Momentum: 1}, 1)
	_, badBeta := nn.NewOptimizer[float32](nn.OptimizerSpec{Beta2: 1}, 1)
	_, unknownActivation := nn.ActivationByName[float32]("swish")
	for _, c := range []struct {
		err  error
		want string
	}{
		{unknownLikelihood, `unknown likelihood "cauchy": choose one of gaussian, bernoulli`},
		{badVariance, "variance -1"}, {tinyVariance, "variance 1e-60"}, {needlessVariance, "has none"},
		{unknownOptimizer, `unknown optimizer "lbfgs": choose one of adam, sgd`},
		{badMomentum, "momentum 1"}, {badBeta, "beta2 1"},
		{unknownActivation, `unknown activation "swish": choose one of identity, sigmoid, tanh, relu`},
	} {
		if c.err == nil || !strings.Contains(c.err.Error(), c.want) {
			t.Errorf("got %v, want an error with %q", c.err, c.want)
		}
	}
}
