package psd

import (
	"errors"
	"log/slog"

	"github.com/lamina-go/lamina/autoencoder/internal/observe"
	"github.com/lamina-go/lamina/autoencoder/tensorboard"
)

// An Observer is told how training goes. Fields that are nil are not told. See
// TrainConfig, whose callbacks these are.
type Observer struct {
	Step  func(Step) error
	Epoch func(Epoch) error
	End   func(*History, error)
}

// Observe adds an observer, after the callbacks that the configuration has. The first
// error of several ends training; all of End are told.
func (c *TrainConfig) Observe(o Observer) {
	c.OnStep = observe.Both(c.OnStep, o.Step)
	c.OnEpoch = observe.Both(c.OnEpoch, o.Epoch)
	c.OnEnd = observe.BothEnds(c.OnEnd, o.End)
}

// logTo is an observer that logs.
func logTo(l *observe.Log) Observer {
	return Observer{
		Epoch: func(e Epoch) error {
			attrs := []slog.Attr{
				slog.Float64("start", e.Start.Total()), slog.Float64("codes", e.Codes.Total()), slog.Float64("parameters", e.Parameters.Total()),
				slog.Float64("density", e.Density), slog.Int("missed", e.Missed),
			}
			if e.HeldOut.Rows > 0 {
				attrs = append(attrs, slog.Float64("held_out", e.HeldOut.Objective.Total()), slog.Bool("best", e.Best))
			}
			l.Epoch(e.Number, e.Steps, e.LR, append(attrs, slog.Duration("elapsed", e.Elapsed))...)
			return nil
		},
		End: func(h *History, err error) {
			if diverged := (*DivergedError)(nil); errors.As(err, &diverged) {
				l.Diverged(diverged.Epoch, diverged.Step, diverged.Where, h.Kept)
				return
			}
			l.End(len(h.Epochs), h.Kept, err)
		},
	}
}

// TensorBoard is an observer that writes scalars for TensorBoard. Steps are numbered over
// all epochs: step/start, step/codes and step/parameters, the objectives of the
// half-steps, and step/lr at every step whose number every divides (0 for none); at the end
// of each epoch train/…, held_out/… and epoch/seconds. It flushes after each epoch and at
// the end; it does not close w.
func TensorBoard(w *tensorboard.Writer, every int) Observer {
	terms := func(side string, step int64, o Objective) {
		w.Scalar(side+"/objective", step, o.Total())
		w.Scalar(side+"/reconstruction", step, o.Reconstruction)
		w.Scalar(side+"/sparsity", step, o.Sparsity)
		w.Scalar(side+"/prediction", step, o.Prediction)
	}
	return Observer{
		Step: func(s Step) error {
			n := int64(s.Epoch-1)*int64(s.StepsPerEpoch) + int64(s.Step)
			if every == 0 || n%int64(every) != 0 {
				return nil
			}
			w.Scalar("step/start", n, s.Start.Total())
			w.Scalar("step/codes", n, s.Codes.Total())
			w.Scalar("step/parameters", n, s.Parameters.Total())
			w.Scalar("step/lr", n, s.LR)
			return w.Err()
		},
		Epoch: func(e Epoch) error {
			n := int64(e.Steps)
			terms("train", n, e.Codes)
			w.Scalar("train/density", n, e.Density)
			if e.HeldOut.Rows > 0 {
				terms("held_out", n, e.HeldOut.Objective)
				w.Scalar("held_out/density", n, e.HeldOut.Density)
				w.Scalar("held_out/prediction_error", n, e.HeldOut.PredictionError)
			}
			w.Scalar("epoch/seconds", n, e.Elapsed.Seconds())
			return w.Flush()
		},
		End: func(*History, error) { w.Flush() },
	}
}
