package autoencoder

import (
	"strings"
	"testing"
)

// What Jacobian penalties and unit norms refuse names the field, the value and the fix.
func TestBadJacobianPenalties(t *testing.T) {
	for want, p := range map[string]Penalty{
		`penalty l1: jacobian "exact"`:                                                                 {Kind: "l1", Weight: 1, Jacobian: "exact"},
		"penalty contractive: weight -1: expected λ ≥ 0":                                               {Kind: "contractive", Weight: -1},
		`penalty contractive: unknown jacobian "forward": choose one of exact, hutchinson, layer-wise`: {Kind: "contractive", Weight: 1, Jacobian: "forward"},
		`penalty contractive: probes 3, probe "" without jacobian hutchinson`:                          {Kind: "contractive", Weight: 1, Probes: 3},
		"penalty contractive: probes -1: expected 1 to 65536":                                          {Kind: "contractive", Weight: 1, Jacobian: "hutchinson", Probes: -1},
		`penalty contractive: unknown probe "cauchy": choose one of rademacher, gaussian`:              {Kind: "contractive", Weight: 1, Jacobian: "hutchinson", Probe: "cauchy"},
		"penalty contractive: deviation 1, draws 0: only higher-order draws":                           {Kind: "contractive", Weight: 1, Deviation: 1},
		"penalty higher-order: deviation 0: expected σ > 0":                                            {Kind: "higher-order", Weight: 1},
		"penalty higher-order: draws -2: expected 1 to 65536":                                          {Kind: "higher-order", Weight: 1, Deviation: 1, Draws: -2},
	} {
		c := variant(t, "plain", 5, 4, 2)
		c.Penalties = []Penalty{p}
		refused(t, c, want)
	}
	for want, change := range map[string]func(*Config){
		"higher-order penalty with top-k codes: the Jacobian jumps":            func(c *Config) { c.TopK = 1 },
		"higher-order penalty with a linear encoder: its Jacobian is the same": func(c *Config) { c.Hidden = "identity" },
		"unit norm with the gaussian-learned likelihood: a row of the decoder": func(c *Config) { c.UnitNorm, c.Likelihood.Kind, c.Output = true, "gaussian-learned", "identity" },
	} {
		c := variant(t, "plain", 5, 4, 2)
		c.Penalties = []Penalty{{Kind: "higher-order", Weight: 1, Deviation: 1}}
		change(&c)
		refused(t, c, want)
	}
}

// A classifier comes to the same check by another way.
func TestUnitNormOfAClassifier(t *testing.T) {
	if err := checkUnitNorm(Config{UnitNorm: true, Classes: 3}); err == nil || !strings.Contains(err.Error(), "unit norm with 3 classes: a classifier has no decoder") {
		t.Errorf("got %v", err)
	}
}

func refused(t *testing.T, c Config, want string) {
	t.Helper()
	if _, err := New[float32](c); err == nil || !strings.HasPrefix(err.Error(), "autoencoder: ") || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want an error with %q", err, want)
	}
}
