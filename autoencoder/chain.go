package autoencoder

import (
	"context"
	"fmt"

	"github.com/lamina-go/lamina/kernels"
)

// A Chain says how a Markov chain is run from each row, at once and apart.
type Chain struct {
	Steps int // of every chain, 1 or more
	// Step is η, the size of a Langevin step in units of the noise's variance: 0 means
	// 0.1. The chain's density differs from p by O(η), and 2 is too much for any.
	Step float64
	// Seed decides the random numbers; row i takes its own.
	Seed uint64
	// Mean makes walk-back steps end at E[x|h], not at a draw from p(x|h).
	Mean bool
}

func (c Chain) check() error {
	switch {
	case c.Steps < 1:
		return fmt.Errorf("autoencoder: chain of %d steps: expected at least 1", c.Steps)
	case !(c.Step >= 0 && c.Step < 2):
		return fmt.Errorf("autoencoder: chain: step %v: expected 0 < η < 2, or 0 to have 0.1", c.Step)
	}
	return nil
}

// Langevin runs an unadjusted Langevin chain on the score field from every row of x,
//
//	x ← x + ε/2·score(x) + √ε·z,   ε = η·σ², z ~ N(0, I)
//
// with σ the deviation of the noise that the model was trained on, in scaled units, and
// returns where the chains end, in the data's units. They approach the density of the
// data with that noise. Errors are those of ScoreField, those of the chain's fields, and
// that of ctx, which is asked before every step.
func (m *Model[T]) Langevin(ctx context.Context, x kernels.Matrix[T], c Chain) (kernels.Matrix[T], error) {
	if err := m.config.CheckScore(); err != nil {
		return x, fmt.Errorf("autoencoder: %w", err)
	}
	eta := c.Step
	if eta == 0 {
		eta = 0.1
	}
	half, noise := T(eta/2), kernels.NewMatrix[T](blockRows, m.Inputs())
	rms := []float64{eta}
	kernels.Sqrt(rms, rms)
	size := T(m.config.Corruption.Deviation * rms[0])
	return m.run(ctx, x, c, false, func(ws *workspace[T], lo, step int) {
		m.net.encode(m.params, ws)
		m.net.decode(m.params, ws)
		z := noise.RowRange(0, ws.x.Rows)
		kernels.Normal(stream(c.Seed, streamChain, step), flat(z), uint64(lo)*uint64(m.Inputs()))
		for i := range z.Rows {
			m.net.likelihood.Mean(ws.rowX, ws.params().Row(i))
			kernels.Axpby(half, ws.rowX, 1-half, ws.x.Row(i)) // x + η/2·(r − x)
			kernels.Axpy(size, z.Row(i), ws.x.Row(i))
		}
	})
}

// WalkBack runs from every row of x the chain that a denoising model defines,
//
//	x̃ ~ C(x̃|x),   x ~ p(x | f(x̃))
//
// whose stationary density estimates that of the data (Bengio, Yao, Alain and Vincent
// 2013, who train on its steps too), and returns where the chains end, in the data's
// units. p's own noise decides how far a step goes: with a gaussian likelihood its
// variance must be that of what f(x̃) leaves open, which gaussian-learned finds.
// The error tells that there is no corruption, what is wrong with the chain, or that ctx
// has ended.
func (m *Model[T]) WalkBack(ctx context.Context, x kernels.Matrix[T], c Chain) (kernels.Matrix[T], error) {
	corruption := m.config.Corruption
	if corruption.Kind == "salt-and-pepper" && m.config.Scaling != "min-max" {
		return x, fmt.Errorf("autoencoder: walk-back with salt-and-pepper corruption and %s scaling: the model does not keep the columns' extremes; train with min-max", m.config.Scaling)
	}
	low, high := make([]T, m.Inputs()), make([]T, m.Inputs())
	for j := range high {
		high[j] = 1
	}
	corrupt := newCorrupter(corruption, low, high)
	if corrupt == nil {
		return x, fmt.Errorf("autoencoder: walk-back without corruption: the model was trained on clean rows, so there is nothing to walk back from; train the denoising or score variant")
	}
	s := Sampling{Seed: c.Seed, Mean: c.Mean}
	return m.run(ctx, x, c, true, func(ws *workspace[T], lo, step int) {
		corrupt.corrupt(ws.in, ws.x, kernels.Matrix[T]{}, stream(c.Seed, streamChain, step), uint64(lo)*uint64(m.Inputs()))
		ws.at = place{seed: c.Seed, epoch: step, row: lo}
		m.net.encode(m.params, ws)
		m.net.decode(m.params, ws)
		for i := range ws.x.Rows {
			m.drawRow(ws.x.Row(i), ws.params().Row(i), lo+i, step, s)
		}
	})
}

// run calls step again and again to change ws.x, scaled, whose first row is row lo.
func (m *Model[T]) run(ctx context.Context, x kernels.Matrix[T], c Chain, corrupted bool, step func(ws *workspace[T], lo, step int)) (kernels.Matrix[T], error) {
	if err := c.check(); err != nil {
		return x, err
	}
	if err := m.ready("columns", x.Cols, m.Inputs()); err != nil {
		return x, err
	}
	if err := m.generative(); err != nil {
		return x, err
	}
	ends := kernels.NewMatrix[T](x.Rows, x.Cols)
	ws := planWorkspace(m.net, blockRows, false, corrupted, min(m.net.draws, 1))
	for lo := 0; lo < x.Rows; lo += blockRows {
		ws.use(min(blockRows, x.Rows-lo))
		m.scaleIn(ws, x, lo)
		for s := 1; s <= c.Steps; s++ {
			if err := ctx.Err(); err != nil {
				return x, err
			}
			step(ws, lo, s)
			for i := range ws.x.Rows {
				for _, v := range ws.x.Row(i) {
					if !finite(v) {
						return x, fmt.Errorf("autoencoder: chain of row %d became %v at step %d: it left the data for where the model was not trained; take fewer steps, or smaller ones", lo+i+1, v, s)
					}
				}
			}
		}
		for i := range ws.x.Rows {
			m.scaling.invert(ends.Row(lo+i), ws.x.Row(i))
		}
	}
	return ends, nil
}
