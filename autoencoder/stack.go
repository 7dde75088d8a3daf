package autoencoder

import (
	"context"
	"errors"
	"fmt"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/tensorio"
)

// A Stack is autoencoders one upon another, each for the codes of the one below:
//
//	h = fₙ(… f₂(f₁(x)))      r = g₁(g₂(… gₙ(h)))
//
// Pretrain trains one greedily, NewStack makes one of models that there are. Unroll
// makes it one deep autoencoder, and Classifier a network that tells classes; Fit then
// trains all layers together (Hinton and Salakhutdinov 2006; Bengio et al. 2007).
type Stack[T kernels.Float] struct{ models []*Model[T] }

// StackLayer is one autoencoder of a stack and how it is trained. It may be of any
// variant, with a corruption, penalties and a likelihood of its own, and of any depth.
type StackLayer struct {
	// Config is that of the layer. Inputs may be left 0: it is what the layer below
	// gives. Layers above the first see codes as they are: their Scaling is none.
	Config Config
	Train  TrainConfig
}

// NewStack makes a stack of trained models, the lowest first. Each must take as many
// columns as the one below has code units, without scaling them, since the layers of a
// network are not scaled. An error names the layer.
func NewStack[T kernels.Float](models ...*Model[T]) (*Stack[T], error) {
	if len(models) == 0 {
		return nil, errors.New("autoencoder: a stack of no models: expected at least one")
	}
	for i, m := range models {
		below := m
		if i > 0 {
			below = models[i-1]
		}
		switch {
		case m.scaling == nil:
			return nil, fmt.Errorf("autoencoder: layer %d: the model's %s scaling is not fitted yet: call Fit first", i+1, m.config.Scaling)
		case i > 0 && m.Inputs() != below.CodeSize():
			return nil, fmt.Errorf("autoencoder: layer %d: the model is for %d columns, and layer %d has %d code units", i+1, m.Inputs(), i, below.CodeSize())
		case i > 0 && m.config.Scaling != "none":
			return nil, scaledLayer(i+1, m.config.Scaling)
		}
	}
	return &Stack[T]{append([]*Model[T](nil), models...)}, nil
}

func scaledLayer(number int, kind string) error {
	return fmt.Errorf("autoencoder: layer %d: %s scaling: only the first layer scales, the others see codes as they are; use none", number, kind)
}

// Pretrain trains a stack greedily: each layer on the clean codes f(x) of the trained
// layer below, whatever corruption that one was trained with. It returns the history of
// every layer that training has begun on. An error, which names the layer, is one of
// Fit's; the stack beside it has the layers below, and that layer too if it kept the
// parameters of some step (see Fit). It is nil if there are none.
//
// All layers hold out the same rows, so that none of these is ever trained on: their
// HeldOut and Seed must be equal.
func Pretrain[T kernels.Float](ctx context.Context, data tensorio.Dataset[T], layers []StackLayer) (*Stack[T], []*History, error) {
	if len(layers) == 0 {
		return nil, nil, errors.New("autoencoder: a stack of no layers: expected at least one")
	}
	var models []*Model[T]
	var histories []*History
	width := data.Width()
	for i, l := range layers {
		c, number := l.Config, i+1
		if c.Inputs == 0 {
			c.Inputs = width
		}
		switch first := layers[0].Train; {
		case c.Inputs != width:
			return nil, nil, fmt.Errorf("autoencoder: layer %d: inputs %d: what it is given has %d columns; leave them 0", number, c.Inputs, width)
		case i > 0 && c.Scaling != "" && c.Scaling != "none":
			return nil, nil, scaledLayer(number, c.Scaling)
		case l.Train.HeldOut != first.HeldOut || l.Train.Seed != first.Seed:
			return nil, nil, fmt.Errorf("autoencoder: layer %d: held-out fraction %v and seed %d hold out other rows than layer 1's %v and %d: use the same",
				number, l.Train.HeldOut, l.Train.Seed, first.HeldOut, first.Seed)
		}
		m, err := New[T](c)
		if err != nil {
			return nil, nil, fmt.Errorf("layer %d: %w", number, err)
		}
		models, width = append(models, m), m.CodeSize()
	}
	for i, m := range models {
		h, err := m.Fit(ctx, data, layers[i].Train)
		done := i
		if h != nil {
			histories = append(histories, h)
			if err == nil || h.Kept+h.KeptSteps > 0 {
				done++
			}
		}
		if err == nil && i < len(models)-1 {
			data, err = m.Encoded(data)
		}
		if err != nil {
			if done == 0 {
				return nil, histories, fmt.Errorf("layer %d: %w", i+1, err)
			}
			return &Stack[T]{models[:done]}, histories, fmt.Errorf("layer %d: %w", i+1, err)
		}
	}
	s, err := NewStack(models...)
	return s, histories, err
}

// Models returns the models of the stack, the lowest first.
func (s *Stack[T]) Models() []*Model[T] { return append([]*Model[T](nil), s.models...) }

// bottom and top are the first and the last model.
func (s *Stack[T]) bottom() *Model[T] { return s.models[0] }
func (s *Stack[T]) top() *Model[T]    { return s.models[len(s.models)-1] }

// Encode returns h = fₙ(… f₁(x)), one row per row of x, B×d in the data's units.
func (s *Stack[T]) Encode(x kernels.Matrix[T]) (kernels.Matrix[T], error) {
	for _, m := range s.models {
		var err error
		if x, err = m.Encode(x); err != nil {
			return x, err
		}
	}
	return x, nil
}

// Decode returns g₁(… gₙ(h)), one row per row of h, B×d in the data's units.
func (s *Stack[T]) Decode(h kernels.Matrix[T]) (kernels.Matrix[T], error) {
	for i := len(s.models) - 1; i >= 0; i-- {
		var err error
		if h, err = s.models[i].Decode(h); err != nil {
			return h, err
		}
	}
	return h, nil
}

// Encoded shows the stack's codes of a data set's rows as a data set; see
// Model.Encoded.
func (s *Stack[T]) Encoded(data tensorio.Dataset[T]) (tensorio.Dataset[T], error) {
	for _, m := range s.models {
		var err error
		if data, err = m.Encoded(data); err != nil {
			return nil, err
		}
	}
	return data, nil
}
