package main

import (
	"fmt"
	"strings"

	"github.com/spf13/pflag"

	"github.com/lamina-go/lamina/autoencoder"
)

// jacobianFlags are those of the penalties on the encoder's Jacobian.
type jacobianFlags struct {
	jacobian          string
	probes, draws     int
	higher, deviation float64
}

func (j *jacobianFlags) add(f *pflag.FlagSet) {
	f.StringVar(&j.jacobian, "jacobian", "", "`WAY` to the Jacobian's norm in contractive and higher-order penalties: "+strings.Join(autoencoder.Jacobians(), ", ")+" (default exact)")
	f.IntVar(&j.probes, "probes", 0, "`NUMBER` of random vectors for each row of hutchinson's estimate (default 1)")
	f.Float64Var(&j.higher, "higher-order", 0, "`WEIGHT` of E‖J(x) − J(x+ε)‖², the change of the Jacobian near x (default 0: none)")
	f.Float64Var(&j.deviation, "neighbour-noise", 0.1, "`DEVIATION` of ε, after scaling")
	f.IntVar(&j.draws, "neighbours", 0, "`NUMBER` of ε drawn for each row (default 1)")
}

// apply changes the penalties of c that are on the Jacobian.
func (j *jacobianFlags) apply(c *autoencoder.Config, set func(string) bool) error {
	contractive, higher := false, false
	if set("higher-order") {
		c.Penalties = append(c.Penalties, autoencoder.Penalty{Kind: "higher-order", Weight: j.higher})
	}
	for i := range c.Penalties {
		p := &c.Penalties[i]
		switch p.Kind {
		case "higher-order":
			higher = true
			p.Deviation, p.Draws = j.deviation, j.draws
		case "contractive":
			contractive = true
		default:
			continue
		}
		p.Jacobian, p.Probes = j.jacobian, j.probes
	}
	switch {
	case !contractive && !higher && (set("jacobian") || set("probes")):
		return usagef("--jacobian: there is no penalty on the Jacobian; use --variant contractive, --penalty contractive=WEIGHT or --higher-order WEIGHT")
	case !higher && (set("neighbour-noise") || set("neighbours")):
		return usagef("--neighbour-noise: there is no penalty with neighbours; use --higher-order WEIGHT")
	}
	return nil
}

// describeJacobian tells how a penalty takes its norm, if not exactly.
func describeJacobian(p autoencoder.Penalty) string {
	switch {
	case p.Probes > 1:
		return fmt.Sprintf(" (%s, %d probes)", p.Jacobian, p.Probes)
	case p.Jacobian != "":
		return " (" + p.Jacobian + ")"
	}
	return ""
}
