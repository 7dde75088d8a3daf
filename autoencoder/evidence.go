package autoencoder

import (
	"context"
	"fmt"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/tensorio"
)

// Evidence is what K draws from the encoder tell about log p(x) of the model
// p(h) p(x|h) with p(h) = N(0, I), in nats, in the units of the unscaled data. With
// wₛ = p(x, hₛ)/q(hₛ|x):
type Evidence struct {
	// ELBO is the mean of log wₛ, whose expectation is the evidence lower bound.
	ELBO float64 `json:"elbo"`
	// LogP is log 1/K Σ wₛ: the importance-weighted estimate of log p(x) (Burda,
	// Grosse and Salakhutdinov 2016). Its expectation is a lower bound too, is at K = 1
	// the ELBO, and rises to log p(x) with K.
	LogP float64 `json:"log_p"`
}

// Evidence estimates log p(x) of every row of x, B×d in the data's units, with that
// many samples K. The seed decides the draws, and row i takes its own. The error tells
// that the encoder is not gaussian, or of a value that the likelihood gives
// probability 0.
func (m *Model[T]) Evidence(x kernels.Matrix[T], samples int, seed uint64) ([]Evidence, error) {
	if err := m.ready("columns", x.Cols, m.Inputs()); err != nil {
		return nil, err
	}
	if err := m.checkSupport(x, 0, m.columns); err != nil {
		return nil, fmt.Errorf("autoencoder: %w", err)
	}
	return m.evidence(x, 0, samples, seed)
}

// EvidenceData is EncodeData for the evidence.
func (m *Model[T]) EvidenceData(ctx context.Context, data tensorio.Dataset[T], samples int, seed uint64, each func(first int, rows []Evidence) error) error {
	return m.readEach(ctx, data, func(lo int, x kernels.Matrix[T]) error {
		if err := m.checkSupport(x, lo, data.Columns()); err != nil {
			return err
		}
		rows, err := m.evidence(x, lo, samples, seed)
		if err != nil {
			return err
		}
		return each(lo, rows)
	})
}

// MeanEvidence is the mean of Evidence over the rows of a data set.
func (m *Model[T]) MeanEvidence(ctx context.Context, data tensorio.Dataset[T], samples int, seed uint64) (Evidence, error) {
	var mean Evidence
	n := float64(data.Len())
	err := m.EvidenceData(ctx, data, samples, seed, func(_ int, rows []Evidence) error {
		for _, r := range rows {
			mean.ELBO += r.ELBO / n
			mean.LogP += r.LogP / n
		}
		return nil
	})
	return mean, err
}

// mostDraws is how many codes of a row are decoded at a time.
const mostDraws = 64

// evidence is Evidence of checked rows, the first of which is row first.
func (m *Model[T]) evidence(x kernels.Matrix[T], first, samples int, seed uint64) ([]Evidence, error) {
	if m.config.Encoder.Kind != "gaussian" {
		return nil, fmt.Errorf("autoencoder: log p(x) of a model without a gaussian encoder: it takes draws whose density is known; train the vae or iwae variant")
	}
	if samples < 1 {
		return nil, fmt.Errorf("autoencoder: log p(x) from %d samples: expected at least 1", samples)
	}
	draws := min(samples, mostDraws)
	ws := planWorkspace(m.net, max(1, blockRows/draws), false, false, draws)
	block := ws.x.Rows
	logW := kernels.NewMatrix[float64](block, samples)
	list := make([]Evidence, x.Rows)
	for lo := 0; lo < x.Rows; lo += block {
		ws.use(min(block, x.Rows-lo))
		m.scaleIn(ws, x, lo)
		for at := 0; at < samples; at += draws {
			ws.at = place{seed, at / draws, first + lo}
			m.net.encode(m.params, ws)
			m.net.decode(m.params, ws)
			for i := range ws.x.Rows {
				m.net.logWeights(logW.Row(i)[at:min(at+draws, samples)], ws, i)
			}
		}
		for i := range ws.x.Rows {
			list[lo+i] = summarise(logW.Row(i), m.offset())
		}
	}
	return list, nil
}

// logWeights writes log w of draws of row i to dst, less log p's constants of the
// columns.
func (n *network[T]) logWeights(dst []float64, ws *workspace[T], i int) {
	x := n.target(ws, i)
	constant := n.likelihood.DataConst(x)
	for s := range dst {
		r := i*ws.draws + s
		dst[s] = n.logRatio(ws, i, r) - n.likelihood.NegLog(0, ws.rowA, ws.params().Row(r), x) - constant
	}
}

// summarise is the evidence of a row with those log w, offset being the constants'
// −log p.
func summarise(logW []float64, offset float64) Evidence {
	k := float64(len(logW))
	return Evidence{
		ELBO: kernels.Sum(logW)/k - offset,
		LogP: kernels.LogSumExp(logW) - logOf(k) - offset,
	}
}

// BitsPerDim is −log p of a row of d columns, in nats, as bits per column. For data
// whose densities are meant per unit, such as grey values from 0 to 255, it says how
// many bits a column takes.
func BitsPerDim(nats float64, d int) float64 { return nats / logOf(2) / float64(d) }
