package autoencoder

import (
	"fmt"
	"slices"
	"strings"
)

var jacobianWays = []string{"exact", "hutchinson", "layer-wise"}

// Jacobians lists the ways of Penalty.Jacobian.
func Jacobians() []string { return slices.Clone(jacobianWays) }

// Probes lists the distributions of Penalty.Probe.
func Probes() []string { return []string{"rademacher", "gaussian"} }

// maxDraws bounds what is drawn for a row.
const maxDraws = 1 << 16

// ofJacobian tells that the penalty is on the encoder's Jacobian.
func (p Penalty) ofJacobian() bool { return p.Kind == "contractive" || p.Kind == "higher-order" }

// checkJacobian refuses what a penalty cannot have of the fields about the Jacobian.
func (p Penalty) checkJacobian(c Config) error {
	own, higher, hutchinson := p.ofJacobian(), p.Kind == "higher-order", p.Jacobian == "hutchinson"
	if !own && (p.Jacobian != "" || p.Probes != 0 || p.Probe != "") {
		return fmt.Errorf("penalty %s: jacobian %q, probes %d, probe %q: only contractive and higher-order are about the Jacobian; leave them out", p.Kind, p.Jacobian, p.Probes, p.Probe)
	}
	switch {
	case !higher && (p.Deviation != 0 || p.Draws != 0):
		return fmt.Errorf("penalty %s: deviation %v, draws %d: only higher-order draws neighbours; leave them out", p.Kind, p.Deviation, p.Draws)
	case !own:
		return nil
	case p.Jacobian != "" && !slices.Contains(jacobianWays, p.Jacobian):
		return fmt.Errorf("penalty %s: unknown jacobian %q: choose one of %s", p.Kind, p.Jacobian, strings.Join(jacobianWays, ", "))
	case !hutchinson && (p.Probes != 0 || p.Probe != ""):
		return fmt.Errorf("penalty %s: probes %d, probe %q without jacobian hutchinson: only its estimate takes probes", p.Kind, p.Probes, p.Probe)
	case p.Probes < 0 || p.Probes > maxDraws:
		return fmt.Errorf("penalty %s: probes %d: expected 1 to %d", p.Kind, p.Probes, maxDraws)
	case p.Probe != "" && !slices.Contains(Probes(), p.Probe):
		return fmt.Errorf("penalty %s: unknown probe %q: choose one of %s", p.Kind, p.Probe, strings.Join(Probes(), ", "))
	case !higher:
		return nil
	case !(p.Deviation > 0) || !finite(p.Deviation):
		return fmt.Errorf("penalty higher-order: deviation %v: expected σ > 0 of the neighbours x+ε, finite", p.Deviation)
	case p.Draws < 0 || p.Draws > maxDraws:
		return fmt.Errorf("penalty higher-order: draws %d: expected 1 to %d", p.Draws, maxDraws)
	case c.TopK > 0:
		return fmt.Errorf("higher-order penalty with top-k codes: the Jacobian jumps where other units are kept, and has no change to penalise; leave one out")
	}
	for _, u := range c.layerUnits()[:len(c.Layers)] {
		if u.name != "identity" {
			return nil
		}
	}
	return fmt.Errorf("higher-order penalty with a linear encoder: its Jacobian is the same everywhere; leave it out, or use another activation")
}
