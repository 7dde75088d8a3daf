package psd

import (
	"fmt"

	"github.com/lamina-go/lamina/autoencoder"
	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
)

// Layers returns the stack's encoders and dictionaries as layers of a network, for
// autoencoder.NewFromLayers, whose criterion then trains them further: denoising, say, or
// a classifier on top. The encoder's layers are h = s(xW + b), their gains in the weights
// of the layer that follows; the decoder's are linear, and undo them from the top down.
//
// The network is for the data's rows if the first model's preprocessing is a linear map
// (prepared is false), and else for the rows that its Prepare returns (prepared is true).
// Models above the first must not rectify, and no encoder may be shrink: networks have
// no such units. The error names the layer.
func (s Stack[T]) Layers() (encoder, decoder []autoencoder.Layer[T], prepared bool, err error) {
	for i, m := range s {
		if err := m.fitted(); err != nil {
			return nil, nil, false, fmt.Errorf("layer %d: %w", i+1, err)
		}
		if _, err := nn.ActivationByName[T](m.config.Encoder); err != nil {
			return nil, nil, false, fmt.Errorf("layer %d: encoder %s: networks have no such unit; train with one of tanh, sigmoid, softplus, identity", i+1, m.config.Encoder)
		}
		there, offset, back, mean := m.ready.Affine()
		if !m.ready.Linear() {
			if i > 0 {
				return nil, nil, false, fmt.Errorf("layer %d: rectification %s and contrast %s are no linear map: train it without", i+1, m.config.Preprocess.Rectify, m.config.Preprocess.Contrast)
			}
			prepared = true
			n := m.ready.Outputs()
			there, back, offset, mean = identity[T](n), identity[T](n), make([]T, n), make([]T, n)
		}
		w := m.Weights()
		in := kernels.NewMatrix[T](there.Rows, m.config.Atoms)
		kernels.Gemm(false, false, 1, there, w["encoder.weight"], 0, in)
		if i > 0 {
			kernels.ScaleRows(in, s[i-1].gain())
		}
		bias := w["encoder.bias"].Data
		kernels.Gemv(true, 1, w["encoder.weight"], offset, 1, bias)
		encoder = append(encoder, autoencoder.Layer[T]{Weights: in, Bias: bias, Unit: m.config.Encoder})

		atoms, out := w["dictionary"], kernels.NewMatrix[T](m.config.Atoms, back.Cols)
		if i == len(s)-1 {
			kernels.ScaleRows(atoms, m.gain())
		}
		kernels.Gemm(false, false, 1, atoms, back, 0, out)
		decoder = append([]autoencoder.Layer[T]{{Weights: out, Bias: mean, Unit: "identity"}}, decoder...)
	}
	return encoder, decoder, prepared, nil
}

func (m *Model[T]) gain() []T { return nn.Vec(m.params, m.slots.gain) }

func identity[T kernels.Float](n int) kernels.Matrix[T] {
	m := kernels.NewMatrix[T](n, n)
	for i := range n {
		m.Row(i)[i] = 1
	}
	return m
}
