package psd

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/lamina-go/lamina/autoencoder"
	"github.com/lamina-go/lamina/autoencoder/internal/observe"
	"github.com/lamina-go/lamina/autoencoder/preprocess"
	"github.com/lamina-go/lamina/autoencoder/sparsecode"
	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
	"github.com/lamina-go/lamina/tensorio"
)

// Fit trains the model on the rows of a data set: for every batch it finds codes, warm-
// started at f(x), each to the certificate's tolerance, and then changes the parameters.
// The first Fit fits the preprocessing to the training rows; a later one goes on from
// the parameters that there are. All rows are kept in memory.
//
// A code without a certificate in the iterations allowed is used as it is, and counted
// in the history. The history is returned also beside an error, once training has begun:
//
//   - When ctx ends, Fit returns an error that wraps ctx.Err() within a fraction of a
//     second, and the model keeps the parameters of the last step, in whatever epoch.
//   - When the objective or a parameter becomes NaN or infinite, the error is a
//     *DivergedError, and the model goes back to the parameters of the last epoch, or in
//     a long one to those of at most 256 steps before.
//   - When a callback returns an error other than ErrStop, that error is returned, and
//     the parameters are kept as for ctx.
//
// With Patience the model keeps the parameters of the best epoch in all these cases, once
// one has been measured.
func (m *Model[T]) Fit(ctx context.Context, data tensorio.Dataset[T], c TrainConfig) (*History, error) {
	t, err := newTrainer(ctx, m, data, c)
	if err != nil {
		return nil, fmt.Errorf("psd: %w", err)
	}
	kept := c // without what may hold on to much
	kept.CustomSchedule, kept.OnStep, kept.OnEpoch, kept.OnEnd, kept.Logger = nil, nil, nil, nil, nil
	m.training = &kept
	err = t.finish(t.run(ctx))
	switch {
	case errors.Is(err, ErrStop):
		err = nil
	case err != nil && !errors.As(err, new(*DivergedError)):
		err = fmt.Errorf("psd: training ended early: %w", err)
	}
	if t.config.OnEnd != nil {
		t.config.OnEnd(t.history, err)
	}
	return t.history, err
}

type trainer[T kernels.Float] struct {
	model  *Model[T]
	config TrainConfig
	rate   *nn.Rate[T]

	z     kernels.Matrix[T] // all rows, preprocessed
	order []int
	codes kernels.Matrix[T] // of all training rows, in full-batch training
	begun bool              // codes has codes

	batch      *batch[T]
	coder      sparsecode.Coder[T]
	certs      []sparsecode.Certificate
	statistics *statistics[T]
	seen       int // steps in the statistics
	grads      []T
	good       []T     // parameters to go back to; see keep.go
	kept       int     // epoch that good is from, 0 for the initial parameters
	steps      int     // of the next epoch that it has had
	best       float64 // held-out objective of good, once measured
	measured   bool    // good is the best of at least one measured epoch
	stale      int     // epochs since the best
	opt        nn.Optimizer[T]
	trained    []T // the parameters that opt changes
	trainedG   []T

	history  *History
	progress nn.Progress
}

func newTrainer[T kernels.Float](ctx context.Context, m *Model[T], data tensorio.Dataset[T], c TrainConfig) (*trainer[T], error) {
	c, err := c.normalised()
	if err != nil {
		return nil, err
	}
	if data.Width() != m.config.Inputs {
		return nil, fmt.Errorf("model for %d columns given %d", m.config.Inputs, data.Width())
	}
	rate, err := nn.NewRate[T](c.LR, c.Schedule, c.CustomSchedule, c.Epochs)
	if err != nil {
		return nil, err
	}
	train, heldOut, err := autoencoder.Split(data.Len(), c.HeldOut, c.Seed)
	if err != nil {
		return nil, err
	}
	if c, err = c.forRows(len(train)); err != nil {
		return nil, err
	}
	rows := kernels.NewMatrix[T](data.Len(), data.Width())
	err = eachRows(ctx, data, func(lo, hi int) kernels.Matrix[T] { return rows.RowRange(lo, hi) }, nil)
	if err != nil {
		return nil, err
	}
	if c.Logger != nil {
		c.Observe(logTo(&observe.Log{Context: ctx, Logger: c.Logger}))
	}
	t := &trainer[T]{model: m, config: c, rate: rate, history: &History{Train: train, HeldOut: heldOut}, order: slices.Clone(train)}
	if m.ready == nil {
		seen := rows
		if len(heldOut) > 0 {
			seen = kernels.NewMatrix[T](len(train), rows.Cols)
			gather(seen, rows, train)
		}
		if m.ready, err = preprocess.FitContext(ctx, seen, m.config.Preprocess); err != nil {
			m.ready = nil
			return nil, err
		}
		m.columns = data.Columns()
		m.plan(m.ready.Outputs())
		m.initialise()
	}
	t.z = kernels.NewMatrix[T](rows.Rows, m.ready.Outputs())
	for lo := 0; lo < rows.Rows; lo += applyRows {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		hi := min(lo+applyRows, rows.Rows)
		t.history.Constant += m.ready.Apply(t.z.RowRange(lo, hi), rows.RowRange(lo, hi))
	}
	return t, t.prepare()
}

