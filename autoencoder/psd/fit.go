package psd

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/lamina-go/lamina/autoencoder"
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
// in the history. An error that stops training leaves the model as it was when the last
// epoch ended, with the history so far; before the first, the history is nil. When ctx
// ends, Fit returns its error after the step.
func (m *Model[T]) Fit(ctx context.Context, data tensorio.Dataset[T], c TrainConfig) (*History, error) {
	t, err := newTrainer(ctx, m, data, c)
	if err != nil {
		return nil, fmt.Errorf("psd: %w", err)
	}
	kept := c
	m.training = &kept
	err = t.run(ctx)
	if errors.Is(err, ErrStop) {
		err = nil
	}
	return t.history, err
}

type trainer[T kernels.Float] struct {
	model  *Model[T]
	config TrainConfig

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
	good       []T // the parameters before the epoch
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
	train, heldOut, err := autoencoder.Split(data.Len(), c.HeldOut, c.Seed)
	if err != nil {
		return nil, err
	}
	if err := tensorio.CheckFinite(data); err != nil {
		return nil, err
	}
	rows, err := tensorio.ReadAll(data)
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return nil, err
	}
	t := &trainer[T]{model: m, config: c, history: &History{Train: train, HeldOut: heldOut}, order: slices.Clone(train)}
	if m.ready == nil {
		seen := rows
		if len(heldOut) > 0 {
			seen = kernels.NewMatrix[T](len(train), rows.Cols)
			gather(seen, rows, train)
		}
		if m.ready, err = preprocess.Fit(seen, m.config.Preprocess); err != nil {
			m.ready = nil
			return nil, err
		}
		m.columns = data.Columns()
		m.plan(m.ready.Outputs())
		m.initialise()
	}
	t.z = kernels.NewMatrix[T](rows.Rows, m.ready.Outputs())
	t.history.Constant = m.ready.Apply(t.z, rows)
	return t, t.prepare()
}

