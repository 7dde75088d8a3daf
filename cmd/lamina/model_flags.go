package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/lamina-go/lamina/autoencoder"
	"github.com/lamina-go/lamina/autoencoder/psd"
	"github.com/lamina-go/lamina/nn"
)

// modelFlags are a Config, as changes to a named variant.
type modelFlags struct {
	variant                              string
	given                                autoencoder.Config // fields that have a flag of their own
	layers, groups                       widths
	emphasis                             emphasis
	noiseLevel, weight, beta, activeRate float64
	penalties                            penalties
	jacobian                             jacobianFlags
}

// noiseLevel is the default of --noise-level where the variant has no noise.
const noiseLevel = 0.1

// none is the value of flags of kinds that turns a variant's part off.
const none = "none"

func (m *modelFlags) add(c *cobra.Command) {
	f, g := c.Flags(), &m.given
	names, _ := autoencoder.Variants()
	list := func(names []string) string { return strings.Join(names, ", ") }
	f.StringVar(&m.variant, "variant", "plain", "`NAME` of what to start from: "+list(names))
	f.Var(&m.layers, "layers", "widths of the hidden layers and, last, of the code"+
		byVariant(func(c autoencoder.Config) string { return join(c.Layers, ",") }))
	f.StringVar(&g.Hidden, "activation", "", "`NAME` for hidden layers: "+list(nn.Activations())+"; for psd's encoder: "+list(psd.Encoders())+" (default "+psd.DefaultConfig().Encoder+")"+
		byVariant(func(c autoencoder.Config) string { return c.Hidden }))
	f.StringVar(&g.Code, "code-activation", "", "`NAME` for the code"+
		byVariant(func(c autoencoder.Config) string { return c.Code }))
	f.StringVar(&g.Output, "output-activation", "", "`NAME` for the output (default sigmoid for gaussian with min-max, else identity)")
	f.BoolVar(&g.Tied, "tied", false, "decode through the encoder's weights, transposed (default true for contractive)")
	f.BoolVar(&g.UnitNorm, "unit-norm", false, "keep the rows of the decoder's weights, its atoms, at norm 1")
	f.StringVar(&g.Init, "init", "", "`KIND` of first weights: random, "+list(autoencoder.Initialisations())+" (default pca for pca)")
	f.StringVar(&g.Scaling, "scale", "", "`KIND` of scaling for columns: "+list(autoencoder.Scalings())+
		byVariant(func(c autoencoder.Config) string { return c.Scaling })+"; none for counts and categories")

	f.StringVar(&g.Likelihood.Kind, "likelihood", "", "`NAME` of p(x|h): "+list(nn.Likelihoods())+
		byVariant(func(c autoencoder.Config) string { return c.Likelihood.Normalised().Kind }))
	f.Float64Var(&g.Likelihood.Variance, "variance", 0, "`VALUE` of the gaussian variance σ², after scaling (default 0.5: −log p is the squared error)")
	f.Float64Var(&g.Likelihood.Floor, "floor", 0, "`VALUE` that gaussian-learned variances stay above, after scaling (default 0.0001)")
	f.Float64Var(&g.Likelihood.Scale, "laplace-scale", 0, "`VALUE` of the laplace scale b, after scaling (default 1: −log p is the absolute error)")
	f.Var(&m.groups, "groups", "columns of each categorical variable, again and again until all have one (default one variable)")

	f.StringVar(&g.Encoder.Kind, "encoder", "", "`KIND` of random code: "+none+", "+list(autoencoder.Encoders())+" (default gaussian for vae, iwae)")
	f.Float64Var(&g.Encoder.Deviation, "code-noise", 0, "`DEVIATION` of the encoders noise and noise-before")
	f.IntVar(&g.Encoder.Samples, "samples", 0, "`NUMBER` of codes drawn for each row (default 1; 8 for iwae)")
	f.BoolVar(&g.Encoder.Importance, "importance", false, "bound log p(x) with the samples' importance weights (default true for iwae)")
	f.Float64Var(&m.beta, "beta", 0, "`WEIGHT` of KL(q(h|x) ‖ N(0, I)) for a gaussian encoder (default 1 for vae)")

	f.StringVar(&g.Corruption.Kind, "noise", "", "`KIND` of corruption that the encoder sees: "+none+", "+list(autoencoder.Corruptions())+" (default masking for denoising, gaussian for score)")
	f.Float64Var(&m.noiseLevel, "noise-level", noiseLevel, "`CHANCE` of each entry to be corrupted; for gaussian, the deviation σ after scaling; 0.2 for score")
	f.Var(&m.emphasis, "emphasis", "weights of corrupted and of clean entries in the loss, such as 1,0.3 (default 1,1)")

	f.IntVar(&g.TopK, "top-k", 0, "`NUMBER` of code units to keep in each row, the largest; 0 keeps all (default 12 for k-sparse)")
	f.IntVar(&g.Anneal, "anneal", 0, "`EPOCHS` in which top-k comes down from all units (default 20 for k-sparse)")
	f.Float64Var(&m.activeRate, "sparsity", 0, "`RATE` ρ at which kl-sparsity wants code units active (default 0.1 for kl-sparse, else 0.05)")
	f.Float64Var(&m.weight, "lambda", 0, "`WEIGHT` of the variant's penalty"+
		byVariant(func(c autoencoder.Config) string {
			if len(c.Penalties) == 0 {
				return ""
			}
			return fmt.Sprint(c.Penalties[0].Weight)
		})+fmt.Sprintf("; λ of psd (default %v for pictures, else %v)", psd.PictureConfig().Lambda, psd.DefaultConfig().Lambda))
	f.Var(&m.penalties, "penalty", "a further penalty, one of "+list(autoencoder.PenaltyKinds())+"; may be repeated")
	m.jacobian.add(f)
}

