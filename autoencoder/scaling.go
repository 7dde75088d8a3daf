package autoencoder

import (
	"fmt"
	"math"
	"strings"

	"github.com/lamina-go/lamina/kernels"
)

// Scaling is how a model's columns are scaled: the network sees
// z = (x − Shift)/Scale, column by column, and puts out x = z·Scale + Shift.
// It is fitted to the training rows alone and kept in the model file.
type Scaling[T kernels.Float] struct {
	Kind string `json:"kind"` // none, min-max or standard
	// Shift and Scale have one value per column, or are nil for none. Scale is
	// positive; it is 1 for a column that does not vary.
	Shift []T `json:"shift,omitempty"`
	Scale []T `json:"scale,omitempty"`
}

var scalings = []string{"none", "min-max", "standard"}

// Scalings lists the kinds of scaling.
func Scalings() []string { return append([]string(nil), scalings...) }

func checkScaling(kind string) error {
	for _, s := range scalings {
		if s == kind {
			return nil
		}
	}
	return fmt.Errorf("unknown scaling %q: choose one of %s", kind, strings.Join(scalings, ", "))
}

// apply scales a row; dst may be x.
func (s *Scaling[T]) apply(dst, x []T) {
	if s.Scale == nil {
		copy(dst, x)
		return
	}
	kernels.Sub(dst, x, s.Shift)
	kernels.Div(dst, dst, s.Scale)
}

// invert brings a row back to the data's units; dst may be z.
func (s *Scaling[T]) invert(dst, z []T) {
	if s.Scale == nil {
		copy(dst, z)
		return
	}
	kernels.Mul(dst, z, s.Scale)
	kernels.Add(dst, dst, s.Shift)
}

// squaredError is ‖x − r‖² in the data's units, of a scaled row and a scaled
// reconstruction. It is computed in float64, since squares of float32 are out of its
// range from 10¹⁹ on and below 10⁻²³. buf is scratch of the same length.
func (s *Scaling[T]) squaredError(buf []float64, r, x []T) float64 {
	for j, v := range x {
		buf[j] = float64(r[j]) - float64(v)
	}
	for j, v := range s.Scale {
		buf[j] *= float64(v)
	}
	return kernels.Dot(buf, buf)
}

// logJacobian is Σ log Scaleⱼ: −log p of a density in the data's units is that of
// the scaled row plus this.
func (s *Scaling[T]) logJacobian() float64 {
	sum := 0.0
	for _, v := range s.Scale {
		sum += logOf(float64(v))
	}
	return sum
}

// check refuses a scaling that does not fit a model of d columns.
func (s *Scaling[T]) check(kind string, d int) error {
	if s.Kind != kind {
		return fmt.Errorf("scaling is %q, expected %q as configured", s.Kind, kind)
	}
	want := d
	if kind == "none" {
		want = 0
	}
	if len(s.Shift) != want || len(s.Scale) != want {
		return fmt.Errorf("scaling has %d shifts and %d scales, expected %d of each", len(s.Shift), len(s.Scale), want)
	}
	for j := range s.Scale {
		if !finite(s.Shift[j]) || !finite(s.Scale[j]) || s.Scale[j] <= 0 {
			return fmt.Errorf("scaling of column %d is shift %v, scale %v: expected finite numbers and a positive scale", j+1, s.Shift[j], s.Scale[j])
		}
	}
	return nil
}

// columnStats gathers what scaling and corruption need to know of the training
// rows. Rows are added in ascending order, once for add and, for the standard
// scaling, a second time for addSquares.
type columnStats[T kernels.Float] struct {
	rows      int
	low, high []T
	sum, sq   []float64
}

func newColumnStats[T kernels.Float](d int) *columnStats[T] {
	return &columnStats[T]{low: make([]T, d), high: make([]T, d), sum: make([]float64, d), sq: make([]float64, d)}
}

func (c *columnStats[T]) add(x []T) {
	if c.rows == 0 {
		copy(c.low, x)
		copy(c.high, x)
	}
	c.rows++
	for j, v := range x {
		if v < c.low[j] {
			c.low[j] = v
		} else if v > c.high[j] {
			c.high[j] = v
		}
		c.sum[j] += float64(v)
	}
}

func (c *columnStats[T]) addSquares(x []T) {
	for j, v := range x {
		d := float64(v) - c.sum[j]/float64(c.rows)
		c.sq[j] += float64(d * d)
	}
}

// scaling returns the fitted scaling.
func (c *columnStats[T]) scaling(kind string) (*Scaling[T], error) {
	s := &Scaling[T]{Kind: kind}
	if kind == "none" {
		return s, nil
	}
	s.Shift, s.Scale = make([]T, len(c.low)), make([]T, len(c.low))
	for j := range s.Scale {
		if kind == "min-max" {
			s.Shift[j], s.Scale[j] = c.low[j], c.high[j]-c.low[j]
		} else {
			s.Shift[j] = T(c.sum[j] / float64(c.rows))
			s.Scale[j] = T(math.Sqrt(c.sq[j] / float64(c.rows)))
		}
		if c.low[j] == c.high[j] || s.Scale[j] == 0 {
			s.Scale[j] = 1
		}
		if !finite(s.Scale[j]) || !finite(s.Shift[j]) {
			return nil, fmt.Errorf("column %d spans %v to %v, too wide to scale in this precision", j+1, c.low[j], c.high[j])
		}
	}
	return s, nil
}

func finite[T kernels.Float](x T) bool { return x-x == 0 }
