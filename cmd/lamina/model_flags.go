package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/lamina-go/lamina/autoencoder"
	"github.com/lamina-go/lamina/nn"
)

// modelFlags are a Config, as changes to a named variant.
type modelFlags struct {
	variant                      string
	layers                       widths
	hidden, code, output         string
	likelihood, scale, noise     string
	variance, noiseLevel, weight float64
	penalties                    penalties
	tied                         bool
}

// noiseLevel is the default of --noise-level where the variant has no noise.
const noiseLevel = 0.1

func (m *modelFlags) add(c *cobra.Command) {
	f := c.Flags()
	names, _ := autoencoder.Variants()
	list := func(names []string) string { return strings.Join(names, ", ") }
	f.StringVar(&m.variant, "variant", "plain", "`NAME` of what to start from: "+list(names))
	f.Var(&m.layers, "layers", "widths of the hidden layers and, last, of the code"+
		byVariant(func(c autoencoder.Config) string { return join(c.Layers, ",") }))
	f.StringVar(&m.hidden, "activation", "", "`NAME` for hidden layers: "+list(nn.Activations())+
		byVariant(func(c autoencoder.Config) string { return c.Hidden }))
	f.StringVar(&m.code, "code-activation", "", "`NAME` for the code"+
		byVariant(func(c autoencoder.Config) string { return c.Code }))
	f.StringVar(&m.output, "output-activation", "", "`NAME` for the output (default sigmoid for gaussian with min-max, else identity)")
	f.BoolVar(&m.tied, "tied", false, "decode through the encoder's weights, transposed (default true for contractive)")
	f.StringVar(&m.likelihood, "likelihood", "gaussian", "`NAME` of p(x|h): "+list(nn.Likelihoods()))
	f.Float64Var(&m.variance, "variance", 0, "`VALUE` of the gaussian variance σ², after scaling (default 0.5: −log p is the squared error)")
	f.StringVar(&m.scale, "scale", "min-max", "`KIND` of scaling for columns: "+list(autoencoder.Scalings()))
	f.StringVar(&m.noise, "noise", "", "`KIND` of corruption that the encoder sees: none, "+list(autoencoder.Corruptions())+" (default masking for denoising)")
	f.Float64Var(&m.noiseLevel, "noise-level", noiseLevel, "`CHANCE` of each entry to be corrupted")
	f.Float64Var(&m.weight, "lambda", 0, "`WEIGHT` of the variant's penalty"+
		byVariant(func(c autoencoder.Config) string {
			if len(c.Penalties) == 0 {
				return ""
			}
			return fmt.Sprint(c.Penalties[0].Weight)
		}))
	f.Var(&m.penalties, "penalty", "a further penalty, one of "+list(autoencoder.PenaltyKinds())+"; may be repeated")
}

// config is the configuration that the flags that are set ask for, Inputs not yet set. What the
// library refuses it finds out later, in New.
func (m *modelFlags) config(set func(flag string) bool) (autoencoder.Config, error) {
	c, err := autoencoder.Variant(m.variant)
	if err != nil {
		return c, usagef("%s", byFlag(err))
	}
	if set("layers") {
		c.Layers = m.layers
	}
	for _, s := range []struct {
		flag, value string
		field       *string
	}{
		{"activation", m.hidden, &c.Hidden},
		{"code-activation", m.code, &c.Code},
		{"output-activation", m.output, &c.Output},
		{"likelihood", m.likelihood, &c.Likelihood.Kind},
		{"scale", m.scale, &c.Scaling},
	} {
		if set(s.flag) {
			*s.field = s.value
		}
	}
	c.Likelihood.Variance = m.variance
	if set("tied") {
		c.Tied = m.tied
	}
	if err := m.corrupt(&c, set); err != nil {
		return c, err
	}
	if set("lambda") && len(c.Penalties) == 0 {
		return c, usagef("--lambda: variant %s has no penalty; use --penalty KIND=WEIGHT", c.Variant)
	}
	for i := range c.Penalties {
		if set("lambda") {
			c.Penalties[i].Weight = m.weight
		}
	}
	c.Penalties = append(c.Penalties, m.penalties...)
	return c, nil
}

func (m *modelFlags) corrupt(c *autoencoder.Config, set func(string) bool) error {
	switch {
	case set("noise") && m.noise == "none" && c.Corruption.Kind != "":
		return usagef("--noise none: variant %s is nothing without noise; use --variant plain", c.Variant)
	case set("noise") && m.noise == "none":
	case set("noise"):
		c.Corruption = autoencoder.Corruption{Kind: m.noise, Rate: m.noiseLevel}
	}
	if set("noise-level") {
		if c.Corruption.Kind == "" {
			return usagef("--noise-level: there is no noise; use --noise %s", strings.Join(autoencoder.Corruptions(), " or --noise "))
		}
		c.Corruption.Rate = m.noiseLevel
	}
	return nil
}

// byVariant tells the default of a flag whose default depends on the variant.
func byVariant(field func(autoencoder.Config) string) string {
	var values, parts []string
	users := map[string][]string{}
	names, _ := autoencoder.Variants()
	for _, name := range names {
		c, err := autoencoder.Variant(name)
		v := field(c)
		if err != nil || v == "" || c.Variant != name {
			continue
		}
		if !slices.Contains(values, v) {
			values = append(values, v)
		}
		users[v] = append(users[v], name)
	}
	for _, v := range values {
		if len(values) == 1 && len(users[v]) > 1 {
			return " (default " + v + ")"
		}
		parts = append(parts, v+" for "+strings.Join(users[v], ", "))
	}
	return " (default " + strings.Join(parts, "; ") + ")"
}