// config is the configuration that the flags that are set ask for, Inputs not yet set. What the
// library refuses it finds out later, in New.
func (m *modelFlags) config(set func(flag string) bool) (autoencoder.Config, error) {
	c, err := autoencoder.Variant(m.variant)
	if err != nil {
		return c, usagef("%s", byFlag(err))
	}
	g := m.given
	if g.Init == "random" {
		g.Init = ""
	}
	if set("encoder") {
		c.Encoder = autoencoder.Encoder{}
		if g.Encoder.Kind == none {
			g.Encoder.Kind = ""
		}
	}
	for _, s := range []struct {
		flag  string
		apply func()
	}{
		{"layers", func() { c.Layers = m.layers }},
		{"activation", func() { c.Hidden = g.Hidden }},
		{"code-activation", func() { c.Code = g.Code }},
		{"output-activation", func() { c.Output = g.Output }},
		{"tied", func() { c.Tied = g.Tied }},
		{"unit-norm", func() { c.UnitNorm = g.UnitNorm }},
		{"init", func() { c.Init = g.Init }},
		{"likelihood", func() { c.Likelihood = nn.LikelihoodSpec{Kind: g.Likelihood.Kind} }},
		{"variance", func() { c.Likelihood.Variance = g.Likelihood.Variance }},
		{"floor", func() { c.Likelihood.Floor = g.Likelihood.Floor }},
		{"laplace-scale", func() { c.Likelihood.Scale = g.Likelihood.Scale }},
		{"groups", func() { c.Likelihood.Groups = m.groups }},
		{"encoder", func() { c.Encoder.Kind = g.Encoder.Kind }},
		{"code-noise", func() { c.Encoder.Deviation = g.Encoder.Deviation }},
		{"samples", func() { c.Encoder.Samples = g.Encoder.Samples }},
		{"importance", func() { c.Encoder.Importance = g.Encoder.Importance }},
		{"top-k", func() { c.TopK = g.TopK }},
		{"anneal", func() { c.Anneal = g.Anneal }},
	} {
		if set(s.flag) {
			s.apply()
		}
	}
	switch fit := autoencoder.LikelihoodScalings(c.Likelihood.Kind); {
	case set("scale"):
		c.Scaling = g.Scaling
	case !slices.Contains(fit, c.Scaling):
		c.Scaling = fit[0]
	}
	if err := m.corrupt(&c, set); err != nil {
		return c, err
	}
	return c, m.penalise(&c, set)
}

func (m *modelFlags) penalise(c *autoencoder.Config, set func(string) bool) error {
	if set("lambda") && len(c.Penalties) == 0 {
		return usagef("--lambda: variant %s has no penalty; use --penalty KIND=WEIGHT", c.Variant)
	}
	for i := range c.Penalties {
		if set("lambda") {
			c.Penalties[i].Weight = m.weight
		}
	}
	c.Penalties = append(c.Penalties, m.penalties...)
	find := func(kind string) int {
		return slices.IndexFunc(c.Penalties, func(p autoencoder.Penalty) bool { return p.Kind == kind })
	}
	if set("beta") {
		i := find("kl-prior")
		if i < 0 {
			i = len(c.Penalties)
			c.Penalties = append(c.Penalties, autoencoder.Penalty{Kind: "kl-prior"})
		}
		c.Penalties[i].Weight = m.beta
	}
	if set("sparsity") {
		i := find("kl-sparsity")
		if i < 0 {
			return usagef("--sparsity: there is no penalty that has a rate; use --variant kl-sparse or --penalty kl-sparsity=WEIGHT")
		}
		c.Penalties[i].Target = m.activeRate
	}
	return m.jacobian.apply(c, set)
}

func (m *modelFlags) corrupt(c *autoencoder.Config, set func(string) bool) error {
	kind := m.given.Corruption.Kind
	switch {
	case set("noise") && kind == none && c.Corruption.Kind != "":
		return usagef("--noise none: variant %s is nothing without noise; use --variant plain", c.Variant)
	case set("noise") && kind == none:
	case set("noise"):
		c.Corruption = corruption(kind, m.noiseLevel)
	}
	if set("noise-level") {
		if c.Corruption.Kind == "" {
			return usagef("--noise-level: there is no noise; use --noise %s", strings.Join(autoencoder.Corruptions(), " or --noise "))
		}
		c.Corruption = corruption(c.Corruption.Kind, m.noiseLevel)
	}
	if set("emphasis") {
		c.Corruption.Emphasis = autoencoder.Emphasis(m.emphasis)
	}
	return nil
}

// corruption is noise of that kind and level.
func corruption(kind string, level float64) autoencoder.Corruption {
	if kind == "gaussian" {
		return autoencoder.Corruption{Kind: kind, Deviation: level}
	}
	return autoencoder.Corruption{Kind: kind, Rate: level}
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
	for i, v := range values {
		if len(values) == 1 && len(users[v]) > 1 {
			return " (default " + v + ")"
		}
		if i == 0 && users[v][0] == names[0] && len(values) > 1 {
			parts = append(parts, v) // plain's is that of all that are not named
			continue
		}
		parts = append(parts, v+" for "+strings.Join(users[v], ", "))
	}
	return " (default " + strings.Join(parts, "; ") + ")"
}
