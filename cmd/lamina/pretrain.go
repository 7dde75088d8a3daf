package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/lamina-go/lamina/autoencoder"
)

// pretrain trains the layers of a configuration greedily, and puts the network that
// starts from them in the place of the model.
func (t *training) pretrain(c *cobra.Command) error {
	layers := autoencoder.Greedy(t.network, t.config)
	p := newProgress(c.ErrOrStderr())
	for i := range layers {
		train := &layers[i].Train
		train.Epochs = t.start.pretrain
		train.OnStep = func(s autoencoder.Step) error {
			if s.Epoch == 1 && s.Step == 1 {
				t.begin()
				p.close()
				fmt.Fprintf(c.ErrOrStderr(), "pretraining layer %d of %d\n", i+1, len(layers))
				p = newProgress(c.ErrOrStderr())
			}
			return p.step(s)
		}
		train.OnEpoch = func(e autoencoder.Epoch) error { return p.epoch(e) }
	}
	stack, histories, err := autoencoder.Pretrain(c.Context(), t.data, layers)
	p.close()
	for _, h := range histories {
		t.report.PretrainEpochs = append(t.report.PretrainEpochs, h.Kept)
	}
	var diverged *autoencoder.DivergedError
	switch {
	case c.Context().Err() != nil:
		return errInterrupted
	case errors.As(err, &diverged):
		return fmt.Errorf("pretraining: %w; nothing was written", err)
	case err != nil:
		return fmt.Errorf("%s: pretraining: %s", t.report.Data, byFlag(err))
	}
	t.model, err = t.start.on(stack, t.network, t.classes)
	return err
}
