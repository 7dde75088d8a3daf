package nn

import (
	"fmt"
	"slices"
	"strings"

	"github.com/lamina-go/lamina/kernels"
)

// A Likelihood is p_decoder(x | h): the distribution of a data row x whose natural
// parameters a the decoder puts out. Its logarithm sums over the columns.
type Likelihood[T kernels.Float] interface {
	// Name is the name that LikelihoodSpec uses.
	Name() string
	// Width is the number of natural parameters that cols columns of data have. Where
	// a column has several, all columns' first ones come first.
	Width(cols int) int
	// NegLog returns −log p(x|a) − Const − DataConst for one row, in nats, and writes
	// scale·∂(−log p)/∂a to da, which is disjoint from a and x.
	NegLog(scale T, da, a, x []T) float64
	// Const is the part of −log p(x|a) that depends on neither x nor a.
	Const(cols int) float64
	// DataConst is the part that depends on x alone. x is Inside.
	DataConst(x []T) float64
	// Mean writes E[x] under the parameters a to dst; dst may be the beginning of a.
	Mean(dst, a []T)
	// Sample writes a draw from p(x|a) to dst, which is disjoint from a. Element i takes
	// the random number at position pos+i of the stream.
	Sample(dst, a []T, r kernels.Philox, pos uint64)
	// Support tells what a row means to this likelihood, and the place of the value
	// that says so if it is not Inside.
	Support(x []T) (Support, int)
	// Domain says which values are not Outside, and is empty if all numbers are.
	Domain() string
	// Density is true when p is a density, so that a change of x's units changes
	// it, and false when it is a probability.
	Density() bool
}

// Support is how data stand to a likelihood.
type Support int

const (
	Outside      Support = iota // they have probability 0
	CrossEntropy                // −log p is defined, but only as a cross-entropy
	Inside                      // −log p is an exact log-likelihood
)

// A LikelihoodSpec names a likelihood and its constants, as a model file keeps
// them. The zero value is the Gaussian with σ² = ½. Constants are in the units that
// the network sees, after scaling.
type LikelihoodSpec struct {
	Kind string `json:"kind,omitempty"` // one of Likelihoods; empty is gaussian
	// Variance is the gaussian's σ²; 0 means ½, which makes −log p the squared
	// error plus a constant.
	Variance float64 `json:"variance,omitempty"`
	// Floor is what gaussian-learned's variances stay above; 0 means 10⁻⁴.
	Floor float64 `json:"floor,omitempty"`
	// Scale is laplace's b; 0 means 1, which makes −log p the absolute error plus a
	// constant.
	Scale float64 `json:"scale,omitempty"`
	// Groups are the widths of categorical's variables, in columns, again and again
	// until all columns have one: {10} is one variable for every ten columns. Empty
	// means that all columns make one variable.
	Groups []int `json:"groups,omitempty"`
}

// likelihoods is the one table of likelihoods: its order is that of Likelihoods.
var likelihoods = []struct {
	kind     string
	defaults func(*LikelihoodSpec)
}{
	{"gaussian", func(s *LikelihoodSpec) { orDefault(&s.Variance, 0.5) }},
	{"gaussian-learned", func(s *LikelihoodSpec) { orDefault(&s.Floor, 1e-4) }},
	{"bernoulli", nil},
	{"continuous-bernoulli", nil},
	{"laplace", func(s *LikelihoodSpec) { orDefault(&s.Scale, 1) }},
	{"categorical", nil},
	{"poisson", nil},
}

func orDefault(field *float64, value float64) {
	if *field == 0 {
		*field = value
	}
}

// Likelihoods lists the kinds that NewLikelihood knows.
func Likelihoods() []string {
	var kinds []string
	for _, l := range likelihoods {
		kinds = append(kinds, l.kind)
	}
	return kinds
}

// Normalised returns the spec with its defaults written out. What has no meaning is
// left for NewLikelihood to refuse.
func (s LikelihoodSpec) Normalised() LikelihoodSpec {
	s.Groups = slices.Clone(s.Groups)
	if s.Kind == "" {
		s.Kind = "gaussian"
	}
	for _, l := range likelihoods {
		if l.kind == s.Kind && l.defaults != nil {
			l.defaults(&s)
		}
	}
	return s
}

// NewLikelihood returns the likelihood of a spec. Errors name the field, its value
// and what was expected.
func NewLikelihood[T kernels.Float](s LikelihoodSpec) (Likelihood[T], error) {
	s = s.Normalised()
	for _, c := range []struct {
		field, owner string
		value        float64
		given        bool
	}{
		{"variance", "gaussian", s.Variance, s.Variance != 0},
		{"floor", "gaussian-learned", s.Floor, s.Floor != 0},
		{"scale", "laplace", s.Scale, s.Scale != 0},
		{"groups", "categorical", 1, len(s.Groups) > 0},
	} {
		switch {
		case c.given && c.owner != s.Kind && c.field == "groups":
			return nil, fmt.Errorf("likelihood: groups %v: the %s likelihood has none, only categorical has", s.Groups, s.Kind)
		case c.given && c.owner != s.Kind:
			return nil, fmt.Errorf("likelihood: %s %v: the %s likelihood has none, only %s has", c.field, c.value, s.Kind, c.owner)
		case c.owner == s.Kind && (!(c.value > 0) || !finite(c.value) || T(c.value) == 0 || !finite(T(1/c.value))):
			return nil, fmt.Errorf("likelihood: %s %v: expected a positive, finite number that this precision has the inverse of", c.field, c.value)
		}
	}
	switch s.Kind {
	case "gaussian":
		return Gaussian[T]{Variance: s.Variance}, nil
	case "gaussian-learned":
		return GaussianLearned[T]{Floor: s.Floor}, nil
	case "bernoulli":
		return Bernoulli[T]{}, nil
	case "continuous-bernoulli":
		return ContinuousBernoulli[T]{}, nil
	case "laplace":
		return Laplace[T]{Scale: s.Scale}, nil
	case "categorical":
		for _, g := range s.Groups {
			if g < 1 {
				return nil, fmt.Errorf("likelihood: groups %v: %d columns: expected at least 1", s.Groups, g)
			}
		}
		return Categorical[T]{Groups: s.Groups}, nil
	case "poisson":
		return Poisson[T]{}, nil
	}
	return nil, fmt.Errorf("unknown likelihood %q: choose one of %s", s.Kind, strings.Join(Likelihoods(), ", "))
}

func finite[T kernels.Float](x T) bool { return x-x == 0 }

// everywhere is the part of a likelihood that takes all numbers.
type everywhere[T kernels.Float] struct{}

func (everywhere[T]) Support([]T) (Support, int) { return Inside, 0 }
func (everywhere[T]) Domain() string             { return "" }

// noDataConst is the part of a likelihood whose −log p has no part of x alone.
type noDataConst[T kernels.Float] struct{}

func (noDataConst[T]) DataConst([]T) float64 { return 0 }
