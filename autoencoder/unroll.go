package autoencoder

import (
	"fmt"
	"slices"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
)

// Unroll returns the stack as one deep autoencoder, for Fit to tune under any
// objective. Weights are copied: Encode of the result has the stack's bits, and as long
// as the likelihood is the lowest layer's, so has Decode.
//
// The layers decide widths, activations and the scaling; of c the objective counts:
// Likelihood, Encoder, Corruption, Penalties, Tied, and Variant and Seed. TopK of 0
// means that of the highest layer. Tied needs a stack of tied layers. Otherwise a
// tied layer's weights are copied, transposed, for the decoder to change on its own.
//
// What has no counterpart in a deep decoder is refused: layers above the lowest whose
// likelihood's mean is no activation's value (the Bernoulli's is a sigmoid's), and
// top-k codes below the highest layer.
func (s *Stack[T]) Unroll(c Config) (*Model[T], error) {
	m, err := s.unroll(c)
	if err != nil {
		return nil, fmt.Errorf("autoencoder: %w", err)
	}
	return m, nil
}

func (s *Stack[T]) unroll(c Config) (*Model[T], error) {
	c.Scaling = s.bottom().config.Scaling
	c.Likelihood = c.Likelihood.Normalised()
	encoder, err := s.encoder(&c)
	if err != nil {
		return nil, err
	}
	var decoder []Layer[T]
	for i := len(s.models) - 1; i >= 0; i-- {
		layers := s.models[i].decoderLayers()
		from, to := s.models[i].config.Likelihood.Kind, ""
		if i == 0 {
			to = c.Likelihood.Kind
		}
		last := &layers[len(layers)-1]
		if err := last.become(from, to, s.models[i].Inputs()); err != nil {
			return nil, fmt.Errorf("layer %d: %w", i+1, err)
		}
		if c.Tied {
			if !s.models[i].config.Tied {
				return nil, fmt.Errorf("tied weights: layer %d has a decoder of its own: train it tied, or leave the unrolled model untied", i+1)
			}
			for j := range layers {
				layers[j].Weights = kernels.Matrix[T]{}
			}
		}
		decoder = append(decoder, layers...)
	}
	m, err := fromLayers(c, encoder, decoder)
	if err != nil {
		return nil, err
	}
	s.hand(m)
	return m, nil
}

// encoder returns the layers of all encoders. It takes the code's top-k, if c has
// none, from the highest layer.
func (s *Stack[T]) encoder(c *Config) ([]Layer[T], error) {
	var layers []Layer[T]
	for i, m := range s.models {
		if m.config.TopK > 0 && m != s.top() {
			return nil, fmt.Errorf("layer %d: top-k %d: in one network only the code can be top-k, and this layer's is not the last", i+1, m.config.TopK)
		}
		layers = append(layers, m.encoderLayers()...)
	}
	if c.TopK == 0 {
		c.TopK = s.top().config.TopK
	}
	return layers, nil
}

// hand gives an unrolled model what else it has from the stack.
func (s *Stack[T]) hand(m *Model[T]) {
	scaling := s.bottom().Scaling()
	m.scaling, m.columns = &scaling, slices.Clone(s.bottom().columns)
	if from, to := s.top().net.head, m.net.head; from != nil && to != nil {
		copyLayer(m.params, *to, Layer[T]{Weights: nn.Mat(s.top().params, from.W), Bias: nn.Vec(s.top().params, from.B)})
	}
}

// become makes a decoder's last layer, which puts out the parameters of one likelihood
// for d columns, one that puts out those of another with the same mean, or, if that
// is empty, the mean.
func (l *Layer[T]) become(from, to string, d int) error {
	logits := func(kind string) bool { return kind == "bernoulli" || kind == "continuous-bernoulli" }
	mean := to == "" || to == "gaussian" || to == "laplace" || to == "gaussian-learned"
	switch {
	case from == to, logits(from) && logits(to), mean && (from == "gaussian" || from == "laplace"):
	case mean && from == "gaussian-learned":
		l.Weights.Cols, l.Bias = d, l.Bias[:d] // the rest are logarithms of variances
	case mean && from == "bernoulli":
		l.Unit = "sigmoid"
	case logits(to) && l.Unit == "sigmoid":
		l.Unit = "identity"
	case to == "":
		return fmt.Errorf("%s likelihood: its mean is not what an activation makes of its decoder's output, which the unrolled decoder needs there; use gaussian, laplace or bernoulli", from)
	default:
		return fmt.Errorf("%s likelihood: its decoder with %s output does not put out what the %s likelihood asks for; unroll with %s", from, l.unit(), to, from)
	}
	return nil
}
