package autoencoder

import (
	"fmt"

	"github.com/lamina-go/lamina/nn"
)

// A unit is the activation of a layer and the field of Config that names it.
type unit struct{ field, name string }

// defaultUnits writes out the default activations.
func (c *Config) defaultUnits() {
	for _, d := range []struct {
		field *string
		value string
	}{{&c.Hidden, "tanh"}, {&c.Code, "identity"}} {
		if *d.field == "" {
			*d.field = d.value
		}
	}
	c.defaultOutput()
}

func (c *Config) defaultOutput() {
	if c.Output == "" {
		c.Output = "identity"
		if (c.Likelihood.Kind == "gaussian" || c.Likelihood.Kind == "") && c.Scaling == "min-max" && c.Classes == 0 {
			c.Output = "sigmoid"
		}
	}
}

// layerUnits are the activations of all layers, the encoder's and then the decoder's.
func (c Config) layerUnits() []unit {
	var list []unit
	for i, name := range c.Units {
		list = append(list, unit{fmt.Sprintf("units: layer %d", i+1), name})
	}
	if list != nil {
		return list
	}
	for range len(c.Layers) - 1 {
		list = append(list, unit{"hidden", c.Hidden})
	}
	if len(c.Layers) > 0 {
		list = append(list, unit{"code", c.Code})
	}
	if c.Classes > 0 {
		return append(list, unit{"output", c.Output})
	}
	for range len(c.Layers) - 1 {
		list = append(list, unit{"hidden", c.Hidden})
	}
	return append(list, unit{"output", c.Output})
}

// outputUnit is the activation of the last layer.
func (c Config) outputUnit() string {
	list := c.layerUnits()
	return list[len(list)-1].name
}

// codeUnit is the activation of the code.
func (c Config) codeUnit() string {
	if len(c.Layers) == 0 {
		return "identity" // a classifier of the data as they are
	}
	return c.layerUnits()[len(c.Layers)-1].name
}

func (c Config) checkUnits() error {
	if c.Units != nil {
		want := 2 * len(c.Layers)
		if c.Classes > 0 {
			want = len(c.Layers) + 1
		}
		switch {
		case len(c.Units) != want:
			return fmt.Errorf("units %v: expected %d activations, one for each layer of encoder and decoder", c.Units, want)
		case c.Hidden+c.Code+c.Output != "":
			return fmt.Errorf("units %v beside hidden %q, code %q and output %q: name activations in one way only", c.Units, c.Hidden, c.Code, c.Output)
		}
	}
	for _, u := range c.layerUnits() {
		if _, err := nn.ActivationByName[float64](u.name); err != nil {
			return fmt.Errorf("%s: %w", u.field, err)
		}
	}
	return nil
}
