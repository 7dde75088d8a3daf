package main

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/lamina-go/lamina/autoencoder"
	"github.com/lamina-go/lamina/nn"
)

// trainFlags are a TrainConfig.
type trainFlags struct {
	config autoencoder.TrainConfig
}

func (t *trainFlags) add(cmd *cobra.Command) {
	f := cmd.Flags()
	t.config = autoencoder.DefaultTraining()
	c := &t.config
	f.IntVar(&c.Epochs, "epochs", c.Epochs, "`NUMBER` of passes over the training rows, at most")
	f.IntVar(&c.Batch, "batch", c.Batch, "`ROWS` per step (default 32, or 128 from 10,000 training rows on)")
	f.Float64Var(&c.LR, "lr", c.LR, "learning `RATE`")
	f.StringVar(&c.Optimizer.Kind, "optimiser", "adam", "`NAME` of the optimiser: "+strings.Join(nn.Optimizers(), ", "))
	f.Float64Var(&c.Optimizer.Momentum, "momentum", 0, "`FACTOR` of sgd (default 0)")
	f.Float64Var(&c.HeldOut, "held-out", c.HeldOut, "`FRACTION` of the rows to measure on and not to train on")
	f.IntVar(&c.Patience, "patience", c.Patience, "`EPOCHS` without a better held-out objective that end training; 0 never does")
	f.Uint64Var(&c.Seed, "seed", 0, "`NUMBER` that decides parameters, held-out rows, order and noise (default 0)")
}

func (t *trainFlags) check() error {
	if err := t.config.Check(); err != nil {
		return usagef("%s", byFlag(err))
	}
	return nil
}
