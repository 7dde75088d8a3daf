package cases

import "github.com/lamina-go/lamina/kernels"

// vectorShapes are of L1 or L2 and of memory.
var vectorShapes = []shapeOf{{1, 4096}, {1, 1 << 20}}

// likelihoodJobs are values of likelihoods with their gradients.
func likelihoodJobs[T kernels.Float]() []job[T] {
	of := func(name string, scale T, f func(scale T, da, a, x []T) T) job[T] {
		return job[T]{name, func(o *operandsOf[T]) []T { f(scale, o.dst.Data, o.x.Data, o.z.Data); return o.dst.Data }, nil,
			"likelihood", func(o *operandsOf[T]) inputs { return inputs{"function": name, "a": o.x.Data, "x": o.z.Data} }}
	}
	continuous := of("continuousbernoulligrad", 1, kernels.ContinuousBernoulliGrad[T])
	continuous.torch = ""
	return []job[T]{
		of("squarederrorgrad", 2, kernels.SquaredErrorGrad[T]),
		of("bernoulligrad", 1, kernels.BernoulliGrad[T]),
		continuous,
		of("poissongrad", 1, kernels.PoissonGrad[T]),
		of("laplacegrad", 1, kernels.LaplaceGrad[T]),
		{"gaussiangrad", func(o *operandsOf[T]) []T {
			kernels.GaussianGrad(1, o.dst.Data, o.dst2.Data, o.x.Data, o.y.Data, o.z.Data)
			return o.dst.Data
		}, nil, "gaussian", func(o *operandsOf[T]) inputs { return inputs{"m": o.x.Data, "v": o.y.Data, "x": o.z.Data} }},
	}
}

// categoricalShapes are those of rows.go, and of memory.
var categoricalShapes = []shapeOf{{16, 256}, {2048, 512}}

func categoricalJobs[T kernels.Float]() []job[T] {
	return []job[T]{{"crossentropygrad", func(o *operandsOf[T]) []T {
		kernels.SoftmaxCrossEntropyGrad(1, o.dst, o.x, o.z)
		return o.dst.Data
	}, nil, "likelihood", func(o *operandsOf[T]) inputs {
		return inputs{"function": "crossentropygrad", "a": o.x, "x": o.z}
	}}}
}
