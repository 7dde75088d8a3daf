package autoencoder

import (
	"errors"
	"fmt"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
)

// A Layer is y = s(x·W + b) with its parameters, as NewFromLayers takes it.
type Layer[T kernels.Float] struct {
	Weights kernels.Matrix[T] // W, in × out
	Bias    []T               // b; nil is zeros
	Unit    string            // s, one of nn.Activations; empty is identity
}

// NewFromLayers returns a model whose encoder is made of layers that come from
// elsewhere, from x to h, and whose decoder is made of others, from h to x: of a stack
// that is unrolled, of a PSD encoder and its dictionary, of another program. Fit trains
// on from there under the objective of c.
//
// The layers decide Inputs, Layers and all activations; of c the rest counts. No
// decoder means that the model starts with the one that New draws, mirroring the
// encoder's activations, with c.Output at its end. A decoder has the encoder's widths
// backwards. A tied model has the encoder's weights transposed: its decoder's layers
// may be without weights, and if they have them, these must be the same. Where the
// likelihood has several parameters for each column, the last layer gives the first
// of them, the mean, and the others start with the numbers that New draws.
//
// The scaling is fitted by Fit, unless it is none. An error names the layer and what
// was expected.
func NewFromLayers[T kernels.Float](c Config, encoder, decoder []Layer[T]) (*Model[T], error) {
	m, err := fromLayers(c, encoder, decoder)
	if err != nil {
		return nil, fmt.Errorf("autoencoder: %w", err)
	}
	return m, nil
}

func fromLayers[T kernels.Float](c Config, encoder, decoder []Layer[T]) (*Model[T], error) {
	c = c.clone()
	if c.Init != "" {
		return nil, fmt.Errorf("init %s: the layers have their parameters already; leave init empty", c.Init)
	}
	if err := shape(&c, encoder, decoder); err != nil {
		return nil, err
	}
	m, err := initial[T](c)
	if err != nil {
		return nil, err
	}
	for i, l := range encoder {
		copyLayer(m.params, m.net.layers[i], l)
	}
	for i, l := range decoder {
		into := m.net.layers[len(encoder)+i]
		if into.Tied {
			if l.Weights.Rows > 0 && !transposes(l.Weights, encoder[len(encoder)-1-i].Weights) {
				return nil, fmt.Errorf("decoder layer %d: its weights are not the transpose of encoder layer %d's: leave them out, or leave weights untied", i+1, len(encoder)-i)
			}
			l.Weights = kernels.Matrix[T]{}
		}
		copyLayer(m.params, into, l)
	}
	return m, nil
}

// copyLayer copies a layer's weights and bias to the first columns of its place.
func copyLayer[T kernels.Float](params []T, into nn.Dense[T], l Layer[T]) {
	w := nn.Mat(params, into.W)
	for i := range l.Weights.Rows {
		copy(w.Row(i), l.Weights.Row(i)) // w may have more columns
	}
	copy(nn.Vec(params, into.B), l.Bias)
}

