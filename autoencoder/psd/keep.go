package psd

import (
	"context"
	"errors"

	"github.com/lamina-go/lamina/kernels"
)

// keepEvery is after how many steps the parameters are kept, so that a long epoch is not
// lost when training diverges.
const keepEvery = 256

// holdOut measures the held-out rows, if there are any. With patience it keeps the
// parameters if they are the best so far.
func (t *trainer[T]) holdOut(ctx context.Context, e *Epoch) error {
	if len(t.history.HeldOut) == 0 {
		return nil
	}
	z := kernels.NewMatrix[T](len(t.history.HeldOut), t.z.Cols)
	gather(z, t.z, t.history.HeldOut)
	var err error
	if e.HeldOut, err = t.model.evaluate(ctx, z, t.config.coder(t.model.config.Lambda, t.model.config.Gamma)); err != nil {
		return err
	}
	t.progress.Loss = e.HeldOut.Objective.Total()
	t.stale++
	if t.measured && !(t.progress.Loss < t.best) {
		return nil
	}
	t.best, t.stale, e.Best = t.progress.Loss, 0, true
	if err := t.adopt(e.Number, 0); err != nil {
		return err
	}
	t.measured = true
	return nil
}

// keep is adopt unless the best parameters are kept.
func (t *trainer[T]) keep(epoch, steps int) error {
	if t.measured && t.config.Patience > 0 {
		return nil
	}
	return t.adopt(epoch, steps)
}

// adopt makes the model's parameters those to go back to: of an epoch, with so many steps
// of the next. The objective is finite at them, which does not make all of them finite:
// units may saturate.
func (t *trainer[T]) adopt(epoch, steps int) error {
	if name, v := t.model.badParameter(); name != "" {
		e := &DivergedError{Epoch: epoch, Objective: v, Where: name, Parameter: true}
		if steps > 0 {
			e.Epoch, e.Step = epoch+1, steps
		}
		return e
	}
	copy(t.good, t.model.params)
	t.kept, t.steps = epoch, steps
	return nil
}

// finish gives the model the parameters that it keeps when training ended with err, and
// returns the error to tell.
func (t *trainer[T]) finish(err error) error {
	var diverged *DivergedError
	if !errors.As(err, &diverged) {
		complete := len(t.history.Epochs)
		if bad := t.keep(complete, t.progress.Step-complete*t.progress.StepsPerEpoch); errors.As(bad, &diverged) {
			err = bad
		}
	}
	copy(t.model.params, t.good)
	t.history.Kept, t.history.KeptSteps = t.kept, t.steps
	if diverged != nil {
		diverged.Kept, diverged.KeptSteps = t.kept, t.steps
	}
	return err
}
