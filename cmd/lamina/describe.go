package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/lamina-go/lamina/autoencoder"
)

// printModel tells a configuration in three lines.
func printModel(w io.Writer, c autoencoder.Config, parameters int) {
	name := c.Variant
	if name == "" {
		name = "autoencoder"
	}
	if c.Classes > 0 {
		name = "classifier"
	}
	line(w, "model", "%s, %s; %s parameters, seed %d", name, join(widthsOf(c), "-"), thousands(parameters), c.Seed)
	line(w, "", "%s", describeLayers(c))
	line(w, "", "%s", describeObjective(c))
}

// widthsOf lists the widths of all layers from the data to the reconstruction.
func widthsOf(c autoencoder.Config) []int {
	all := append([]int{c.Inputs}, c.Layers...)
	if c.Classes > 0 {
		return append(all, c.Classes)
	}
	for i := len(c.Layers) - 2; i >= 0; i-- {
		all = append(all, c.Layers[i])
	}
	return append(all, c.Inputs)
}

func describeLayers(c autoencoder.Config) string {
	s := ""
	if len(c.Layers) > 1 {
		s = c.Hidden + " hidden layers, "
	}
	switch {
	case c.Units != nil:
		s = "layers " + strings.Join(c.Units, ", ")
	case c.Classes > 0:
		s += c.Code + " code"
	default:
		s += fmt.Sprintf("%s code, %s output", c.Code, c.Output)
	}
	if c.Tied {
		s += ", tied weights"
	}
	if c.UnitNorm {
		s += ", atoms of norm 1"
	}
	if c.Init != "" {
		s += ", " + c.Init + " start"
	}
	return s + ", " + c.Scaling + " scaling"
}

// describeObjective names the parts of −log p(x|f(x̃)) + Ω.
func describeObjective(c autoencoder.Config) string {
	s := c.Likelihood.Kind + " likelihood"
	if c.Classes > 0 {
		s += fmt.Sprintf(" of %d classes", c.Classes)
	}
	if v := c.Likelihood.Variance; v != 0 && v != 0.5 {
		s += fmt.Sprintf(", variance %v", v)
	}
	if c.Encoder.Kind != "" {
		s += ", " + describeEncoder(c.Encoder)
	}
	switch c.Corruption.Kind {
	case "":
	case "gaussian":
		s += fmt.Sprintf(", gaussian noise of deviation %v", c.Corruption.Deviation)
	default:
		s += fmt.Sprintf(", %s noise at %v", c.Corruption.Kind, c.Corruption.Rate)
	}
	if e := c.Corruption.Emphasis; e != (autoencoder.Emphasis{}) {
		s += fmt.Sprintf(", corrupted entries weighted %v and others %v", e.Corrupted, e.Clean)
	}
	if c.TopK > 0 {
		s += fmt.Sprintf(", %s of %d kept", plural(c.TopK, "largest code unit"), c.Layers[len(c.Layers)-1])
	}
	if len(c.Penalties) > 0 {
		s += ", penalty " + describePenalties(c.Penalties)
	}
	return s
}

// describeEncoder tells a random encoder.
func describeEncoder(e autoencoder.Encoder) string {
	s := e.Kind + " encoder"
	if e.Deviation != 0 {
		s += fmt.Sprintf(" of deviation %v", e.Deviation)
	}
	if e.Samples > 1 {
		s += fmt.Sprintf(", %d samples", e.Samples)
	}
	if e.Importance {
		s += " weighted by importance"
	}
	return s
}
