package autoencoder

import (
	"fmt"
	"strings"

	"github.com/lamina-go/lamina/kernels"
)

// ScoreField returns (r(x) − x)/σ² for every row of x, B×d in the data's units: what a
// model that was trained on Gaussian noise of deviation σ and squared error estimates
// the score ∇ log p(x) by, of the density p that the data have with that noise. Where σ
// is small this is nearly the data's own (Vincent 2011; Alain and Bengio 2014, whose
// exact form is Tweedie's formula, E[x|x̃] = x̃ + σ² ∇ log p(x̃)). σ is in scaled
// units, so a column's noise is σ·Scale in its own; the field is per unit of the data.
//
// The error tells what the model lacks for it: gaussian corruption with σ > 0, a
// gaussian likelihood, and codes that are not drawn. Variant("score") has all.
func (m *Model[T]) ScoreField(x kernels.Matrix[T]) (kernels.Matrix[T], error) {
	if err := m.config.CheckScore(); err != nil {
		return kernels.Matrix[T]{}, fmt.Errorf("autoencoder: %w", err)
	}
	variance := T(m.config.Corruption.Deviation * m.config.Corruption.Deviation)
	field := kernels.NewMatrix[T](x.Rows, m.Inputs())
	err := m.eachBlock("columns", m.Inputs(), x, bothHalves, func(ws *workspace[T], lo, hi int) {
		m.scaleIn(ws, x, lo)
		m.net.encode(m.params, ws)
		m.net.decode(m.params, ws)
		for i := range hi - lo {
			row := field.Row(lo + i)
			m.net.likelihood.Mean(row, ws.params().Row(i))
			for j, r := range row {
				row[j] = (r - ws.x.Row(i)[j]) / variance
				if m.scaling.Scale != nil {
					row[j] /= m.scaling.Scale[j]
				}
			}
		}
	})
	return field, err
}

// CheckScore tells why models of the configuration have no score field, if they have
// none.
func (c Config) CheckScore() error {
	switch {
	case c.Corruption.Kind != "gaussian" || c.Corruption.Deviation == 0:
		kind := c.Corruption.Kind
		if kind == "" || kind == "gaussian" {
			kind = "no"
		}
		return fmt.Errorf("score of a model with %s corruption: it estimates ∇ log p(x) only if trained with gaussian corruption of a positive deviation, as the score variant is", kind)
	case c.Likelihood.Kind != "" && !strings.HasPrefix(c.Likelihood.Kind, "gaussian"):
		return fmt.Errorf("score of a model with the %s likelihood: only squared error makes r(x) the mean E[x|x̃]; use gaussian", c.Likelihood.Kind)
	case c.Encoder.Kind != "":
		return fmt.Errorf("score of a model with the %s encoder: the codes of r(x) must not be drawn; leave the encoder deterministic", c.Encoder.Kind)
	case c.Classes > 0:
		return fmt.Errorf("score of a classifier of %d classes: it has no decoder", c.Classes)
	}
	return nil
}