// prepare makes the workspace.
func (t *trainer[T]) prepare() error {
	m, c, n, k := t.model, &t.config, len(t.order), t.model.config.Atoms
	c.Batch = min(c.Batch, n)
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
	t.progress = nn.Progress{Epochs: c.Epochs, StepsPerEpoch: (n + c.Batch - 1) / c.Batch}
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
	for number := 1; number <= t.config.Epochs; number++ {
		e := Epoch{Number: number}
		copy(t.good, t.model.params)
		if err := t.epoch(ctx, &e); err != nil {
			if !errors.Is(err, ErrStop) {
				copy(t.model.params, t.good)
			}
			return err
		}
		var err error
		if len(t.history.HeldOut) > 0 {
			if e.HeldOut, err = t.holdOut(); err != nil {
				return err
			}
		}
		if t.statistics != nil && number < t.config.Epochs {
			e.Replaced = t.replaceUseless()
		}
		t.progress.Epoch, t.progress.Loss = number, e.Parameters.Total()
		t.history.Epochs = append(t.history.Epochs, e)
		if t.config.OnEpoch != nil {
			if err := t.config.OnEpoch(e); err != nil {
				return err
			}
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
		if err := t.step(t.order[lo:min(lo+t.config.Batch, n)], &s); err != nil {
			return err
		}
		t.history.Steps = append(t.history.Steps, s)
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
	return nil
}

// step alternates once.
func (t *trainer[T]) step(rows []int, s *Step) error {
	m, c := t.model, t.config
	s.Rows = len(rows)
	s.LR = c.LR * c.LearningRate.Factor(t.progress)
	s.Lambda = m.config.Lambda * c.Lambda.Factor(t.progress)
	s.Gamma = m.config.Gamma * c.Gamma.Factor(t.progress)
	b := t.batch.use(len(rows))
	gather(b.z, t.z, rows)
	m.forward(b)
	start := b.f
	if t.begun {
		start = t.codes
	}
	for i := range b.h.Rows {
		copy(b.h.Row(i), start.Row(i))
	}
	s.Start = m.measure(b, b.h, s.Lambda, s.Gamma)
	if err := t.codeStep(b, s); err != nil {
		return err
	}
	s.Codes = m.measure(b, b.h, s.Lambda, s.Gamma)
	t.parameterStep(b, s)
	m.forward(b)
	s.Parameters = m.measure(b, b.h, s.Lambda, s.Gamma)
	t.progress.Step++
	for _, o := range []Objective{s.Start, s.Codes, s.Parameters} {
		if v := o.Total(); math.IsNaN(v) || math.IsInf(v, 0) {
			return &DivergedError{Epoch: s.Epoch, Step: s.Step, Objective: v}
		}
	}
	if t.codes.Rows > 0 {
		copy(t.codes.Data, b.h.Data)
		t.begun = true
	}
	return nil
}

// codeStep improves the codes to their certificates.
func (t *trainer[T]) codeStep(b *batch[T], s *Step) error {
	if v := s.Start.Total(); math.IsNaN(v) || math.IsInf(v, 0) {
		return &DivergedError{Epoch: s.Epoch, Step: s.Step, Objective: v}
	}
	if err := t.coder.Reset(t.model.dictionary(), t.config.coder(s.Lambda, s.Gamma)); err != nil {
		return err
	}
	certs, norm := t.certs[:b.h.Rows], 0.0
	if err := t.coder.Solve(b.h, b.z, b.f, certs); err != nil {
		return err
	}
	active := 0
	for i, cert := range certs {
		if !cert.Reached {
			s.Missed++
		}
		s.WorstGap = max(s.WorstGap, cert.Gap)
		s.Iterations += float64(cert.Iterations)
		norm += float64(kernels.Dot(b.z.Row(i), b.z.Row(i))) + float64(s.Gamma*float64(kernels.Dot(b.f.Row(i), b.f.Row(i))))
		for _, v := range b.h.Row(i) {
			if v != 0 {
				active++
			}
		}
	}
	n := float64(len(certs))
	s.Iterations /= n
	s.Slack = t.config.Tolerance * norm / n
	s.Density = float64(active) / n / float64(b.h.Cols)
	return nil
}

// memory is how many rows of each atom the statistics remember.
const memory = 50

// parameterStep changes the parameters for the batch's codes.
func (t *trainer[T]) parameterStep(b *batch[T], s *Step) {
	m := t.model
	m.gradient(b, t.grads, s.Gamma, t.statistics == nil)
	t.opt.Step(s.LR, t.trained, t.trainedG)
	if t.statistics == nil {
		normalise(m.dictionary())
		return
	}
	keep := 0.0
	if t.codes.Rows == 0 {
		most := max(memory*m.config.Atoms/t.config.Batch, 1)
		t.seen = min(t.seen+1, most)
		keep = 1 - 1/float64(t.seen)
	}
	t.statistics.add(b.h, b.z, T(keep))
	t.statistics.update(m.dictionary())
}

// An atom is of no use whose Σh² is below this part of the mean, or which is another
// one but for so little: |cos| above alike.
const (
	unusedPart = 1e-3
	alike      = 0.99
)

// useless lists the atoms of no use. Of two that are alike it is the later one.
func (t *trainer[T]) useless() (list []int) {
	a, d, k := t.statistics.a, t.model.dictionary(), t.model.config.Atoms
	mean := 0.0
	for j := range k {
		mean += float64(a.Row(j)[j]) / float64(k)
	}
	cos := kernels.NewMatrix[T](k, k)
	kernels.Gemm(false, true, 1, d, d, 0, cos)
	for j := range k {
		before := cos.Row(j)[:j]
		twin := j > 0 && max(kernels.Max(before), -kernels.Min(before)) > alike
		if twin || float64(a.Row(j)[j]) <= unusedPart*mean {
			list = append(list, j)
		}
	}
	return list
}

// replaceUseless gives atoms of no use new directions: what the last batch's rows are
// made of that no atom explains.
func (t *trainer[T]) replaceUseless() int {
	a, k := t.statistics.a, t.model.config.Atoms
	unused := t.useless()
	n := replace(t.model.dictionary(), unused, t.batch)
	weight, first := nn.Mat(t.model.params, t.model.slots.weight), t.model.firstGain()
	for _, j := range unused[:n] {
		clear(a.Row(j))
		clear(t.statistics.b.Row(j))
		for i := range k {
			a.Row(i)[j] = 0
		}
		for i, v := range t.model.dictionary().Row(j) {
			weight.Row(i)[j] = v / first
		}
		t.model.gain()[j] = first
		nn.Vec(t.model.params, t.model.slots.bias)[j] = 0
	}
	return n
}

// holdOut measures the held-out rows.
func (t *trainer[T]) holdOut() (Evaluation, error) {
	z := kernels.NewMatrix[T](len(t.history.HeldOut), t.z.Cols)
	gather(z, t.z, t.history.HeldOut)
	return t.model.evaluate(z, t.config.coder(t.model.config.Lambda, t.model.config.Gamma))
}
