package autoencoder

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/nn"
)

// Initialisations lists what Config.Init may be, besides empty.
func Initialisations() []string { return []string{"pca"} }

func checkInit(c Config) error {
	switch {
	case c.Init == "":
		return nil
	case c.Init != "pca":
		return fmt.Errorf("unknown init %q: use pca, or leave it empty for random parameters", c.Init)
	case c.Classes > 0:
		return fmt.Errorf("init pca with %d classes: components are for a decoder that reconstructs; leave init empty", c.Classes)
	case c.outputUnit() != "identity":
		return fmt.Errorf("init pca with output activation %s: components add up to the data, not to what an activation bends; use identity", c.outputUnit())
	}
	if c.Tied {
		for i, w := range c.Layers {
			if w > c.Inputs || i > 0 && w > c.Layers[i-1] {
				return fmt.Errorf("init pca with tied weights and layers %v for %d columns: a layer wider than what it sees has units that are no components, and the transpose reads them; use widths that shrink, or leave weights untied", c.Layers, c.Inputs)
			}
		}
	}
	switch c.Likelihood.Kind {
	case "", "gaussian", "gaussian-learned", "laplace":
	default:
		return fmt.Errorf("init pca with the %s likelihood: components reconstruct the data, and its decoder puts out %s; use gaussian, gaussian-learned or laplace",
			c.Likelihood.Kind, likelihoodRules[c.Likelihood.Kind].output)
	}
	for _, u := range c.layerUnits() {
		act, err := nn.ActivationByName[float64](u.name)
		if err != nil {
			return fmt.Errorf("%s: %w", u.field, err)
		}
		switch {
		case act.Func != nil && act.Curve == nil:
			return fmt.Errorf("init pca with %s activation %s: it bends at 0, where components pass; use a smooth one, such as identity or tanh", u.field, u.name)
		case c.Tied && u.name != "identity":
			return fmt.Errorf("init pca with tied weights and %s activation %s: the transpose undoes identity activations only; use these, or leave weights untied", u.field, u.name)
		}
	}
	return nil
}

// tangent is an activation's value and slope at 0.
func tangent[T kernels.Float](act nn.Activation[T]) (value, slope T) {
	a, y, d := []T{0}, []T{0}, []T{1}
	if act.Func == nil {
		return 0, 1
	}
	act.Func(y, a)
	from := y
	if act.FromInput {
		from = a
	}
	act.Slope(d, from)
	return y[0], d[0]
}

// initialise sets the parameters before the first step of the first Fit.
func (t *trainer[T]) initialise(ctx context.Context) error {
	if t.model.config.Init == "" || t.model.training != nil {
		return nil
	}
	n := t.model.net
	k := min(slices.Min(t.model.config.Layers), t.model.Inputs()) // more would not pass
	mean, top, values, err := t.components(ctx, k)
	if err != nil {
		return err
	}
	n.setComponents(t.model.params, mean, top, values)
	return nil
}

// formedColumns is the number of columns up to which the covariance is formed; beyond,
// every step of the iteration reads the rows.
var formedColumns = 4096

// components returns the mean of the training rows, scaled, and the leading k
// eigenvectors of their covariance, as rows; fewer if they vary in fewer directions.
func (t *trainer[T]) components(ctx context.Context, k int) (mean []float64, top kernels.Matrix[float64], values []float64, err error) {
	d, rows := t.model.Inputs(), t.history.Train
	narrow, wide := kernels.NewMatrix[T](blockRows, d), kernels.NewMatrix[float64](blockRows, d)
	mean = make([]float64, d)
	each := func(f func(x kernels.Matrix[float64])) error {
		for lo := 0; lo < len(rows); lo += blockRows {
			if err := ctx.Err(); err != nil {
				return err
			}
			block := rows[lo:min(lo+blockRows, len(rows))]
			if err := t.source.gather(narrow.RowRange(0, len(block)), block); err != nil {
				return err
			}
			x := wide.RowRange(0, len(block))
			for i := range x.Rows {
				for j, v := range narrow.Row(i) {
					x.Row(i)[j] = float64(v) - mean[j]
				}
			}
			f(x)
		}
		return nil
	}
	sum := make([]float64, d)
	if err := each(func(x kernels.Matrix[float64]) { kernels.ColSums(sum, x) }); err != nil {
		return nil, top, nil, err
	}
	kernels.Scale(mean, 1/float64(len(rows)), sum)
	apply := func(q, y kernels.Matrix[float64]) error {
		clear(y.Data)
		return each(func(x kernels.Matrix[float64]) {
			code := kernels.NewMatrix[float64](x.Rows, q.Rows)
			kernels.Gemm(false, true, 1, x, q, 0, code)
			kernels.Gemm(true, false, 1/float64(len(rows)), code, x, 1, y)
		})
	}
	if d <= formedColumns {
		cov := kernels.NewMatrix[float64](d, d)
		if err := each(func(x kernels.Matrix[float64]) { kernels.Gemm(true, false, 1/float64(len(rows)), x, x, 1, cov) }); err != nil {
			return nil, top, nil, err
		}
		apply = func(q, y kernels.Matrix[float64]) error {
			kernels.Gemm(false, false, 1, q, cov, 0, y)
			return ctx.Err()
		}
	}
	top, values, err = leadingEigen(d, k, apply)
	if err != nil {
		return nil, top, nil, err
	}
	for k > 0 && !(values[k-1] > 1e-12*values[0]) {
		k-- // nothing varies in these directions
	}
	return mean, top.RowRange(0, k), values[:k], nil
}

// setComponents makes the network, as far as its activations are straight around 0, that
// which reconstructs x from its components. The first layer's pre-activations are the
// components, where activations bend divided by four times the largest deviation, and layers
// between hand the leading ones on. Units beyond the components keep their random
// weights, and nothing reads them yet.
func (n *network[T]) setComponents(p []T, mean []float64, top kernels.Matrix[float64], values []float64) {
	size := 1.0 // of a component in the network's units
	for _, l := range n.layers {
		if l.Act.Func != nil && len(values) > 0 {
			size = 1 / (4 * math.Sqrt(values[0]))
		}
	}
	tied := n.layers[n.encoders].Tied
	known, value, slope := 0, T(0), T(1) // units below that have components, and their tangent
	for i, l := range n.layers {
		w, b := nn.Mat(p, l.W), nn.Vec(p, l.B)
		last := i == len(n.layers)-1
		switch {
		case i == 0:
			known = min(top.Rows, l.Out)
			clear(b[:known])
			for c := range known {
				for j, v := range top.Row(c) {
					w.Row(j)[c] = T(v * size)
				}
				b[c] = T(-kernels.Dot(mean, top.Row(c)) * size)
			}
		case last:
			for c := range l.In {
				for j := range mean {
					if !tied {
						w.Row(c)[j] = 0
					}
					if c < known && !tied {
						w.Row(c)[j] = T(top.Row(c)[j]/size) / slope
					}
				}
			}
			for j := range mean {
				sum := mean[j]
				for c := range known {
					sum -= float64(float64(value/slope) * (top.Row(c)[j] / size))
				}
				b[j] = T(sum)
			}
		default:
			known = min(known, l.Out)
			clear(b[:known])
			for c := range known {
				if tied && i >= n.encoders {
					continue
				}
				for j := range l.In {
					w.Row(j)[c] = 0
				}
				w.Row(c)[c] = 1 / slope
				b[c] = -value / slope
			}
		}
		value, slope = tangent(l.Act)
	}
}
