package autoencoder

import (
	"context"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
)

// holdOut measures the held-out rows and keeps the parameters if they are the
// best so far. Without held-out rows every epoch is the best.
func (t *trainer[T]) holdOut(ctx context.Context, e *Epoch) error {
	rows := t.history.HeldOut
	if len(rows) == 0 {
		e.Best = true
		return nil
	}
	t.ws.reset()
	negLog, squared, right := 0.0, 0.0, 0
	for lo := 0; lo < len(rows); lo += t.config.Batch {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := t.fill(rows[lo:min(lo+t.config.Batch, len(rows))], 0, lo); err != nil {
			return err
		}
		batch, omega := t.model.net.measure(t.model.params, t.ws)
		if loss := (batch+omega)/float64(t.ws.x.Rows) + t.offset; !finite(loss) {
			return &DivergedError{Epoch: e.Number, Loss: loss, Where: t.blame() + ", on held-out rows"}
		}
		negLog += batch
		if t.corrupt != nil || t.ws.draws > 0 { // the squared error is that of clean rows and f(x)
			t.ws.useMean()
			t.model.net.encode(t.model.params, t.ws)
			t.model.net.decode(t.model.params, t.ws)
		}
		if t.source.classes != nil {
			right += t.ws.right()
			continue
		}
		for i := range t.ws.x.Rows {
			squared += t.model.squaredError(t.ws, i)
		}
	}
	e.HeldOut = t.model.losses(len(rows), negLog, t.ws)
	e.SquaredError, e.Accuracy = squared/float64(len(rows)), float64(right)/float64(len(rows))
	objective := e.HeldOut.Objective()
	if !finite(objective) {
		return &DivergedError{Epoch: e.Number, Loss: objective, Where: "the held-out rows"}
	}
	t.progress.Loss = objective
	t.stale++
	if !t.measured || objective < t.best {
		if err := t.adopt(e.Number, 0, e.Number, 0); err != nil {
			return err
		}
		t.measured, t.best, t.stale = true, objective, 0
		e.Best = true
	}
	return nil
}

// confirm decides about the parameters that training without a measured epoch ends
// with: no loss has been computed at them yet. They are adopted if that of one batch
// is finite.
func (t *trainer[T]) confirm() error {
	rows := t.order[:min(t.config.Batch, len(t.order))]
	complete, perEpoch := len(t.history.Epochs), t.progress.StepsPerEpoch
	begun := t.progress.Step - complete*perEpoch
	if err := t.fill(rows, complete+1, 0); err != nil {
		return err
	}
	batch, omega := t.model.net.measure(t.model.params, t.ws)
	epoch, step := complete, 0 // where the loss is of, if it is not finite
	switch {
	case begun == perEpoch: // all steps of an epoch that is not measured
		epoch = complete + 1
	case begun > 0 || complete == 0:
		epoch, step = complete+1, begun+1
	}
	if loss := (batch+omega)/float64(len(rows)) + t.offset; !finite(loss) {
		return &DivergedError{Epoch: epoch, Step: step, Loss: loss, Where: t.blame()}
	}
	return t.adopt(complete, begun, epoch, step)
}

// adopt makes the model's parameters those to go back to. They are of epoch kept,
// with so many steps of the next, and a finite loss has been computed at them, at that
// step of epoch. Parameters may be infinite and the loss not, behind a sigmoid or a unit
// that is never active.
func (t *trainer[T]) adopt(kept, steps, epoch, step int) error {
	for _, slot := range t.model.net.layout.Slots() {
		p := nn.Vec(t.model.params, slot)
		if finite(kernels.Max(p)) && finite(kernels.Min(p)) {
			continue
		}
		for _, v := range p {
			if !finite(v) {
				return &DivergedError{Epoch: epoch, Step: step, Loss: float64(v), Parameter: true, Where: slot.Name}
			}
		}
	}
	copy(t.good, t.model.params)
	t.kept, t.steps = kept, steps
	return nil
}

// finish gives the model its good parameters.
func (t *trainer[T]) finish() {
	copy(t.model.params, t.good)
	t.history.Kept, t.history.KeptSteps = t.kept, t.steps
	if !t.measured {
		for i := range t.history.Epochs {
			e := &t.history.Epochs[i]
			e.Best = e.Best && e.Number <= t.kept
		}
	}
}
