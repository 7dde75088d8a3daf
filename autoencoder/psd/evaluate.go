package psd

import (
	"context"
	"fmt"

	"github.com/lamina-go/lamina/autoencoder/sparsecode"
	"github.com/lamina-go/lamina/kernels"
)

// Evaluate finds certified codes of the rows of x, B×d in the data's units, warm-started
// at f(x), and tells what they and f(x) cost. Of o it takes what Optimize takes.
func (m *Model[T]) Evaluate(x kernels.Matrix[T], o sparsecode.Options) (Evaluation, error) {
	z, constant, err := m.Prepare(x)
	if err != nil {
		return Evaluation{}, err
	}
	if o.Lambda == 0 {
		o.Lambda, o.Gamma = m.config.Lambda, m.config.Gamma
	}
	e, err := m.evaluate(context.Background(), z, o)
	e.Constant = constant
	return e, err
}

func (m *Model[T]) evaluate(ctx context.Context, z kernels.Matrix[T], o sparsecode.Options) (e Evaluation, err error) {
	coder, err := sparsecode.New(m.dictionary(), o)
	if err != nil {
		return e, fmt.Errorf("psd: %w", err)
	}
	o = coder.Options()
	all := newBatch[T](min(blockRows, max(z.Rows, 1)), z.Cols, m.config.Atoms)
	certs := make([]sparsecode.Certificate, all.h.Rows)
	distance, size, active := 0.0, 0.0, 0
	for lo := 0; lo < z.Rows; lo += blockRows {
		b := all.use(min(blockRows, z.Rows-lo))
		for i := range b.z.Rows {
			copy(b.z.Row(i), z.Row(lo+i))
		}
		m.forward(b)
		for i := range b.h.Rows {
			copy(b.h.Row(i), b.f.Row(i))
		}
		e.Predicted.add(m.measure(b, b.f, o.Lambda, o.Gamma), b.h.Rows)
		certs := certs[:b.h.Rows]
		if err := coder.SolveContext(ctx, b.h, b.z, b.f, certs); err != nil {
			return e, fmt.Errorf("psd: %w", err)
		}
		e.Objective.add(m.measure(b, b.h, o.Lambda, o.Gamma), b.h.Rows)
		for i, c := range certs {
			if !c.Reached {
				e.Missed++
			}
			e.Iterations += float64(c.Iterations)
			e.Norm += float64(kernels.Dot(b.z.Row(i), b.z.Row(i)))
			distance += float64(kernels.SquaredDistance(b.h.Row(i), b.f.Row(i)))
			size += float64(kernels.Dot(b.h.Row(i), b.h.Row(i)))
			for _, v := range b.h.Row(i) {
				if v != 0 {
					active++
				}
			}
		}
	}
	if e.Rows = z.Rows; e.Rows == 0 {
		return e, nil
	}
	e.Objective.divide(e.Rows)
	e.Predicted.divide(e.Rows)
	n := float64(e.Rows)
	e.Iterations, e.Norm, e.Density = e.Iterations/n, e.Norm/n, float64(active)/n/float64(m.config.Atoms)
	if size > 0 {
		e.PredictionError = distance / size
	}
	return e, nil
}
