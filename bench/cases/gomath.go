package cases

import (
	"math"

	"github.com/lamina-go/lamina/kernels"
)

// Loops over Go's math, as one would write them.

func mathExp[T kernels.Float](dst, src []T) {
	for i, x := range src {
		dst[i] = T(math.Exp(float64(x)))
	}
}

func mathSigmoid[T kernels.Float](dst, src []T) {
	for i, x := range src {
		dst[i] = T(1 / (1 + math.Exp(-float64(x))))
	}
}

func mathTanh[T kernels.Float](dst, src []T) {
	for i, x := range src {
		dst[i] = T(math.Tanh(float64(x)))
	}
}

func mathLog[T kernels.Float](dst, src []T) {
	for i, x := range src {
		dst[i] = T(math.Log(float64(x)))
	}
}

// mathSoftplus is log(1+e^x) without overflow.
func mathSoftplus[T kernels.Float](dst, src []T) {
	for i, x := range src {
		dst[i] = T(math.Max(float64(x), 0) + math.Log1p(math.Exp(-math.Abs(float64(x)))))
	}
}
