package nn

import (
	"math"

	"github.com/lamina-go/lamina/kernels"
)

// An Initialiser fills the weights w of a layer with fanIn inputs and fanOut
// outputs. Element i takes the number at position pos+i of the stream r, so that
// it is the same whatever else is drawn.
type Initialiser[T kernels.Float] func(r kernels.Philox, pos uint64, w []T, fanIn, fanOut int)

// GlorotUniform draws from U(−l, l) with l = gain·√(6/(fanIn+fanOut)): the
// "normalized initialization" of Glorot and Bengio 2010, equation 16. Gain 1
// suits tanh and linear units; 4 makes up for the slope ¼ of the sigmoid at 0.
func GlorotUniform[T kernels.Float](gain float64) Initialiser[T] {
	return func(r kernels.Philox, pos uint64, w []T, fanIn, fanOut int) {
		symmetric(r, pos, w, gain*math.Sqrt(6/float64(fanIn+fanOut)))
	}
}

// HeUniform draws from U(−l, l) with l = √(6/fanIn), whose variance is the
// 2/fanIn that He et al. 2015, equation 10, derive for rectifiers.
func HeUniform[T kernels.Float]() Initialiser[T] {
	return func(r kernels.Philox, pos uint64, w []T, fanIn, _ int) {
		symmetric(r, pos, w, math.Sqrt(6/float64(fanIn)))
	}
}

// symmetric fills w from U(−limit, limit).
func symmetric[T kernels.Float](r kernels.Philox, pos uint64, w []T, limit float64) {
	kernels.Uniform(r, w, pos)
	l := T(limit)
	for i, u := range w {
		c := T(2*u) - 1 // exact: u has no more bits than the significand
		w[i] = T(l * c)
	}
}
