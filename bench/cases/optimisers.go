package cases

import (
	"math"

	"github.com/lamina-go/lamina/kernels"
)

// optimiserShapes are the parameters of a small and of a large layer.
var optimiserShapes = []shapeOf{{1, 1 << 14}, {1, 1 << 20}}

// optimiserJobs are steps of parameters x by gradients y; the moments are dst and dst2.
func optimiserJobs[T kernels.Float]() []job[T] {
	of := func(name string, step func(o *operandsOf[T], p, g, m, v []T)) job[T] {
		return job[T]{name, func(o *operandsOf[T]) []T {
			o.step++
			step(o, o.x.Data, o.y.Data, o.dst.Data, o.dst2.Data)
			return o.x.Data
		}, nil, "optimiser", func(o *operandsOf[T]) inputs {
			return inputs{"function": name, "p": o.x.Data, "g": o.y.Data}
		}}
	}
	const rate, momentum, decay = 0.01, 0.9, 0.1
	adam := func(o *operandsOf[T]) kernels.AdamConfig[T] {
		correction := func(beta float64) T { return T(1 / (1 - math.Pow(beta, float64(o.step)))) }
		return kernels.AdamConfig[T]{LR: rate, Beta1: 0.9, Beta2: 0.999, Eps: 1e-8, C1: correction(0.9), C2: correction(0.999)}
	}
	return []job[T]{
		of("adam", func(o *operandsOf[T], p, g, m, v []T) { kernels.AdamStep(adam(o), p, g, m, v) }),
		of("adamw", func(o *operandsOf[T], p, g, m, v []T) { kernels.AdamWStep(adam(o), decay, p, g, m, v) }),
		of("sgd", func(_ *operandsOf[T], p, g, m, _ []T) { kernels.SGDStep(rate, momentum, p, g, m) }),
		of("nesterov", func(_ *operandsOf[T], p, g, m, _ []T) { kernels.NesterovStep(rate, momentum, p, g, m) }),
	}
}
