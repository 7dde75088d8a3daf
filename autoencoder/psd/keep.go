package psd

import "errors"

// keepEvery is after how many steps the parameters are kept, so that a long epoch is not
// lost when training diverges.
const keepEvery = 256

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
		if bad := t.adopt(complete, t.progress.Step-complete*t.progress.StepsPerEpoch); errors.As(bad, &diverged) {
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
