package nn

import (
	"fmt"
	"strings"

	"github.com/lamina-go/lamina/kernels"
)

// A Likelihood is p_decoder(x | h): the distribution of a data row x whose natural
// parameters a the decoder puts out. Its logarithm sums over the columns.
type Likelihood[T kernels.Float] interface {
	// Name is the name that LikelihoodSpec uses.
	Name() string
	// Width is the number of natural parameters that cols columns of data have.
	Width(cols int) int
	// NegLog returns −log p(x|a) − Const for one row, in nats, and writes
	// scale·∂(−log p)/∂a to da. da may be a.
	NegLog(scale T, da, a, x []T) float64
	// Const is the part of −log p(x|a) that depends on neither x nor a.
	Const(cols int) float64
	// Mean writes E[x] under the parameters a to dst; dst may be a.
	Mean(dst, a []T)
	// Support tells what a value of x means to this likelihood.
	Support(x T) Support
	// Density is true when p is a density, so that a change of x's units changes
	// it, and false when it is a probability.
	Density() bool
}

// Support is how a value stands to a likelihood.
type Support int

const (
	Outside      Support = iota // the value has probability 0
	CrossEntropy                // −log p is defined, but only as a cross-entropy
	Inside                      // −log p is an exact log-likelihood
)

// A LikelihoodSpec names a likelihood and its constants, as a model file keeps
// them. The zero value is the Gaussian with σ² = ½.
type LikelihoodSpec struct {
	Kind string `json:"kind,omitempty"` // gaussian (the default) or bernoulli
	// Variance is the Gaussian's σ²; 0 means ½, which makes −log p the squared
	// error plus a constant. In the units that the network sees, after scaling.
	Variance float64 `json:"variance,omitempty"`
}

// likelihoods is the one table of likelihoods.
var likelihoods = []string{"gaussian", "bernoulli"}

// Likelihoods lists the kinds that NewLikelihood knows.
func Likelihoods() []string { return append([]string(nil), likelihoods...) }

// NewLikelihood returns the likelihood of a spec. Errors name the field, its value
// and what was expected.
func NewLikelihood[T kernels.Float](s LikelihoodSpec) (Likelihood[T], error) {
	switch s.Kind {
	case "gaussian", "":
		v := s.Variance
		if v == 0 {
			v = 0.5
		}
		if !(v > 0) || !finite(v) || T(v) == 0 || !finite(T(1/v)) {
			return nil, fmt.Errorf("likelihood: variance %v: a Gaussian needs a positive, finite one", s.Variance)
		}
		return Gaussian[T]{Variance: v}, nil
	case "bernoulli":
		if s.Variance != 0 {
			return nil, fmt.Errorf("likelihood: variance %v: the bernoulli likelihood has none", s.Variance)
		}
		return Bernoulli[T]{}, nil
	}
	return nil, fmt.Errorf("unknown likelihood %q: choose one of %s", s.Kind, strings.Join(likelihoods, ", "))
}

func finite[T kernels.Float](x T) bool { return x-x == 0 }
