package autoencoder

import (
	"fmt"
	"slices"
	"strings"
)

// variants is the one table of named variants. A variant is a choice of parts and
// nothing else, so any of its fields may be changed afterwards.
var variants = []struct {
	names []string // the first is the one that a Config keeps
	doc   string
	start Config
	// needs is the part without which the name would be untrue; nil if none.
	needs func(Config) bool
	part  string
}{
	{
		names: []string{"plain", "undercomplete"},
		doc:   "minimise −log p(x | f(x)); a code narrower than the data keeps what varies most",
		start: Config{Layers: []int{128, 8}, Hidden: "tanh", Code: "identity", Scaling: "min-max"},
	},
	{
		names: []string{"sparse"},
		doc:   "adds λ Σ|hᵢ|, the Laplace prior's −log p(h) less a constant: few active code units",
		start: Config{Layers: []int{128, 32}, Hidden: "tanh", Code: "relu", Scaling: "min-max",
			Penalties: []Penalty{{Kind: "l1", Weight: 0.01}}},
		needs: func(c Config) bool { return c.hasPenalty("l1") },
		part:  "an l1 penalty",
	},
	{
		names: []string{"denoising"},
		doc:   "minimise −log p(x | f(x̃)): the clean x is predicted from a corrupted x̃",
		start: Config{Layers: []int{128, 8}, Hidden: "tanh", Code: "identity", Scaling: "min-max",
			Corruption: Corruption{Kind: "masking", Rate: 0.1}},
		needs: func(c Config) bool { return c.Corruption.Kind != "" },
		part:  "a corruption",
	},
	{
		names: []string{"contractive"},
		doc:   "adds λ ‖∂f/∂x‖²_F: codes that hardly change with x, except along the data; tied weights",
		start: Config{Layers: []int{32}, Hidden: "tanh", Code: "sigmoid", Scaling: "min-max", Tied: true,
			Penalties: []Penalty{{Kind: "contractive", Weight: 0.01}}},
		needs: func(c Config) bool { return c.hasPenalty("contractive") },
		part:  "a contractive penalty",
	},
}

// Variant returns the configuration that a named variant starts from, Inputs not
// yet set. The error for an unknown name lists the choices.
func Variant(name string) (Config, error) {
	for _, v := range variants {
		if slices.Contains(v.names, name) {
			c := v.start.clone()
			c.Variant = v.names[0]
			return c, nil
		}
	}
	return Config{}, unknownVariant(name)
}

// Variants lists the names that Variant knows, with one line about each.
func Variants() (names, docs []string) {
	for _, v := range variants {
		for _, n := range v.names {
			names, docs = append(names, n), append(docs, v.doc)
		}
	}
	return names, docs
}

func unknownVariant(name string) error {
	names, _ := Variants()
	return fmt.Errorf("unknown variant %q: choose one of %s", name, strings.Join(names, ", "))
}

// checkVariant refuses a label that the configuration does not bear out.
func checkVariant(c Config) error {
	if c.Variant == "" {
		return nil
	}
	for _, v := range variants {
		if slices.Contains(v.names, c.Variant) {
			if v.needs != nil && !v.needs(c) {
				return fmt.Errorf("variant %s without %s: start from Variant(%q), or leave the name out", c.Variant, v.part, c.Variant)
			}
			return nil
		}
	}
	return unknownVariant(c.Variant)
}

func (c Config) hasPenalty(kind string) bool {
	return slices.ContainsFunc(c.Penalties, func(p Penalty) bool { return p.Kind == kind })
}
