package main

import (
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/lamina-go/lamina/autoencoder"
	"github.com/lamina-go/lamina/autoencoder/tensorboard"
	"github.com/lamina-go/lamina/nn"
)

// trainFlags are a TrainConfig, and where training is reported to.
type trainFlags struct {
	config      autoencoder.TrainConfig
	log         string
	tensorBoard string
}

func (t *trainFlags) add(cmd *cobra.Command) {
	f := cmd.Flags()
	t.config = autoencoder.DefaultTraining()
	c := &t.config
	f.IntVar(&c.Epochs, "epochs", c.Epochs, "`NUMBER` of passes over the training rows, at most (default 200, or as many as make 8,000 steps, with patience and schedule stretched alike)")
	f.IntVar(&c.Batch, "batch", c.Batch, "`ROWS` per step (default 32, or 128 from 10,000 training rows on; 256 for psd)")
	f.Float64Var(&c.LR, "lr", c.LR, "learning `RATE`")
	f.StringVar(&c.Schedule.Kind, "schedule", "constant", "`NAME` of the learning rate's schedule: "+strings.Join(nn.Schedules(), ", "))
	f.IntVar(&c.Schedule.WarmUp, "warm-up", 0, "`STEPS` in which the learning rate rises first (default 0)")
	f.IntVar(&c.Schedule.Every, "schedule-every", 0, "`EPOCHS` between the steps of step")
	f.Float64Var(&c.Schedule.Factor, "schedule-factor", 0, "`FACTOR` that step and plateau multiply by (default 0.5)")
	f.IntVar(&c.Schedule.Patience, "schedule-patience", 0, "`EPOCHS` without a better objective that plateau waits for (default 5)")
	f.Float64Var(&c.Schedule.Floor, "schedule-floor", 0, "`SHARE` of --lr that step, cosine and plateau end at (default 0)")
	f.StringVar(&c.Optimizer.Kind, "optimiser", "adam", "`NAME` of the optimiser: "+strings.Join(nn.Optimizers(), ", "))
	f.Float64Var(&c.Optimizer.Momentum, "momentum", 0, "`FACTOR` of sgd (default 0)")
	f.Float64Var(&c.Optimizer.Decay, "weight-decay", 0, "`RATE` of decoupled weight decay (default 0)")
	f.Float64Var(&c.ClipNorm, "clip-norm", 0, "`NORM` that gradients are scaled to if they are longer (default: any)")
	f.Float64Var(&c.HeldOut, "held-out", c.HeldOut, "`FRACTION` of the rows to measure on and not to train on")
	f.IntVar(&c.Patience, "patience", c.Patience, "`EPOCHS` without a better held-out objective that end training; 0 never does, as psd does by default")
	f.Uint64Var(&c.Seed, "seed", 0, "`NUMBER` that decides parameters, held-out rows, order and noise (default 0)")
}

// addReports adds the flags that say where training is reported to.
func (t *trainFlags) addReports(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&t.log, "log", "", "`FORMAT` of a log to stderr, in the place of progress: text or json")
	f.StringVar(&t.tensorBoard, "tensorboard", "", "`DIR` to write event files for TensorBoard to")
}

// check refuses what makes no sense for any data.
func (t *trainFlags) check(set func(flag string) bool) error {
	if set("patience") && t.config.Patience > 0 && t.config.HeldOut == 0 {
		return usagef("--patience %d with --held-out 0: it waits for a better objective on held-out rows; leave one out", t.config.Patience)
	}
	if err := t.checkShared(set); err != nil {
		return err
	}
	if err := autoencoder.CheckAs[float32](t.config); err != nil {
		return usagef("%s", byFlag(err))
	}
	return nil
}

// checkShared is check of what has the same meaning for all variants.
func (t *trainFlags) checkShared(set func(flag string) bool) error {
	if set("epochs") && t.config.Epochs < 1 { // 0 is what the default stands for
		return usagef("--epochs %d: expected at least 1", t.config.Epochs)
	}
	if t.config.Schedule.Kind == "constant" {
		t.config.Schedule.Kind = ""
	}
	if t.log != "" && t.log != "text" && t.log != "json" {
		return usagef("--log %q: expected text or json", t.log)
	}
	return nil
}

// logger is the log that --log asks for, nil for none.
func (t *trainFlags) logger(w io.Writer) *slog.Logger {
	options := &slog.HandlerOptions{Level: slog.LevelDebug}
	switch t.log {
	case "text":
		return slog.New(slog.NewTextHandler(w, options))
	case "json":
		return slog.New(slog.NewJSONHandler(w, options))
	}
	return nil
}

// boardEvery is at how many steps the loss is written for TensorBoard.
const boardEvery = 10

// events opens the event file, if one is asked for: w is nil if not. end closes the file,
// and takes it away if training never began.
func (t *trainFlags) events() (w *tensorboard.Writer, end func(begun bool) error, err error) {
	if t.tensorBoard == "" {
		return nil, func(bool) error { return nil }, nil
	}
	_, before := os.Stat(t.tensorBoard)
	w, err = tensorboard.Create(t.tensorBoard)
	if err != nil {
		return nil, nil, fmt.Errorf("--tensorboard %s: %w", t.tensorBoard, err)
	}
	return w, func(begun bool) error {
		err := w.Close()
		if !begun {
			os.Remove(w.Name())
			if before != nil {
				os.Remove(filepath.Dir(w.Name())) // refuses a directory that is not empty
			}
		}
		return err
	}, nil
}

// butEvents is the exception to nothing being written.
func (t *trainFlags) butEvents() string {
	if t.tensorBoard == "" {
		return ""
	}
	return " but the events in " + t.tensorBoard
}
