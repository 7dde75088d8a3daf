package autoencoder

import (
	"errors"
	"fmt"

	"github.com/lamina-go/lamina/kernels"
)

// Sampling says how samples are drawn.
type Sampling struct {
	// Seed decides the random numbers. Row i takes its own, so that the first rows are
	// the same however many are asked for.
	Seed uint64
	// Mean gives E[x|h] in the place of a draw from p(x|h), as pictures of samples
	// mostly show: the noise of p(x|h) is left out. Codes are drawn all the same.
	Mean bool
}

// Sample draws n rows from the model, h ~ N(0, I) and x ~ p(x|h): n×d in the data's
// units. The error tells if the codes have no prior: only the objectives of the vae and
// iwae variants bring f's codes to N(0, I).
func (m *Model[T]) Sample(n int, s Sampling) (kernels.Matrix[T], error) {
	switch {
	case n < 0:
		return kernels.Matrix[T]{}, fmt.Errorf("autoencoder: sample of %d rows: expected 0 or more", n)
	case !m.HasPrior():
		return kernels.Matrix[T]{}, errors.New("autoencoder: sample from the prior: the model's codes have none; train the vae or iwae variant, or sample from codes or rows")
	}
	h := kernels.NewMatrix[T](n, m.CodeSize())
	kernels.Normal(stream(s.Seed, streamPrior, 0), h.Data, 0)
	return m.SampleDecoder(h, s)
}

// HasPrior tells that codes are drawn from a density that the objective holds to
// N(0, I), so that Sample and Evidence say something of the model.
func (m *Model[T]) HasPrior() bool {
	if m.config.Encoder.Kind != "gaussian" {
		return false
	}
	for _, p := range m.config.Penalties {
		if p.Kind == "kl-prior" && p.Weight > 0 {
			return true
		}
	}
	return m.config.Encoder.Importance
}

// SampleDecoder draws x ~ p(x|h), one row per row of h. h is B×k, the result B×d in the
// data's units.
func (m *Model[T]) SampleDecoder(h kernels.Matrix[T], s Sampling) (kernels.Matrix[T], error) {
	x := kernels.NewMatrix[T](h.Rows, m.Inputs())
	if err := m.generative(); err != nil {
		return x, err
	}
	err := m.eachBlock("code units", m.CodeSize(), h, decoderHalf, func(ws *workspace[T], lo, hi int) {
		copyRows(ws.h, h.RowRange(lo, hi))
		m.net.decode(m.params, ws)
		m.drawOut(x.RowRange(lo, hi), lo, 0, ws, s)
	})
	return x, err
}

// SampleEncoder draws h ~ p_encoder(h|x), one row per row of x: f(x) itself if the
// encoder is deterministic. x is B×d in the data's units, the result B×k.
func (m *Model[T]) SampleEncoder(x kernels.Matrix[T], seed uint64) (kernels.Matrix[T], error) {
	h := kernels.NewMatrix[T](x.Rows, m.CodeSize())
	err := m.eachDrawn(x, seed, func(ws *workspace[T], lo, hi int) {
		copyRows(h.RowRange(lo, hi), ws.h)
	})
	return h, err
}

// SampleReconstruction draws h ~ p_encoder(h|x) and a new row ~ p(x|h), one per row
// of x. Both are B×d in the data's units.
func (m *Model[T]) SampleReconstruction(x kernels.Matrix[T], s Sampling) (kernels.Matrix[T], error) {
	r := kernels.NewMatrix[T](x.Rows, m.Inputs())
	if err := m.generative(); err != nil {
		return r, err
	}
	err := m.eachDrawn(x, s.Seed, func(ws *workspace[T], lo, hi int) {
		m.net.decode(m.params, ws)
		m.drawOut(r.RowRange(lo, hi), lo, 0, ws, s)
	})
	return r, err
}

// eachDrawn calls f for every block of rows of x, whose codes have been drawn once.
func (m *Model[T]) eachDrawn(x kernels.Matrix[T], seed uint64, f func(ws *workspace[T], lo, hi int)) error {
	if err := m.ready("columns", x.Cols, m.Inputs()); err != nil {
		return err
	}
	ws := planWorkspace(m.net, blockRows, false, false, min(m.net.draws, 1))
	for lo := 0; lo < x.Rows; lo += blockRows {
		hi := min(lo+blockRows, x.Rows)
		ws.use(hi - lo)
		ws.at = place{seed: seed, row: lo}
		m.scaleIn(ws, x, lo)
		m.net.encode(m.params, ws)
		f(ws, lo, hi)
	}
	return nil
}

// drawOut writes draws from p(x|h), or their means, to x in the data's units. The
// first of them is row first, of that step of a chain.
func (m *Model[T]) drawOut(x kernels.Matrix[T], first, step int, ws *workspace[T], s Sampling) {
	for i := range x.Rows {
		m.drawRow(x.Row(i), ws.params().Row(i), first+i, step, s)
		m.scaling.invert(x.Row(i), x.Row(i))
	}
}

// drawRow is one row of drawOut, scaled.
func (m *Model[T]) drawRow(dst, a []T, row, step int, s Sampling) {
	if s.Mean {
		m.net.likelihood.Mean(dst, a)
		return
	}
	m.net.likelihood.Sample(dst, a, stream(s.Seed, streamSample, step), uint64(row)*uint64(len(dst)))
}

// generative refuses models without a decoder.
func (m *Model[T]) generative() error {
	if m.config.Classes > 0 {
		return fmt.Errorf("autoencoder: sample from a classifier of %d classes: it has no decoder", m.config.Classes)
	}
	return nil
}
