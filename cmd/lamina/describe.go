package main

import (
	"fmt"
	"io"

	"github.com/lamina-go/lamina/autoencoder"
)

// printModel tells a configuration in three lines.
func printModel(w io.Writer, c autoencoder.Config, parameters int) {
	name := c.Variant
	if name == "" {
		name = "autoencoder"
	}
	line(w, "model", "%s, %s; %s parameters, seed %d", name, join(widthsOf(c), "-"), thousands(parameters), c.Seed)
	line(w, "", "%s", describeLayers(c))
	line(w, "", "%s", describeObjective(c))
}

// widthsOf lists the widths of all layers from the data to the reconstruction.
func widthsOf(c autoencoder.Config) []int {
	all := append([]int{c.Inputs}, c.Layers...)
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
	s += fmt.Sprintf("%s code, %s output", c.Code, c.Output)
	if c.Tied {
		s += ", tied weights"
	}
	return s + ", " + c.Scaling + " scaling"
}

// describeObjective names the parts of −log p(x|f(x̃)) + Ω.
func describeObjective(c autoencoder.Config) string {
	s := c.Likelihood.Kind + " likelihood"
	if v := c.Likelihood.Variance; v != 0 && v != 0.5 {
		s += fmt.Sprintf(", variance %v", v)
	}
	if c.Corruption.Kind != "" {
		s += fmt.Sprintf(", %s noise at %v", c.Corruption.Kind, c.Corruption.Rate)
	}
	if len(c.Penalties) > 0 {
		s += ", penalty " + describePenalties(c.Penalties)
	}
	return s
}
