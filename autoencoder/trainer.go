package autoencoder

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/lamina-go/lamina/autoencoder/internal/observe"
	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
	"github.com/lamina-go/lamina/tensorio"
)

// A trainer is one call of Fit: everything that training needs and the model does
// not keep. Its buffers are planned once; a step allocates nothing.
type trainer[T kernels.Float] struct {
	model  *Model[T]
	config TrainConfig
	rate   *nn.Rate[T]

	source  *source[T]
	corrupt corrupter[T] // nil for none
	offset  float64      // see Model.offset
	order   []int        // the training rows, in this epoch's order

	good  []T // parameters to go back to: the best, or the last that confirm found good
	ws    *workspace[T]
	now   *preparation[T] // of the workspace's rows
	ahead *preparation[T] // of those that are next
	step  *optimizing[T]

	history  *History
	progress nn.Progress
	best     float64 // held-out objective of good, once measured
	measured bool    // good is the best of at least one measured epoch
	kept     int     // epoch that good is from, 0 for the initial parameters
	steps    int     // of the next epoch that are in good
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
	if err := CheckAs[T](c); err != nil {
		return nil, err
	}
	fixed, err := m.net.frozen(c.Frozen)
	if err != nil {
		return nil, err
	}
	opt, err := nn.NewOptimizer[T](c.Optimizer, m.net.layout.Size())
	if err != nil {
		return nil, err
	}
	classes, err := m.classesOf(data)
	if err != nil {
		return nil, err
	}
	rate, err := nn.NewRate[T](c.LR, c.Schedule, c.CustomSchedule, c.Epochs)
	if err != nil {
		return nil, err
	}
	if c.Logger != nil {
		c.Observe(logTo(&observe.Log{Context: ctx, Logger: c.Logger}))
	}
	source, stats, err := newSource(ctx, data, train, m.config.Scaling, m.scaling)
	if err != nil {
		return nil, err
	}
	exact, err := source.support(ctx, m.net)
	if err != nil {
		return nil, err
	}
	m.scaling, source.classes = source.scaling, classes
	if names := data.Columns(); names != nil {
		m.columns = storedNames(names)
	}
	t := &trainer[T]{
		model: m, config: c, rate: rate,
		source: source, offset: m.offset(),
		corrupt: newCorrupter(m.config.Corruption, stats.low, stats.high),
		order:   slices.Clone(train),
		good:    make([]T, len(m.params)),
		history: &History{Train: train, HeldOut: heldOut, Classifier: classes != nil, CrossEntropy: !exact},
		progress: nn.Progress{
			Epochs: c.Epochs, StepsPerEpoch: c.stepsPerEpoch(len(train)),
		},
	}
	t.ws = newWorkspace(m.net, c.Batch, true, t.corrupt != nil)
	t.ws.frozen = c.Frozen
	t.ws.next = planInputs(m.net, c.Batch, t.corrupt != nil, true)
	t.now, t.ahead = newPreparation(source, t.corrupt), newPreparation(source, t.corrupt)
	t.step = newOptimizing(m.net, opt, fixed, c.ClipNorm)
	if err := t.initialise(ctx); err != nil {
		return nil, err
	}
	m.net.project(m.params, c.Frozen) // they may come from principal components or a stack
	copy(t.good, m.params)
	return t, nil
}

