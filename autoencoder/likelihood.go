package autoencoder

import (
	"fmt"

	"github.com/lamina-go/lamina/nn"
)

// likelihoodRules say what a likelihood asks of the other parts, where it does.
var likelihoodRules = map[string]struct {
	output string // what the decoder puts out, if no activation may shape it
	unit   bool   // values from 0 to 1 only, which min-max scaling gives
	raw    string // why the data must not be scaled, if so
}{
	"gaussian-learned":     {output: "means and logarithms of variances"},
	"bernoulli":            {output: "logits", unit: true},
	"continuous-bernoulli": {output: "logits", unit: true},
	"categorical":          {output: "logits", raw: "it needs columns of zeros and ones as they are"},
	"poisson":              {output: "logarithms of rates", raw: "it needs counts as they are"},
}

// LikelihoodScalings lists the kinds of scaling that go with a kind of likelihood.
func LikelihoodScalings(kind string) []string {
	switch rule := likelihoodRules[kind]; {
	case rule.raw != "":
		return []string{"none"}
	case rule.unit:
		return []string{"min-max", "none"}
	}
	return Scalings()
}

// checkLikelihood refuses a configuration whose parts do not suit the likelihood.
func checkLikelihood(c Config) error {
	likelihood, err := nn.NewLikelihood[float64](c.Likelihood)
	if err != nil {
		return err
	}
	kind, rule := c.Likelihood.Kind, likelihoodRules[c.Likelihood.Kind]
	switch {
	case rule.output != "" && c.outputUnit() != "identity":
		return fmt.Errorf("output activation %s with the %s likelihood: its decoder puts out %s, so use identity", c.outputUnit(), kind, rule.output)
	case rule.unit && c.Scaling == "standard":
		return fmt.Errorf("standard scaling with the %s likelihood: it needs values from 0 to 1, so use min-max or none", kind)
	case rule.raw != "" && c.Scaling != "none":
		return fmt.Errorf("%s scaling with the %s likelihood: %s, so use none", c.Scaling, kind, rule.raw)
	case c.Tied && likelihood.Width(c.Inputs) != c.Inputs:
		return fmt.Errorf("tied weights with the %s likelihood: its decoder puts out %d numbers for %d columns, and the encoder's transpose only one for each: leave weights untied",
			kind, likelihood.Width(c.Inputs), c.Inputs)
	}
	if l, ok := likelihood.(nn.Categorical[float64]); ok && !l.Fits(c.Inputs) {
		return fmt.Errorf("likelihood: groups %v do not end where the %d columns do: give the widths of all groups, or one that divides the columns", l.Groups, c.Inputs)
	}
	return nil
}
