package autoencoder

import (
	"slices"

	"github.com/lamina-go/lamina/nn"
)

// Greedy splits a deep configuration into the layers of a stack, one autoencoder for
// each of c.Layers, each trained as t says, without frozen layers:
//
//	s, _, err := Pretrain(ctx, data, Greedy(c, t))
//	m, err := s.Unroll(c) // it has c's architecture, for Fit under c's objective
//
// Each layer has c's corruption, weights tied or of unit norm if c's are, and reconstructs what it
// sees with the activation that c's decoder has there. The scaling and the likelihood are
// the first layer's; the others have squared error. A random encoder and top-k are the
// last layer's, and so are penalties that a hidden layer cannot have. Of a classifier's
// configuration, the encoder counts.
func Greedy(c Config, t TrainConfig) []StackLayer {
	c = c.clone()
	n := len(c.Layers)
	if c.Classes > 0 {
		c.Classes, c.Likelihood, c.Output = 0, nn.LikelihoodSpec{}, ""
		if c.Units != nil { // mirrored, for the decoder that the layers need
			units := c.Units[:n]
			c.Units = slices.Clone(units)
			for i := n - 2; i >= 0; i-- {
				c.Units = append(c.Units, units[i])
			}
			c.defaultOutput()
			c.Units, c.Output = append(c.Units, c.Output), ""
		}
	}
	if c.Units == nil {
		c.defaultUnits()
	}
	units := c.layerUnits()
	t.Frozen = 0
	var layers []StackLayer
	for i, width := range c.Layers {
		l := Config{Layers: []int{width}, Code: units[i].name, Output: units[2*n-1-i].name, Corruption: c.Corruption, Tied: c.Tied, UnitNorm: c.UnitNorm, Seed: c.Seed}
		if i == 0 {
			l.Inputs, l.Scaling, l.Likelihood = c.Inputs, c.Scaling, c.Likelihood
		}
		if i == n-1 {
			l.Encoder, l.TopK, l.Anneal, l.Penalties = c.Encoder, c.TopK, c.Anneal, c.Penalties
		} else {
			for _, p := range c.Penalties {
				if p.check(l) == nil {
					l.Penalties = append(l.Penalties, p)
				}
			}
		}
		layers = append(layers, StackLayer{l, t})
	}
	return layers
}
