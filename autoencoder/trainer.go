package autoencoder

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
	"github.com/lamina-go/lamina/tensorio"
)

// A trainer is one call of Fit: everything that training needs and the model does
// not keep. Its buffers are planned once; a step allocates nothing.
type trainer[T kernels.Float] struct {
	model    *Model[T]
	config   TrainConfig
	schedule nn.Schedule

	source  *source[T]
	corrupt corrupter[T] // nil for none
	offset  float64      // see Model.offset
	order   []int        // the training rows, in this epoch's order

	grads []T
	good  []T // parameters to go back to: the best, or the last that confirm found good
	opt   nn.Optimizer[T]
	ws    *workspace[T]

	history  *History
	progress nn.Progress
	best     float64 // held-out objective of good, once measured
	measured bool    // good is the best of at least one measured epoch
	kept     int     // epoch that good is from, 0 for the initial parameters
	stale    int     // epochs since the best
}

func newTrainer[T kernels.Float](ctx context.Context, m *Model[T], data tensorio.Dataset[T], c TrainConfig) (*trainer[T], error) {
	if data.Width() != m.Inputs() {
		return nil, fmt.Errorf("model for %d columns given %d", m.Inputs(), data.Width())
	}
	if err := m.columnError(data.Columns()); err != nil {
		return nil, err
	}
	train, heldOut, err := Split(data.Len(), c.HeldOut, c.Seed)
	if err != nil {
		return nil, err
	}
	if c, err = c.forRows(len(train)); err != nil {
		return nil, err
	}
	opt, err := nn.NewOptimizer[T](c.Optimizer, m.net.layout.Size())
	if err != nil {
		return nil, err
	}
	source, stats, err := newSource(ctx, data, train, m.config.Scaling, m.scaling)
	if err != nil {
		return nil, err
	}
	exact, err := source.support(m.net)
	if err != nil {
		return nil, err
	}
	m.scaling = source.scaling
	if names := data.Columns(); names != nil {
		m.columns = storedNames(names)
	}
	t := &trainer[T]{
		model: m, config: c, schedule: c.Schedule,
		source: source, offset: m.offset(),
		corrupt: newCorrupter(m.config.Corruption, stats.low, stats.high),
		order:   slices.Clone(train),
		grads:   make([]T, len(m.params)), good: make([]T, len(m.params)), opt: opt,
		history: &History{Train: train, HeldOut: heldOut, CrossEntropy: !exact},
		progress: nn.Progress{
			Epochs: c.Epochs, StepsPerEpoch: (len(train) + c.Batch - 1) / c.Batch,
		},
	}
	if t.schedule == nil {
		t.schedule = nn.Constant{}
	}
	t.ws = newWorkspace(m.net, c.Batch, true, t.corrupt != nil)
	if err := t.initialise(ctx); err != nil {
		return nil, err
	}
	copy(t.good, m.params)
	return t, nil
}

// run trains until the epochs or the patience are over, or an error occurs.
func (t *trainer[T]) run(ctx context.Context) error {
	for number := 1; number <= t.config.Epochs; number++ {
		e := Epoch{Number: number}
		if err := t.epoch(ctx, &e); err != nil {
			return err
		}
		if err := t.holdOut(&e); err != nil {
			return err
		}
		t.progress.Epoch = number
		t.history.Epochs = append(t.history.Epochs, e)
		if t.config.OnEpoch != nil {
			if err := t.config.OnEpoch(e); err != nil {
				return err
			}
		}
		if t.config.Patience > 0 && t.stale >= t.config.Patience {
			return nil
		}
	}
	return nil
}

// epoch takes one step per batch.
func (t *trainer[T]) epoch(ctx context.Context, e *Epoch) error {
	start := time.Now()
	copy(t.order, t.history.Train)
	shuffle(stream(t.config.Seed, streamShuffle, e.Number), t.order)
	t.ws.reset()
	negLog := 0.0
	for lo := 0; lo < len(t.order); lo += t.config.Batch {
		if err := ctx.Err(); err != nil {
			return err
		}
		rows := t.order[lo:min(lo+t.config.Batch, len(t.order))]
		s := Step{Epoch: e.Number, Step: lo/t.config.Batch + 1, StepsPerEpoch: t.progress.StepsPerEpoch, Rows: lo + len(rows)}
		s.LR = t.config.LR * t.schedule.Factor(t.progress)
		if err := t.fill(rows, e.Number, lo); err != nil {
			return err
		}
		batch, omega := t.model.net.gradient(t.model.params, t.grads, t.ws)
		s.Loss = (batch+omega)/float64(len(rows)) + t.offset
		if !finite(s.Loss) {
			return &DivergedError{Epoch: e.Number, Step: s.Step, Loss: s.Loss}
		}
		if s.Step == 1 && !t.measured {
			if err := t.adopt(e.Number-1, e.Number, 1); err != nil {
				return err
			}
		}
		negLog += batch
		t.opt.Step(s.LR, t.model.params, t.grads)
		t.progress.Step++
		e.LR = s.LR
		if t.config.OnStep != nil {
			if err := t.config.OnStep(s); err != nil {
				return err
			}
		}
	}
	e.Elapsed = time.Since(start)
	e.Steps = t.progress.Step
	e.Train = t.model.losses(len(t.order), negLog, t.ws)
	t.progress.Loss = e.Train.Objective()
	return nil
}

