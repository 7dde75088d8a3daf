package nn_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
)

func total(l nn.Likelihood[float64], a, x []float64) float64 {
	return l.NegLog(0, make([]float64, len(a)), a, x) + l.Const(len(x)) + l.DataConst(x)
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
		if got := first(l.Support([]float64{1, value})); got != want {
			t.Errorf("Support(%v) = %v, want %v", value, got, want)
		}
	}
}

func first[A, B any](a A, _ B) A { return a }

// spread is numbers between −by and by.
func spread(seed uint64, n int, by float64) []float64 {
	x := normal(seed, 1, n).Data
	for i := range x {
		x[i] *= by
	}
	return x
}

// The logarithms of all densities and probabilities, constants included, against
// gonum's, or where it has none, the definition.
func TestLogLikelihoodsAgainstDistuv(t *testing.T) {
	const n = 12
	a, v, u := spread(1, n, 3), spread(2, n, 2), spread(3, n, 1)
	grey, counts, hot := make([]float64, n), make([]float64, n), make([]float64, n)
	for i := range n {
		grey[i], counts[i] = (u[i]+1)/2, []float64{0, 1, 3, 19, 20, 21, 170, 1000, 7, 2, 0, 5}[i]
	}
	hot[1], hot[7], hot[8] = 1, 1, 1 // groups of 4
	for _, c := range []struct {
		spec nn.LikelihoodSpec
		a, x []float64
		logP func(i int) float64
	}{
		{nn.LikelihoodSpec{Kind: "gaussian-learned", Floor: 0.2}, append(slices.Clone(a), v...), u, func(i int) float64 {
			return distuv.Normal{Mu: a[i], Sigma: math.Sqrt(0.2 + math.Exp(v[i]))}.LogProb(u[i])
		}},
		{nn.LikelihoodSpec{Kind: "laplace", Scale: 0.7}, a, u, func(i int) float64 {
			return distuv.Laplace{Mu: a[i], Scale: 0.7}.LogProb(u[i])
		}},
		{nn.LikelihoodSpec{Kind: "poisson"}, a, counts, func(i int) float64 {
			return distuv.Poisson{Lambda: math.Exp(a[i])}.LogProb(counts[i])
		}},
		{nn.LikelihoodSpec{Kind: "categorical", Groups: []int{4}}, a, hot, func(i int) float64 {
			if hot[i] == 0 {
				return 0
			}
			group, weights := i/4*4, make([]float64, 4)
			for j := range weights {
				weights[j] = math.Exp(a[group+j])
			}
			return distuv.NewCategorical(weights, nil).LogProb(float64(i - group))
		}},
		{nn.LikelihoodSpec{Kind: "continuous-bernoulli"}, a, grey, func(i int) float64 {
			p := 1 / (1 + math.Exp(-a[i]))
			norm := 2 * math.Atanh(1-2*p) / (1 - 2*p) // the paper's C(λ)
			return math.Log(norm) + grey[i]*math.Log(p) + (1-grey[i])*math.Log(1-p)
		}},
	} {
		l, err := nn.NewLikelihood[float64](c.spec)
		if err != nil {
			t.Fatal(err)
		}
		if s, at := l.Support(c.x); s != nn.Inside {
			t.Fatalf("%s: the data are not inside at %d", l.Name(), at)
		}
		want := 0.0
		for i := range n {
			want -= c.logP(i)
		}
		near(t, l.Name(), total(l, c.a, c.x), want)
		da := make([]float64, len(c.a))
		l.NegLog(0.7, da, c.a, c.x)
		worst := nn.CheckGradient(c.a, da, 1e-4, func() float64 {
			return 0.7 * l.NegLog(0, make([]float64, len(c.a)), c.a, c.x)
		})
		if !(worst.Relative <= 1e-6) {
			t.Errorf("%s: gradient %+v", l.Name(), worst)
		}
	}
}

// A constant column sends a learned variance towards 0, and −log p only to what the
// floor allows.
func TestLearnedVarianceStaysAboveItsFloor(t *testing.T) {
	l, _ := nn.NewLikelihood[float32](nn.LikelihoodSpec{Kind: "gaussian-learned", Floor: 1e-3})
	got := l.NegLog(0, make([]float32, 2), []float32{1, -300}, []float32{1})
	if math.Abs(got-math.Log(1e-3)/2) > 1e-6 {
		t.Errorf("−log p %v, want %v", got, math.Log(1e-3)/2)
	}
}