// shape fills in what the layers decide.
func shape[T kernels.Float](c *Config, encoder, decoder []Layer[T]) error {
	if len(encoder) == 0 && c.Classes == 0 {
		return errors.New("encoder: no layers, expected at least one")
	}
	if decoder != nil && len(decoder) != len(encoder) {
		return fmt.Errorf("decoder: %d layers for an encoder of %d", len(decoder), len(encoder))
	}
	output := c.Output
	c.Layers, c.Units, c.Hidden, c.Code, c.Output = nil, []string{}, "", "", ""
	for i, l := range encoder {
		if i == 0 {
			c.Inputs = l.Weights.Rows
		}
		if err := l.check(fmt.Sprintf("encoder layer %d", i+1), c.codeWidth(), l.Weights.Cols, false); err != nil {
			return err
		}
		c.Layers, c.Units = append(c.Layers, l.Weights.Cols), append(c.Units, l.unit())
	}
	if c.Classes > 0 {
		c.Units = append(c.Units, "identity")
		return nil
	}
	for i := range encoder {
		j := len(encoder) - 1 - i // what layer i mirrors
		switch {
		case decoder != nil:
			out := encoder[j].Weights.Rows
			if l, err := nn.NewLikelihood[T](c.Likelihood); err == nil && j == 0 && decoder[i].Weights.Cols == l.Width(out) {
				out = l.Width(out)
			}
			if err := decoder[i].check(fmt.Sprintf("decoder layer %d", i+1), encoder[j].Weights.Cols, out, c.Tied); err != nil {
				return err
			}
			c.Units = append(c.Units, decoder[i].unit())
		case j > 0:
			c.Units = append(c.Units, encoder[j-1].unit())
		default:
			c.Output = output
			c.defaultOutput()
			c.Units, c.Output = append(c.Units, c.Output), ""
		}
	}
	return nil
}

func (l Layer[T]) unit() string {
	if l.Unit == "" {
		return "identity"
	}
	return l.Unit
}

// check refuses a layer without sense. Weights may be left out if they are tied.
func (l Layer[T]) check(name string, in, out int, tied bool) error {
	w := l.Weights
	switch {
	case tied && w.Rows == 0:
	case w.Rows != in || w.Cols != out || in < 1 || out < 1:
		return fmt.Errorf("%s: weights are %d×%d, expected %d inputs × %d units", name, w.Rows, w.Cols, in, out)
	case w.Stride < w.Cols || len(w.Data) < (w.Rows-1)*w.Stride+w.Cols:
		return fmt.Errorf("%s: %d numbers with stride %d for weights of %d×%d", name, len(w.Data), w.Stride, w.Rows, w.Cols)
	}
	if l.Bias != nil && len(l.Bias) != out {
		return fmt.Errorf("%s: %d biases for %d units", name, len(l.Bias), out)
	}
	for i := range w.Rows {
		for j, v := range w.Row(i) {
			if !finite(v) {
				return fmt.Errorf("%s: weight %v at row %d, column %d: expected finite numbers", name, v, i+1, j+1)
			}
		}
	}
	for j, v := range l.Bias {
		if !finite(v) {
			return fmt.Errorf("%s: bias %v of unit %d: expected finite numbers", name, v, j+1)
		}
	}
	return nil
}

// transposes tells whether a is b transposed.
func transposes[T kernels.Float](a, b kernels.Matrix[T]) bool {
	if a.Rows != b.Cols || a.Cols != b.Rows {
		return false
	}
	for i := range a.Rows {
		for j, v := range a.Row(i) {
			if v != b.Row(j)[i] {
				return false
			}
		}
	}
	return true
}

// transposed is a copy of m, transposed.
func transposed[T kernels.Float](m kernels.Matrix[T]) kernels.Matrix[T] {
	t := kernels.NewMatrix[T](m.Cols, m.Rows)
	for i := range m.Rows {
		for j, v := range m.Row(i) {
			t.Row(j)[i] = v
		}
	}
	return t
}

// encoderLayers are the model's, sharing its memory.
func (m *Model[T]) encoderLayers() []Layer[T] {
	var list []Layer[T]
	for _, d := range m.net.layers[:m.net.encoders] {
		list = append(list, Layer[T]{nn.Mat(m.params, d.W), nn.Vec(m.params, d.B), d.Act.Name})
	}
	return list
}

// decoderLayers are the model's, sharing its memory unless weights are tied.
func (m *Model[T]) decoderLayers() []Layer[T] {
	var list []Layer[T]
	for _, d := range m.net.layers[m.net.encoders:] {
		w := nn.Mat(m.params, d.W)
		if d.Tied {
			w = transposed(w)
		}
		list = append(list, Layer[T]{w, nn.Vec(m.params, d.B), d.Act.Name})
	}
	return list
}
