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
// A unit of a soft threshold is two of the network, relu(a − 1) and relu(−a − 1), whose
// difference it is: first all the former, then the latter.
//
// The network is for the data's rows if the first model's preprocessing is a linear map
// (prepared is false), and else for the rows that its Prepare returns (prepared is true).
// Models above the first must not rectify, and no encoder may be shrink: that is not made
// of a network's units as soft is. The error names the layer.
func (s Stack[T]) Layers() (encoder, decoder []autoencoder.Layer[T], prepared bool, err error) {
	for i, m := range s {
		if err := m.fitted(); err != nil {
			return nil, nil, false, fmt.Errorf("layer %d: %w", i+1, err)
		}
		if m.config.Encoder == "shrink" {
			return nil, nil, false, fmt.Errorf("layer %d: encoder shrink: a − tanh a is no unit of a network, nor a sum of such units; train with soft, tanh, sigmoid, softplus or identity",
				i+1)
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
			in = s[i-1].fromUnits(in)
		}
		bias := w["encoder.bias"].Data
		kernels.Gemv(true, 1, w["encoder.weight"], offset, 1, bias)
		encoder = append(encoder, m.networkLayer(in, bias))

		atoms, out := w["dictionary"], kernels.NewMatrix[T](m.config.Atoms, back.Cols)
		kernels.Gemm(false, false, 1, atoms, back, 0, out)
		if i == len(s)-1 {
			out = m.fromUnits(out)
		} else if m.config.Encoder == "soft" { // of ±h, as the layer above gives it
			kernels.Scale(out.Data, 0.5, out.Data)
			out = signed(out)
		}
		down := autoencoder.Layer[T]{Weights: out, Bias: mean, Unit: "identity"}
		if i > 0 {
			down = s[i-1].bothSigns(down, 0)
		}
		decoder = append([]autoencoder.Layer[T]{down}, decoder...)
	}
	return encoder, decoder, prepared, nil
}

// networkLayer is s(x·in + bias) as a layer of a network. in is d×k.
func (m *Model[T]) networkLayer(in kernels.Matrix[T], bias []T) autoencoder.Layer[T] {
	l := m.bothSigns(autoencoder.Layer[T]{Weights: in, Bias: bias, Unit: m.config.Encoder}, 1)
	if m.config.Encoder == "soft" {
		l.Unit = "relu"
	}
	return l
}

// bothSigns is a linear layer with m's code units as it is, or, if these are soft,
// with each unit a as two: all a − threshold, then all −a − threshold.
func (m *Model[T]) bothSigns(l autoencoder.Layer[T], threshold T) autoencoder.Layer[T] {
	if m.config.Encoder != "soft" {
		return l
	}
	k := l.Weights.Cols
	w, bias := kernels.NewMatrix[T](l.Weights.Rows, 2*k), make([]T, 2*k)
	for i := range w.Rows {
		copy(w.Row(i), l.Weights.Row(i))
		kernels.Scale(w.Row(i)[k:], -1, l.Weights.Row(i))
	}
	for j, v := range l.Bias {
		bias[j], bias[k+j] = v-threshold, -v-threshold
	}
	return autoencoder.Layer[T]{Weights: w, Bias: bias, Unit: l.Unit}
}

// fromUnits turns w, k×n, which multiplies f, into what multiplies the units of
// networkLayer.
func (m *Model[T]) fromUnits(w kernels.Matrix[T]) kernels.Matrix[T] {
	kernels.ScaleRows(w, m.gain())
	if m.config.Encoder != "soft" {
		return w
	}
	return signed(w)
}

// signed is [w; −w].
func signed[T kernels.Float](w kernels.Matrix[T]) kernels.Matrix[T] {
	both := kernels.NewMatrix[T](2*w.Rows, w.Cols)
	copy(both.Data, w.Data)
	kernels.Scale(both.Data[len(w.Data):], -1, w.Data)
	return both
}

func (m *Model[T]) gain() []T { return nn.Vec(m.params, m.slots.gain) }

func identity[T kernels.Float](n int) kernels.Matrix[T] {
	m := kernels.NewMatrix[T](n, n)
	for i := range n {
		m.Row(i)[i] = 1
	}
	return m
}
