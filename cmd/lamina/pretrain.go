package main

import (
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/lamina-go/lamina/autoencoder"
)

// pretrain trains the layers of a configuration greedily, and puts the network that
// starts from them in the place of the model. Of layers that are finished when it ends
// early it writes the files.
func (t *training) pretrain(c *cobra.Command) error {
	layers := autoencoder.Greedy(t.network, t.config)
	log, p := t.flags.logger(c.ErrOrStderr()), newProgress(c.ErrOrStderr())
	for i := range layers {
		train := &layers[i].Train
		train.Epochs = t.start.pretrain
		train.OnStep = func(s autoencoder.Step) error {
			if s.Epoch == 1 && s.Step == 1 {
				t.begin()
			}
			return nil
		}
		if log != nil {
			train.Logger = log.With("layer", i+1, "layers", len(layers))
			continue
		}
		train.Observe(autoencoder.Observer{
			Step: func(s autoencoder.Step) error {
				if s.Epoch == 1 && s.Step == 1 {
					p.close()
					fmt.Fprintf(c.ErrOrStderr(), "pretraining layer %d of %d\n", i+1, len(layers))
					p = newProgress(c.ErrOrStderr())
				}
				return p.step(s)
			},
			Epoch: func(e autoencoder.Epoch) error { return p.epoch(e) },
		})
	}
	stack, histories, err := autoencoder.Pretrain(c.Context(), t.data, layers)
	p.close()
	t.stack, t.histories = stack, histories
	if stack != nil {
		for _, h := range histories[:len(stack.Models())] {
			t.report.PretrainEpochs = append(t.report.PretrainEpochs, h.Kept)
		}
	}
	var diverged *autoencoder.DivergedError
	switch {
	case err == nil:
		t.model, err = t.start.on(stack, t.network, t.classes)
		return err
	case c.Context().Err() != nil && errors.Is(err, c.Context().Err()):
		return t.keepLayers(c, errInterrupted)
	case errors.As(err, &diverged):
		return t.keepLayers(c, fmt.Errorf("pretraining: %w", err))
	}
	return fmt.Errorf("%s: pretraining: %s", t.report.Data, byFlag(err))
}

// keepLayers writes the layers that pretraining has come to as one model, and completes
// the report. It returns how the training ended, and what was kept.
func (t *training) keepLayers(c *cobra.Command, ended error) error {
	interrupted := errors.Is(ended, errInterrupted)
	switch {
	case t.stack == nil && interrupted:
		return ended
	case t.stack == nil:
		return fmt.Errorf("%w; nothing was written", ended)
	}
	models := t.stack.Models()
	m, err := t.stack.Unroll(autoencoder.Config{Likelihood: models[0].Config().Likelihood, Tied: t.network.Tied, UnitNorm: t.network.UnitNorm, Seed: t.network.Seed})
	if err != nil {
		return errors.Join(ended, err)
	}
	first, last := t.histories[0], t.histories[len(models)-1]
	if err := t.dir.write(m, t.data, last); err != nil {
		return err
	}
	r := newTrainReport(t.report.Data, t.data, m, t.config)
	r.PretrainEpochs, r.Interrupted, r.Seconds, r.Files = t.report.PretrainEpochs, interrupted, time.Since(t.begunAt).Seconds(), t.dir.files(m)
	t.report, t.history = r, last
	failed := r.measure(c, m, t.data, first)
	// What a layer's training alone tells is nothing about all of them.
	r.Epochs, r.KeptEpoch, r.TrainNegLog, r.RowsPerSecond = 0, 0, nil, nil
	return errors.Join(fmt.Errorf("%w; kept %s of %d, to go on from with --stack", ended, plural(len(models), "pretrained layer"), len(t.network.Layers)), failed)
}
