package autoencoder

import (
	"context"
	"fmt"
	"math"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/tensorio"
)

// Saturation tells how the units of one encoder layer answer to data: a unit is
// saturated at a row where its slope |s′(a)| is at most 0.19 times its steepest. That is where a
// sigmoid is not between 0.05 and 0.95, a tanh not between ±0.9, and a rectifier off.
// Contractive units of few rows' interest are saturated elsewhere (Rifai et al. 2011, section 5.3).
type Saturation struct {
	Layer      string `json:"layer"` // as encoder.0
	Activation string `json:"activation"`
	// Saturated is each unit's share of rows at which it is saturated, and Slope its mean
	// |s′(a)|.
	Saturated []float64 `json:"saturated"`
	Slope     []float64 `json:"slope"`
}

// saturatedSlope is 4·0.05·0.95 and 1 − 0.9².
const saturatedSlope = 0.19

// Mean is the share of units and rows that are saturated.
func (s Saturation) Mean() float64 {
	return kernels.Mean(s.Saturated)
}

// Saturation measures the encoder's layers, the code last, on all rows of the data,
// uncorrupted. Units that top-k silences have slope 0.
func (m *Model[T]) Saturation(ctx context.Context, data tensorio.Dataset[T]) ([]Saturation, error) {
	if data.Len() == 0 {
		return nil, fmt.Errorf("autoencoder: saturation: the data has no rows")
	}
	encoder := m.net.layers[:m.net.encoders]
	all := make([]Saturation, len(encoder))
	for l, layer := range encoder {
		all[l] = Saturation{Layer: fmt.Sprintf("encoder.%d", l), Activation: layer.Act.Name,
			Saturated: make([]float64, layer.Out), Slope: make([]float64, layer.Out)}
	}
	buf := make([]T, slopesSize(encoder, blockRows))
	err := m.readEach(ctx, data, func(_ int, x kernels.Matrix[T]) error {
		return m.eachSlopes(x, buf, func(_, _ int, s slopes[T], _ []T) error {
			for l := range encoder {
				countSlopes(&all[l], s.first(l), encoder[l].Act.Steepest)
			}
			return nil
		})
	})
	if err != nil {
		return nil, err
	}
	for l := range all {
		kernels.Scale(all[l].Saturated, 1/float64(data.Len()), all[l].Saturated)
		kernels.Scale(all[l].Slope, 1/float64(data.Len()), all[l].Slope)
	}
	return all, nil
}

// countSlopes adds a block's slopes.
func countSlopes[T kernels.Float](s *Saturation, slopes kernels.Matrix[T], steepest float64) {
	for i := range slopes.Rows {
		for j, v := range slopes.Row(i) {
			slope := math.Abs(float64(v))
			s.Slope[j] += slope
			if slope <= saturatedSlope*steepest {
				s.Saturated[j]++
			}
		}
	}
}