// fill puts rows into the workspace and corrupts them. epoch is 0 for held-out rows,
// and at the place of the first row in its order, for random numbers.
func (t *trainer[T]) fill(rows []int, epoch, at int) error {
	t.ws.use(len(rows))
	t.ws.at = place{t.config.Seed, epoch, at}
	if err := t.source.gather(t.ws.x, rows); err != nil {
		return err
	}
	t.ws.constant = t.source.constant(rows)
	if t.corrupt != nil {
		purpose := streamCorrupt
		if epoch == 0 {
			purpose = streamHeldOut
		}
		t.corrupt.corrupt(t.ws.in, t.ws.x, t.ws.mask, t.ws.stream(purpose), uint64(at)*uint64(t.ws.x.Cols))
	}
	return nil
}

// holdOut measures the held-out rows and keeps the parameters if they are the
// best so far. Without held-out rows every epoch is the best.
func (t *trainer[T]) holdOut(e *Epoch) error {
	rows := t.history.HeldOut
	if len(rows) == 0 {
		e.Best = true
		return nil
	}
	t.ws.reset()
	negLog, squared := 0.0, 0.0
	for lo := 0; lo < len(rows); lo += t.config.Batch {
		if err := t.fill(rows[lo:min(lo+t.config.Batch, len(rows))], 0, lo); err != nil {
			return err
		}
		batch, _ := t.model.net.measure(t.model.params, t.ws)
		negLog += batch
		if t.corrupt != nil || t.ws.draws > 0 { // the squared error is that of clean rows and f(x)
			t.ws.useMean()
			t.model.net.encode(t.model.params, t.ws)
			t.model.net.decode(t.model.params, t.ws)
		}
		for i := range t.ws.x.Rows {
			squared += t.model.squaredError(t.ws, i)
		}
	}
	e.HeldOut = t.model.losses(len(rows), negLog, t.ws)
	e.SquaredError = squared / float64(len(rows))
	objective := e.HeldOut.Objective()
	if !finite(objective) {
		return &DivergedError{Epoch: e.Number, Loss: objective}
	}
	t.progress.Loss = objective
	t.stale++
	if !t.measured || objective < t.best {
		if err := t.adopt(e.Number, e.Number, 0); err != nil {
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
	complete, begun := len(t.history.Epochs), t.progress.Step%t.progress.StepsPerEpoch
	if err := t.fill(rows, complete+1, 0); err != nil {
		return err
	}
	batch, omega := t.model.net.measure(t.model.params, t.ws)
	epoch, step := complete, 0 // where the loss is of, if it is not finite
	if begun > 0 || complete == 0 {
		epoch, step = complete+1, begun+1
	}
	if loss := (batch+omega)/float64(len(rows)) + t.offset; !finite(loss) {
		return &DivergedError{Epoch: epoch, Step: step, Loss: loss}
	}
	return t.adopt(complete, epoch, step)
}

// adopt makes the model's parameters those to go back to. They are of epoch kept,
// and a finite loss has been computed at them, at that step of epoch. Parameters may
// be infinite and the loss not, behind a sigmoid or a unit that is never active.
func (t *trainer[T]) adopt(kept, epoch, step int) error {
	for _, v := range t.model.params {
		if !finite(v) {
			return &DivergedError{Epoch: epoch, Step: step, Loss: float64(v), Parameter: true}
		}
	}
	copy(t.good, t.model.params)
	t.kept = kept
	return nil
}

// finish gives the model its good parameters.
func (t *trainer[T]) finish() {
	copy(t.model.params, t.good)
	t.history.Kept = t.kept
	if !t.measured {
		for i := range t.history.Epochs {
			e := &t.history.Epochs[i]
			e.Best = e.Best && e.Number <= t.kept
		}
	}
}
