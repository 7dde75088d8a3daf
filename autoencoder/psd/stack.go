package psd

import (
	"context"
	"fmt"

	"github.com/lamina-go/lamina/autoencoder/preprocess"
	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/tensorio"
)

// A Stack is PSD on the codes of PSD: the first model is for the data, and each further
// one for the codes that the one below predicts, rectified as its own Config.Preprocess
// says (abs or relu; codes have signs that rarely matter to the layer above).
type Stack[T kernels.Float] []*Model[T]

// FitStack trains the models one after another, from the data up. Inputs of the
// configurations above the first are set here. It returns what is trained when an error
// occurs, and the histories.
func FitStack[T kernels.Float](ctx context.Context, data tensorio.Dataset[T], configs []Config, c TrainConfig) (Stack[T], []*History, error) {
	var stack Stack[T]
	var histories []*History
	for i, config := range configs {
		config.Inputs = data.Width()
		m, err := New[T](config)
		if err != nil {
			return stack, histories, fmt.Errorf("layer %d: %w", i+1, err)
		}
		h, err := m.Fit(ctx, data, c)
		if h != nil {
			histories = append(histories, h)
		}
		if err != nil {
			return stack, histories, fmt.Errorf("layer %d: %w", i+1, err)
		}
		stack = append(stack, m)
		if i < len(configs)-1 {
			x, err := tensorio.ReadAll(data)
			if err == nil {
				x, err = m.Encode(x)
			}
			if err != nil {
				return stack, histories, fmt.Errorf("layer %d: %w", i+1, err)
			}
			data = tensorio.FromMatrix(x)
		}
	}
	return stack, histories, nil
}

// Encode returns the codes that the last model predicts from the data's rows, B×d.
func (s Stack[T]) Encode(x kernels.Matrix[T]) (kernels.Matrix[T], error) {
	for i, m := range s {
		var err error
		if x, err = m.Encode(x); err != nil {
			return x, fmt.Errorf("layer %d: %w", i+1, err)
		}
	}
	return x, nil
}

// Over is the configuration of a model for the codes of one with that many atoms:
// rectified, then standardised.
func Over(atoms int, rectify string) Config {
	c := DefaultConfig()
	c.Inputs = atoms
	c.Preprocess = preprocess.Spec{Rectify: rectify, Whitening: "standard"}
	return c
}
