package cases

import (
	"math"

	"github.com/lamina-go/lamina/kernels"
)

// mathMap is a loop over a function of Go's math, as one would write it.
func mathMap[T kernels.Float](f func(float64) float64) mapFunc[T] {
	return func(dst, src []T) {
		for i, x := range src {
			dst[i] = T(f(float64(x)))
		}
	}
}

func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// softplus is log(1+e^x) without overflow.
func softplus(x float64) float64 { return math.Max(x, 0) + math.Log1p(math.Exp(-math.Abs(x))) }

func logSigmoid(x float64) float64 { return -softplus(-x) }

func gelu(x float64) float64 { return 0.5 * x * math.Erfc(-x/math.Sqrt2) }

func silu(x float64) float64 { return x * sigmoid(x) }

func elu(x float64) float64 {
	if x > 0 {
		return x
	}
	return math.Expm1(x)
}

func leakyReLU(x float64) float64 {
	if x > 0 {
		return x
	}
	return leak * x
}

func softThreshold(x float64) float64 { return x - math.Max(-threshold, math.Min(x, threshold)) }
