package cases

import (
	"math/rand/v2"

	"github.com/lamina-go/lamina/kernels"
)

// randomJobs fill dst with variates. No two libraries have the same.
func randomJobs[T kernels.Float]() []job[T] {
	source := rand.New(rand.NewPCG(1, 2))
	of := func(name string, lamina func(dst []T), goMath func() T) job[T] {
		return job[T]{name, func(o *operandsOf[T]) []T { lamina(o.dst.Data); return nil },
			map[string]func(*operandsOf[T]) []T{"math/rand/v2": func(o *operandsOf[T]) []T {
				for i := range o.dst.Data {
					o.dst.Data[i] = goMath()
				}
				return nil
			}},
			"random", func(o *operandsOf[T]) inputs { return inputs{"function": name, "x": o.dst.Data} }}
	}
	r := kernels.Philox{Seed: 1}
	return []job[T]{
		of("uniform", func(dst []T) { kernels.Uniform(r, dst, 0) }, func() T { return T(source.Float64()) }),
		of("normal", func(dst []T) { kernels.Normal(r, dst, 0) }, func() T { return T(source.NormFloat64()) }),
		of("bernoulli", func(dst []T) { kernels.Bernoulli(r, 0.5, dst, 0) }, func() T {
			if source.Float64() < 0.5 {
				return 1
			}
			return 0
		}),
	}
}