// applyRows is how many rows are preprocessed between two looks at the context.
const applyRows = 16 * blockRows

// prepare makes the workspace.
func (t *trainer[T]) prepare() error {
	m, c, n, k := t.model, &t.config, len(t.order), t.model.config.Atoms
	if c.Batch == n {
		t.codes = kernels.NewMatrix[T](n, k)
	}
	t.batch = newBatch[T](c.Batch, t.z.Cols, k)
	t.certs = make([]sparsecode.Certificate, c.Batch)
	t.grads, t.good = make([]T, len(m.params)), slices.Clone(m.params)
	t.trained, t.trainedG = m.params, t.grads
	if c.Dictionary == "exact" {
		t.statistics = newStatistics[T](k, t.z.Cols)
		t.trained, t.trainedG = m.params[m.slots.weight.Offset:], t.grads[m.slots.weight.Offset:]
	}
	t.progress = nn.Progress{Epochs: c.Epochs, StepsPerEpoch: c.stepsPerEpoch(n)}
	var err error
	t.opt, err = nn.NewOptimizer[T](c.Optimizer, len(t.trained))
	return err
}

func gather[T kernels.Float](dst, src kernels.Matrix[T], rows []int) {
	for i, r := range rows {
		copy(dst.Row(i), src.Row(r))
	}
}

func (t *trainer[T]) run(ctx context.Context) error {
	if l := t.config.Logger; l != nil {
		(&observe.Log{Context: ctx, Logger: l}).Begin(len(t.order), len(t.history.HeldOut), len(t.model.params),
			t.config.Batch, t.progress.StepsPerEpoch, t.config.Epochs)
	}
	for number := 1; number <= t.config.Epochs; number++ {
		e := Epoch{Number: number}
		if err := t.keep(number-1, 0); err != nil {
			return err
		}
		if err := t.epoch(ctx, &e); err != nil {
			return err
		}
		if err := t.holdOut(ctx, &e); err != nil {
			return err
		}
		if t.statistics != nil && number < t.config.Epochs {
			e.Replaced = t.replaceUseless()
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

func (t *trainer[T]) epoch(ctx context.Context, e *Epoch) error {
	start := time.Now()
	if t.codes.Rows == 0 {
		copy(t.order, t.history.Train)
		kernels.Shuffle(stream(t.config.Seed, streamShuffle, e.Number), t.order)
	}
	n := len(t.order)
	for lo := 0; lo < n; lo += t.config.Batch {
		if err := ctx.Err(); err != nil {
			return err
		}
		s := Step{Epoch: e.Number, Step: lo/t.config.Batch + 1, StepsPerEpoch: t.progress.StepsPerEpoch}
		if err := t.step(ctx, t.order[lo:min(lo+t.config.Batch, n)], &s); err != nil {
			return err
		}
		t.history.Steps = append(t.history.Steps, s)
		e.LR = s.LR
		if t.progress.Step%keepEvery == 0 {
			if err := t.keep(e.Number-1, s.Step); err != nil {
				return err
			}
		}
		e.Start.add(s.Start, s.Rows)
		e.Codes.add(s.Codes, s.Rows)
		e.Parameters.add(s.Parameters, s.Rows)
		e.Missed += s.Missed
		e.Iterations += float64(s.Iterations * float64(s.Rows) / float64(n))
		e.Density += float64(s.Density * float64(s.Rows) / float64(n))
		if t.config.OnStep != nil {
			if err := t.config.OnStep(s); err != nil {
				return err
			}
		}
	}
	for _, o := range []*Objective{&e.Start, &e.Codes, &e.Parameters} {
		o.divide(n)
	}
	e.Elapsed = time.Since(start)
	e.Steps = t.progress.Step
	t.progress.Loss = e.Parameters.Total()
	return nil
}
