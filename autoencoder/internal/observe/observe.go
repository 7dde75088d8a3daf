// Package observe is what trainings of different models have in common in telling how
// they go.
package observe

import (
	"context"
	"log/slog"
)

// Both calls a and then b. Either may be nil; the first error is returned.
func Both[E any](a, b func(E) error) func(E) error {
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

// BothEnds calls a and then b, of which either may be nil.
func BothEnds[H any](a, b func(H, error)) func(H, error) {
	if a == nil {
		return b
	}
	if b == nil {
		return a
	}
	return func(h H, err error) {
		a(h, err)
		b(h, err)
	}
}

// A Log tells a logger how training goes, with the context that Fit was given.
type Log struct {
	Context context.Context
	Logger  *slog.Logger

	rate float64 // of the last epoch
}

// Begin tells of the beginning.
func (l *Log) Begin(rows, heldOut, parameters, batch, stepsPerEpoch, epochs int) {
	l.Logger.InfoContext(l.Context, "training begins", "rows", rows, "held_out", heldOut, "parameters", parameters,
		"batch", batch, "steps_per_epoch", stepsPerEpoch, "epochs", epochs)
}

// Epoch tells of an epoch, and of a learning rate that is another than the last one's.
func (l *Log) Epoch(number, steps int, rate float64, attrs ...slog.Attr) {
	attrs = append([]slog.Attr{slog.Int("epoch", number), slog.Int("steps", steps), slog.Float64("lr", rate)}, attrs...)
	l.Logger.LogAttrs(l.Context, slog.LevelInfo, "epoch", attrs...)
	if l.rate != 0 && rate != l.rate {
		l.Logger.DebugContext(l.Context, "learning rate", "epoch", number, "from", l.rate, "to", rate)
	}
	l.rate = rate
}

// End tells of the end: err is what Fit returns.
func (l *Log) End(epochs, kept int, err error) {
	if err != nil {
		l.Logger.InfoContext(l.Context, "training ended early", "epochs", epochs, "kept", kept, "error", err)
		return
	}
	l.Logger.InfoContext(l.Context, "training ended", "epochs", epochs, "kept", kept)
}

// Diverged is End after a divergence.
func (l *Log) Diverged(epoch, step int, where string, kept int) {
	l.Logger.ErrorContext(l.Context, "training diverged", "epoch", epoch, "step", step, "where", where, "kept", kept)
}