// Draws have the mean that Mean gives, are in the support, and depend on their
// place alone.
func TestSamples(t *testing.T) {
	const draws = 20000
	a := []float64{-2, 0, 0.5, 3, 1.2, -0.3}
	for _, spec := range []nn.LikelihoodSpec{
		{}, {Kind: "gaussian-learned"}, {Kind: "bernoulli"}, {Kind: "continuous-bernoulli"}, {Kind: "laplace", Scale: 0.5},
		{Kind: "categorical", Groups: []int{2, 4}}, {Kind: "poisson"},
	} {
		l, err := nn.NewLikelihood[float64](spec)
		if err != nil {
			t.Fatal(err)
		}
		n := len(a)
		params := make([]float64, l.Width(n))
		copy(params, a)
		mean, sum, squares, x, again := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
		l.Mean(mean, params)
		r := kernels.Philox{Seed: 9}
		for i := range draws {
			l.Sample(x, params, r, uint64(i*n))
			if s, at := l.Support(x); s == nn.Outside {
				t.Fatalf("%s: drew %v", l.Name(), x[at])
			}
			for j, v := range x {
				sum[j] += v / draws
				squares[j] += v * v / draws
			}
		}
		l.Sample(again, params, r, uint64((draws-1)*n))
		for j := range n {
			if again[j] != x[j] {
				t.Errorf("%s: a place gave %v and %v", l.Name(), x[j], again[j])
			}
			deviation := math.Sqrt(max(squares[j]-sum[j]*sum[j], 0) / draws)
			if !(math.Abs(sum[j]-mean[j]) <= 4*deviation) {
				t.Errorf("%s: column %d has mean %v, draws %v ± %v", l.Name(), j, mean[j], sum[j], deviation)
			}
			if squares[j] == sum[j]*sum[j] {
				t.Errorf("%s: column %d does not vary", l.Name(), j)
			}
		}
	}
}

// Draws have the distribution that they should: the largest distance between the shares
// of draws up to a value and gonum's distribution function (Kolmogorov and Smirnov's
// statistic) stays below what chance exceeds once in 10,000 times.
func TestSamplesAgainstDistuv(t *testing.T) {
	const draws = 20000
	for _, c := range []struct {
		spec   nn.LikelihoodSpec
		params []float64
		cdf    func(x float64) float64
	}{
		{nn.LikelihoodSpec{Variance: 2}, []float64{1}, distuv.Normal{Mu: 1, Sigma: math.Sqrt2}.CDF},
		{nn.LikelihoodSpec{Kind: "gaussian-learned", Floor: 0.5}, []float64{-1, 0.3}, distuv.Normal{Mu: -1, Sigma: math.Sqrt(0.5 + math.Exp(0.3))}.CDF},
		{nn.LikelihoodSpec{Kind: "laplace", Scale: 0.7}, []float64{2}, distuv.Laplace{Mu: 2, Scale: 0.7}.CDF},
		{nn.LikelihoodSpec{Kind: "bernoulli"}, []float64{-0.8}, distuv.Bernoulli{P: 1 / (1 + math.Exp(0.8))}.CDF},
		{nn.LikelihoodSpec{Kind: "continuous-bernoulli"}, []float64{3}, func(x float64) float64 { return math.Expm1(3*x) / math.Expm1(3) }},
		{nn.LikelihoodSpec{Kind: "continuous-bernoulli"}, []float64{-7}, func(x float64) float64 { return math.Expm1(-7*x) / math.Expm1(-7) }},
		{nn.LikelihoodSpec{Kind: "continuous-bernoulli"}, []float64{1e-9}, func(x float64) float64 { return x }},
		{nn.LikelihoodSpec{Kind: "poisson"}, []float64{math.Log(0.3)}, distuv.Poisson{Lambda: 0.3}.CDF},
		{nn.LikelihoodSpec{Kind: "poisson"}, []float64{math.Log(9.7)}, distuv.Poisson{Lambda: 9.7}.CDF},
		{nn.LikelihoodSpec{Kind: "poisson"}, []float64{math.Log(400)}, distuv.Poisson{Lambda: 400}.CDF},
	} {
		l, err := nn.NewLikelihood[float64](c.spec)
		if err != nil {
			t.Fatal(err)
		}
		x, one := make([]float64, draws), make([]float64, 1)
		for i := range x {
			l.Sample(one, c.params, kernels.Philox{Seed: 4}, uint64(i))
			x[i] = one[0]
		}
		slices.Sort(x)
		worst := 0.0
		for i, v := range x {
			if i+1 == draws || x[i+1] != v { // the last of equal values
				worst = max(worst, math.Abs(float64(i+1)/draws-c.cdf(v)))
			}
		}
		if limit := 2.23 / math.Sqrt(draws); !(worst <= limit) {
			t.Errorf("%s %v: distance %v, expected at most %v", l.Name(), c.params, worst, limit)
		}
	}
}