// run trains until the epochs or the patience are over, or an error occurs.
func (t *trainer[T]) run(ctx context.Context) error {
	if l := t.config.Logger; l != nil {
		(&observe.Log{Context: ctx, Logger: l}).Begin(len(t.order), len(t.history.HeldOut), len(t.model.params),
			t.config.Batch, t.progress.StepsPerEpoch, t.config.Epochs)
	}
	for number := 1; number <= t.config.Epochs; number++ {
		e := Epoch{Number: number}
		if err := t.epoch(ctx, &e); err != nil {
			return err
		}
		if err := t.holdOut(ctx, &e); err != nil {
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
	if err := t.fill(t.batch(0), e.Number, 0); err != nil {
		return err
	}
	for lo := 0; lo < len(t.order); lo += t.config.Batch {
		if err := ctx.Err(); err != nil {
			return err
		}
		rows := t.batch(lo)
		s := Step{Epoch: e.Number, Step: lo/t.config.Batch + 1, StepsPerEpoch: t.progress.StepsPerEpoch,
			Epochs: t.config.Epochs, Rows: lo + len(rows)}
		var err error
		if s.LR, err = t.rate.At(t.progress); err != nil {
			return err
		}
		ahead := t.prepareNext(e.Number, lo+len(rows))
		batch, err := t.take(&s, ahead)
		if err != nil {
			return err
		}
		negLog += batch
		t.progress.Step++
		e.LR = s.LR
		if t.config.OnStep != nil {
			if err := t.config.OnStep(s); err != nil {
				return err
			}
		}
		if ahead != nil {
			if err := ahead.err(); err != nil {
				return err
			}
			t.ws.inputs, t.ws.next = t.ws.next, t.ws.inputs
			t.ws.use(len(ahead.rows))
		}
	}
	e.Elapsed = time.Since(start)
	e.Steps = t.progress.Step
	e.Train = t.model.losses(len(t.order), negLog, t.ws)
	t.progress.Loss = e.Train.Objective()
	return nil
}

// batch is the batch whose first row has that place in the epoch's order.
func (t *trainer[T]) batch(lo int) []int {
	return t.order[lo:min(lo+t.config.Batch, len(t.order))]
}

// prepareNext says what is to be prepared beside a step: the batch from lo on. It
// returns nil if the epoch has no more.
func (t *trainer[T]) prepareNext(epoch, lo int) *preparation[T] {
	if lo == len(t.order) {
		return nil
	}
	t.ahead.set(&t.ws.next, t.batch(lo), t.config.Seed, epoch, lo)
	return t.ahead
}

// goodSteps is how many steps apart parameters are taken as those to go back to, while
// no epoch has been measured: a look at all of them costs about as much as a step with
// few rows.
const goodSteps = 256

// take takes one step with the rows of the workspace. It completes s, and returns
// their −log p.
func (t *trainer[T]) take(s *Step, ahead *preparation[T]) (negLog float64, err error) {
	net, p := t.model.net, t.model.params
	negLog = net.forward(p, t.ws)
	rows := float64(t.ws.x.Rows)
	if s.Loss = negLog/rows + t.offset; !finite(s.Loss) {
		return 0, &DivergedError{Epoch: s.Epoch, Step: s.Step, Loss: s.Loss, Where: t.blame()}
	}
	if (s.Step-1)%goodSteps == 0 && !t.measured {
		if err := t.confirmPenalties(s); err != nil {
			return 0, err
		}
		if err := t.adopt(s.Epoch-1, s.Step-1, s.Epoch, s.Step); err != nil {
			return 0, err
		}
	}
	omega, norm := t.step.take(s.LR, p, t.ws, ahead)
	net.project(p, t.ws.frozen)
	s.GradNorm = norm
	if s.Loss = (negLog+omega)/rows + t.offset; !finite(s.Loss) {
		return 0, &DivergedError{Epoch: s.Epoch, Step: s.Step, Loss: s.Loss, Where: t.blame()}
	}
	if !finite(norm) {
		return 0, &DivergedError{Epoch: s.Epoch, Step: s.Step, Loss: norm, Gradient: true, Where: t.step.blame()}
	}
	if t.step.shrink == 0 {
		return 0, fmt.Errorf("clip norm %v: a gradient of norm %v at step %d of epoch %d would become 0 in %T; use a greater one", t.config.ClipNorm, norm, s.Step, s.Epoch, t.step.shrink)
	}
	return negLog, nil
}

// confirmPenalties finds out before a step whether all penalties are finite.
func (t *trainer[T]) confirmPenalties(s *Step) error {
	for k, pen := range t.model.net.penalties {
		if v := pen.value(t.model.params, t.ws, t.ws.scratch[k]); !finite(v) {
			return &DivergedError{Epoch: s.Epoch, Step: s.Step, Loss: v, Where: t.penalty(k)}
		}
	}
	return nil
}

// fill puts rows into the workspace and corrupts them. epoch is 0 for held-out rows,
// and at the place of the first row in its order, for random numbers.
func (t *trainer[T]) fill(rows []int, epoch, at int) error {
	t.now.set(&t.ws.inputs, rows, t.config.Seed, epoch, at)
	if err := t.now.run(); err != nil {
		return err
	}
	t.ws.use(len(rows))
	return nil
}
