package autoencoder

import (
	"context"
	"errors"
	"log/slog"

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
	c.OnStep = both(c.OnStep, o.Step)
	c.OnEpoch = both(c.OnEpoch, o.Epoch)
	switch first := c.OnEnd; {
	case first == nil:
		c.OnEnd = o.End
	case o.End != nil:
		c.OnEnd = func(h *History, err error) {
			first(h, err)
			o.End(h, err)
		}
	}
}

// both calls a and then b.
func both[E any](a, b func(E) error) func(E) error {
	if a == nil {
		return b
	}
	if b == nil {
		return a
	}
	return func(e E) error {
		if err := a(e); err != nil {
			return err
		}
		return b(e)
	}
}

// logTo is an observer that logs, with the context that Fit was given.
func logTo(ctx context.Context, l *slog.Logger) Observer {
	last := 0.0
	return Observer{
		Epoch: func(e Epoch) error {
			attrs := []slog.Attr{
				slog.Int("epoch", e.Number), slog.Int("steps", e.Steps), slog.Float64("lr", e.LR),
				slog.Float64("train", e.Train.Objective()),
			}
			if e.HeldOut.Rows > 0 {
				attrs = append(attrs, slog.Float64("held_out", e.HeldOut.Objective()), slog.Float64("squared_error", e.SquaredError))
			}
			attrs = append(attrs, slog.Bool("best", e.Best), slog.Duration("elapsed", e.Elapsed))
			l.LogAttrs(ctx, slog.LevelInfo, "epoch", attrs...)
			if last != 0 && e.LR != last {
				l.DebugContext(ctx, "learning rate", "epoch", e.Number, "from", last, "to", e.LR)
			}
			last = e.LR
			return nil
		},
		End: func(h *History, err error) {
			var diverged *DivergedError
			switch {
			case errors.As(err, &diverged):
				l.ErrorContext(ctx, "training diverged", "epoch", diverged.Epoch, "step", diverged.Step, "where", diverged.Where, "kept", h.Kept)
			case err != nil:
				l.InfoContext(ctx, "training ended early", "epochs", len(h.Epochs), "kept", h.Kept, "error", err)
			default:
				l.InfoContext(ctx, "training ended", "epochs", len(h.Epochs), "kept", h.Kept)
			}
		},
	}
}

// TensorBoard is an observer that writes scalars for TensorBoard. Steps are numbered
// over all epochs: step/loss and step/lr at every step whose number every divides (0
// for none), and step/gradient_norm if gradients are clipped; at the end of each epoch
// train/…, held_out/… and epoch/seconds. It flushes after each epoch and at the end; it
// does not close w.
func TensorBoard(w *tensorboard.Writer, every int) Observer {
	losses := func(step int64, side string, l Losses) {
		w.Scalar(side+"/objective", step, l.Objective())
		w.Scalar(side+"/neg_log", step, l.NegLog)
		for i, p := range l.Penalties {
			w.Scalar(side+"/"+penaltyNames(l.Penalties)[i], step, p.Omega)
		}
	}
	return Observer{
		Step: func(s Step) error {
			n := int64(s.Epoch-1)*int64(s.StepsPerEpoch) + int64(s.Step)
			if every == 0 || n%int64(every) != 0 {
				return nil
			}
			w.Scalar("step/loss", n, s.Loss)
			w.Scalar("step/lr", n, s.LR)
			if s.GradNorm != 0 {
				w.Scalar("step/gradient_norm", n, s.GradNorm)
			}
			return w.Err()
		},
		Epoch: func(e Epoch) error {
			n := int64(e.Steps)
			losses(n, "train", e.Train)
			if e.HeldOut.Rows > 0 {
				losses(n, "held_out", e.HeldOut)
				w.Scalar("held_out/squared_error", n, e.SquaredError)
				if e.Accuracy > 0 {
					w.Scalar("held_out/accuracy", n, e.Accuracy)
				}
			}
			w.Scalar("epoch/seconds", n, e.Elapsed.Seconds())
			return w.Flush()
		},
		End: func(*History, error) { w.Flush() },
	}
}