func TestSupport(t *testing.T) {
	for _, c := range []struct {
		kind string
		x    []float64
		want nn.Support
		at   int
	}{
		{"poisson", []float64{0, 3, 1e9}, nn.Inside, 0},
		{"poisson", []float64{0, -1}, nn.Outside, 1},
		{"poisson", []float64{0, 1, 0.5}, nn.Outside, 2},
		{"poisson", []float64{math.Inf(1)}, nn.Outside, 0},
		{"continuous-bernoulli", []float64{0, 0.3, 1}, nn.Inside, 0},
		{"continuous-bernoulli", []float64{0, 1.1}, nn.Outside, 1},
		{"categorical", []float64{0, 1, 0}, nn.Inside, 0},
		{"categorical", []float64{0.25, 0.5, 0.25}, nn.CrossEntropy, 0},
		{"categorical", []float64{0, 1, 1}, nn.Outside, 0},
		{"categorical", []float64{0, 0, 2}, nn.Outside, 2},
		{"bernoulli", []float64{0, 0.5, 3}, nn.Outside, 2},
	} {
		l, err := nn.NewLikelihood[float64](nn.LikelihoodSpec{Kind: c.kind})
		if err != nil {
			t.Fatal(err)
		}
		if got, at := l.Support(c.x); got != c.want || at != c.at {
			t.Errorf("%s: Support(%v) = %v at %d, want %v at %d", c.kind, c.x, got, at, c.want, c.at)
		}
	}
}

func TestSpecErrors(t *testing.T) {
	_, unknownLikelihood := nn.NewLikelihood[float32](nn.LikelihoodSpec{Kind: "cauchy"})
	_, badVariance := nn.NewLikelihood[float32](nn.LikelihoodSpec{Variance: -1})
	_, tinyVariance := nn.NewLikelihood[float32](nn.LikelihoodSpec{Variance: 1e-60})
	_, needlessVariance := nn.NewLikelihood[float32](nn.LikelihoodSpec{Kind: "bernoulli", Variance: 1})
	_, strayFloor := nn.NewLikelihood[float32](nn.LikelihoodSpec{Kind: "laplace", Floor: 1})
	_, badScale := nn.NewLikelihood[float32](nn.LikelihoodSpec{Kind: "laplace", Scale: -2})
	_, badGroups := nn.NewLikelihood[float32](nn.LikelihoodSpec{Kind: "categorical", Groups: []int{3, 0}})
	_, strayGroups := nn.NewLikelihood[float32](nn.LikelihoodSpec{Groups: []int{3}})
	_, unknownOptimizer := nn.NewOptimizer[float32](nn.OptimizerSpec{Kind: "lbfgs"}, 1)
	_, badMomentum := nn.NewOptimizer[float32](nn.OptimizerSpec{Kind: "sgd", Momentum: 1}, 1)
	_, badBeta := nn.NewOptimizer[float32](nn.OptimizerSpec{Beta2: 1}, 1)
	_, unitMomentum := nn.NewOptimizer[float32](nn.OptimizerSpec{Kind: "sgd", Momentum: 1 - 1e-12}, 1)
	_, vastEpsilon := nn.NewOptimizer[float32](nn.OptimizerSpec{Epsilon: 1e39}, 1)
	_, vastDecay := nn.NewOptimizer[float32](nn.OptimizerSpec{Decay: 1e39}, 1)
	_, strayMomentum := nn.NewOptimizer[float32](nn.OptimizerSpec{Momentum: 0.9}, 1)
	_, strayBeta := nn.NewOptimizer[float32](nn.OptimizerSpec{Kind: "sgd", Beta2: 0.9}, 1)
	_, unknownActivation := nn.ActivationByName[float32]("swish")
	for _, c := range []struct {
		err  error
		want string
	}{
		{unknownLikelihood, `unknown likelihood "cauchy": choose one of gaussian, gaussian-learned, bernoulli`},
		{badVariance, "variance -1"}, {tinyVariance, "variance 1e-60"}, {needlessVariance, "has none"},
		{strayFloor, "floor 1: the laplace likelihood has none, only gaussian-learned has"}, {badScale, "scale -2: expected"},
		{badGroups, "groups [3 0]: 0 columns"}, {strayGroups, "groups [3]: the gaussian likelihood has none"},
		{unknownOptimizer, `unknown optimizer "lbfgs": choose one of adam, sgd`},
		{badMomentum, "momentum 1"}, {badBeta, "beta2 1"},
		{unitMomentum, "momentum 0.999999999999: expected"}, {strayMomentum, "momentum 0.9: only sgd has one"},
		{strayBeta, "beta1 0, beta2 0.9, epsilon 0: only adam has them"}, {vastEpsilon, "epsilon 1e+39: expected"}, {vastDecay, "decay 1e+39: expected"},
		{unknownActivation, `unknown activation "swish": choose one of identity, sigmoid, tanh, relu, leaky-relu, elu, softplus, gelu, silu`},
	} {
		if c.err == nil || !strings.Contains(c.err.Error(), c.want) {
			t.Errorf("got %v, want an error with %q", c.err, c.want)
		}
	}
}
