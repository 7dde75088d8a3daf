package autoencoder

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
			attrs := []slog.Attr{slog.Float64("train", e.Train.Objective())}
			if e.HeldOut.Rows > 0 {
				attrs = append(attrs, slog.Float64("held_out", e.HeldOut.Objective()), slog.Float64("squared_error", e.SquaredError))
			}
			l.Epoch(e.Number, e.Steps, e.LR, append(attrs, slog.Bool("best", e.Best), slog.Duration("elapsed", e.Elapsed))...)
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
