package autoencoder

import (
	"context"
	"errors"
	"fmt"

	"github.com/lamina-go/lamina/tensorio"
)

// Fit trains the model on the data, from the parameters that it has. The first
// Fit also fits the scaling, to the training rows alone; later ones keep it.
//
// The objective is the mean over a batch of −log p(x | f(x̃)) + Ω, where −log p
// sums over columns and Ω acts on f of what the encoder sees. With HeldOut > 0 the
// model ends with the parameters of the epoch whose held-out objective was best.
//
// Whenever training has begun, the history is returned, also beside an error:
//
//   - When ctx ends, the error wraps ctx.Err() and the model keeps its best
//     parameters so far, or the latest if no epoch has been measured.
//   - When the loss becomes NaN or infinite, the error is a *DivergedError and the
//     model keeps its best parameters, or, if no epoch has been measured, the last at
//     which the loss was found finite: at the beginning of an epoch, and after every
//     256 steps of a long one. The latest parameters are tried on one batch before
//     they are kept.
//   - When a callback returns an error other than ErrStop, that error is wrapped,
//     and the parameters are kept as for ctx.
//
// Data with NaN or Inf is refused with its row and column, before any training.
// The result depends on nothing but the data, the configurations and the initial
// parameters: it has the same bits on every machine.
func (m *Model[T]) Fit(ctx context.Context, data tensorio.Dataset[T], c TrainConfig) (*History, error) {
	t, err := newTrainer(ctx, m, data, c)
	if err != nil {
		return nil, fmt.Errorf("autoencoder: %w", err)
	}
	err = t.run(ctx)
	var diverged *DivergedError
	if !errors.As(err, &diverged) && !t.measured {
		if bad := t.confirm(); errors.As(bad, &diverged) || err == nil {
			err = bad
		} // else err tells more: the data cannot be read any more
	}
	t.finish()
	m.training = t.facts()
	switch {
	case diverged != nil:
		diverged.Kept, diverged.KeptSteps = t.kept, t.steps
		err = diverged
	case errors.Is(err, ErrStop):
		err = nil
	case err != nil:
		err = fmt.Errorf("autoencoder: training ended early: %w", err)
	}
	if t.config.OnEnd != nil {
		t.config.OnEnd(t.history, err)
	}
	return t.history, err
}
