package autoencoder

import (
	"fmt"
	"math"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
)

// checkUnitNorm refuses unit norms without a meaning.
func checkUnitNorm(c Config) error {
	switch {
	case !c.UnitNorm:
		return nil
	case c.Classes > 0:
		return fmt.Errorf("unit norm with %d classes: a classifier has no decoder; leave it out", c.Classes)
	case c.Likelihood.Kind == "gaussian-learned":
		return fmt.Errorf("unit norm with the gaussian-learned likelihood: a row of the decoder would share its norm between means and logarithms of variances; use gaussian")
	}
	return nil
}

// project gives every row of every decoder weight norm 1, if the configuration asks
// for it. A tied decoder's rows are the columns of the encoder's weight; those of
// frozen layers stay as they are.
func (n *network[T]) project(p []T, frozen int) {
	if !n.unitNorm {
		return
	}
	for i, l := range n.layers[n.encoders:] {
		w, owner := nn.Mat(p, l.W), n.encoders-1-i
		switch {
		case !l.Tied:
			kernels.NormalizeRows(w, w)
		case owner >= frozen:
			normalizeCols(w)
		}
	}
}

// normalizeCols divides each column by its norm. Columns of zeros, and those whose
// squares are beyond T, stay as they are.
func normalizeCols[T kernels.Float](m kernels.Matrix[T]) {
	var space [256]T
	for lo := 0; lo < m.Cols; lo += len(space) {
		part := m
		part.Cols = min(len(space), m.Cols-lo)
		part.Data = m.Data[lo : (m.Rows-1)*m.Stride+lo+part.Cols]
		norms := space[:part.Cols]
		kernels.ColSquaredNorms(norms, part)
		for j, v := range norms {
			norms[j] = 1
			if inverse := T(1 / math.Sqrt(float64(v))); v > 0 && finite(inverse) && inverse > 0 {
				norms[j] = inverse
			}
		}
		kernels.ScaleCols(part, norms)
	}
}
