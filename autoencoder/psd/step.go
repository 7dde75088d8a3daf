package psd

import (
	"context"

	"github.com/lamina-go/lamina/kernels"
)

// step alternates once.
func (t *trainer[T]) step(ctx context.Context, rows []int, s *Step) error {
	m, c := t.model, t.config
	s.Rows = len(rows)
	var err error
	if s.LR, err = t.rate.At(t.progress); err != nil {
		return err
	}
	s.Lambda = m.config.Lambda * c.Lambda.Factor(t.progress)
	s.Gamma = m.config.Gamma * c.Gamma.Factor(t.progress)
	b := t.batch.use(len(rows))
	gather(b.z, t.z, rows)
	if err := t.eachTile(ctx, b, m.forward); err != nil {
		return err
	}
	start := b.f
	if t.begun {
		start = t.codes
	}
	for i := range b.h.Rows {
		copy(b.h.Row(i), start.Row(i))
	}
	if err := t.measure(ctx, b, s, &s.Start); err != nil {
		return err
	}
	if err := t.codeStep(ctx, b, s); err != nil {
		return err
	}
	if err := t.measure(ctx, b, s, &s.Codes); err != nil {
		return err
	}
	if err := t.parameterStep(ctx, b, s); err != nil {
		return err
	}
	t.progress.Step++
	if err := t.eachTile(ctx, b, m.forward); err != nil {
		return err
	}
	if err := t.measure(ctx, b, s, &s.Parameters); err != nil {
		return err
	}
	if t.codes.Rows > 0 {
		copy(t.codes.Data, b.h.Data)
		t.begun = true
	}
	return nil
}

// tileWork is how many multiplications of a product come between two looks at the
// context: some hundredths of a second. Tests make it less.
var tileWork = 1 << 30

// eachTile calls f with parts of a batch in order. Results do not depend on how it is
// divided: sums go on where the part before ended.
func (t *trainer[T]) eachTile(ctx context.Context, b *batch[T], f func(*batch[T])) error {
	rows := max(tileWork/(b.z.Cols*b.h.Cols), blockRows)
	for lo := 0; lo < b.z.Rows; lo += rows {
		if err := ctx.Err(); err != nil {
			return err
		}
		f(b.rows(lo, min(lo+rows, b.z.Rows)))
	}
	return nil
}

// measure sets o to the objective of the codes, and refuses what is not finite.
func (t *trainer[T]) measure(ctx context.Context, b *batch[T], s *Step, o *Objective) error {
	err := t.eachTile(ctx, b, func(part *batch[T]) { t.model.sum(o, part, part.h, s.Lambda, s.Gamma) })
	if err != nil {
		return err
	}
	o.divide(b.h.Rows)
	if v := o.Total(); !finite(v) {
		return &DivergedError{Epoch: s.Epoch, Step: s.Step, Objective: v, Where: t.model.blame(b)}
	}
	return nil
}

// codeStep improves the codes to their certificates.
func (t *trainer[T]) codeStep(ctx context.Context, b *batch[T], s *Step) error {
	if err := t.coder.Reset(t.model.dictionary(), t.config.coder(s.Lambda, s.Gamma)); err != nil {
		return err
	}
	certs, norm := t.certs[:b.h.Rows], 0.0
	if err := t.coder.SolveContext(ctx, b.h, b.z, b.f, certs); err != nil {
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

// parameterStep changes the parameters for the batch's codes, all of them or none.
func (t *trainer[T]) parameterStep(ctx context.Context, b *batch[T], s *Step) error {
	m := t.model
	clear(t.grads)
	err := t.eachTile(ctx, b, func(part *batch[T]) { m.gradient(part, t.grads, s.Gamma, 1/float64(b.z.Rows), t.statistics == nil) })
	if err != nil {
		return err
	}
	if t.statistics == nil {
		t.opt.Step(s.LR, t.trained, t.trainedG)
		normalise(m.dictionary())
		return nil
	}
	keep := T(0)
	if t.codes.Rows == 0 {
		most := max(memory*m.config.Atoms/t.config.Batch, 1)
		t.seen = min(t.seen+1, most)
		keep = T(1 - 1/float64(t.seen))
	}
	err = t.eachTile(ctx, b, func(part *batch[T]) {
		t.statistics.add(part.h, part.z, keep)
		keep = 1
	})
	if err != nil {
		return err
	}
	t.opt.Step(s.LR, t.trained, t.trainedG)
	t.statistics.update(m.dictionary())
	return nil
}
