package autoencoder

import (
	"fmt"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
)

// A network is the objective as a function of parameters: encoder, decoder,
// likelihood and penalties. It holds no numbers that training changes, so one
// network serves any number of goroutines, each with its own workspace.
type network[T kernels.Float] struct {
	layout   nn.Layout
	layers   []nn.Dense[T] // encoder, then decoder
	encoders int           // how many of them encode

	encoderSize int // number of parameters that these have, the first of all
	likelihood  nn.Likelihood[T]
	penalties   []penalizer[T]
	reach       reach // of the penalties
	saturate    bool  // see target
	emphasis    Emphasis
	classes     int  // of a classifier, whose decoder tells them; else 0
	unitNorm    bool // see project

	drawer     drawer[T]    // makes the code that the decoder sees; nil if that is f(x)
	draws      int          // of codes for each row, 0 if it is f(x)
	importance bool         // the loss is an importance-weighted bound, not a mean over draws
	head       *nn.Dense[T] // log σ² of the draws, beside the last encoder layer; nil if there is none
	plain      *nn.Dense[T] // the last encoder layer without its activation; nil if not needed
	topK       int          // code units that are kept, 0 for all
	anneal     int          // epochs until then
}

// newNetwork builds the network of a normalised configuration. It allocates
// nothing of the parameters' size.
func newNetwork[T kernels.Float](c Config) (*network[T], error) {
	acts, err := layerActivations[T](c)
	if err != nil {
		return nil, err
	}
	likelihood, err := nn.NewLikelihood[T](c.Likelihood)
	if err != nil {
		return nil, err
	}
	n := &network[T]{encoders: len(c.Layers), likelihood: likelihood, emphasis: c.Corruption.Emphasis,
		saturate: likelihoodRules[c.Likelihood.Kind].unit && c.Scaling == "min-max",
		classes:  c.Classes, unitNorm: c.UnitNorm, topK: c.TopK, anneal: c.Anneal}
	in := c.Inputs
	for i, width := range c.Layers {
		n.layers = append(n.layers, nn.AddDense(&n.layout, fmt.Sprintf("encoder.%d", i), in, width, acts[i]))
		in = width
	}
	n.encoderSize = n.layout.Size()
	if c.Classes > 0 {
		n.layers = append(n.layers, nn.AddDense(&n.layout, "head", in, c.Classes, acts[len(acts)-1]))
	} else {
		n.addDecoder(c, acts[n.encoders:])
	}
	n.addDrawer(c.Encoder)
	for _, p := range c.Penalties {
		n.penalties = append(n.penalties, newPenalizer(p, n))
	}
	n.reach = reachOf(n.penalties)
	return n, nil
}

// addDecoder adds the encoder's mirror image.
func (n *network[T]) addDecoder(c Config, acts []nn.Activation[T]) {
	for i, act := range acts {
		mirror := n.layers[n.encoders-1-i]
		name, out := fmt.Sprintf("decoder.%d", i), mirror.In
		if i == n.encoders-1 {
			out = n.likelihood.Width(c.Inputs)
		}
		if c.Tied {
			n.layers = append(n.layers, nn.AddTied(&n.layout, name, mirror, act))
		} else {
			n.layers = append(n.layers, nn.AddDense(&n.layout, name, mirror.Out, out, act))
		}
	}
}

// layerActivations are those of all layers, encoder and decoder.
func layerActivations[T kernels.Float](c Config) ([]nn.Activation[T], error) {
	var acts []nn.Activation[T]
	add := func(field, name string) error {
		act, err := nn.ActivationByName[T](name)
		if err != nil {
			return fmt.Errorf("%s: %w", field, err)
		}
		acts = append(acts, act)
		return nil
	}
	for _, l := range c.layerUnits() {
		if err := add(l.field, l.name); err != nil {
			return nil, err
		}
	}
	return acts, nil
}

// codeSize is the number of code units, k.
func (n *network[T]) codeSize() int {
	if n.encoders == 0 {
		return n.layers[0].In
	}
	return n.layers[n.encoders-1].Out
}

// frozen is the number of parameters that the first k encoder layers have.
func (n *network[T]) frozen(k int) (int, error) {
	if k > n.encoders {
		return 0, fmt.Errorf("frozen %d: the encoder has only %d layers", k, n.encoders)
	}
	if k == 0 {
		return 0, nil
	}
	b := n.layers[k-1].B
	return b.Offset + b.Len(), nil
}

// slopes tells whether gradients are added at pre-activations.
func (n *network[T]) slopes() bool {
	for _, p := range n.penalties {
		if p.slopes() {
			return true
		}
	}
	return n.plain != nil
}

// all calls f with every layer.
func (n *network[T]) all(f func(nn.Dense[T])) {
	for _, l := range n.layers {
		f(l)
	}
	if n.head != nil {
		f(*n.head)
	}
}
