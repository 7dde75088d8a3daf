package psd

import (
	"slices"

	"github.com/lamina-go/lamina/kernels"
)

// encoders are the functions s of f(x) = g∘s(xW + b), cheap beside the product.
//
//	tanh      of Kavukcuoglu, Ranzato and LeCun (2008)
//	soft      a − max(−1, min(a, 1)), the soft threshold: exactly 0 where codes are; learned
//	          ISTA without a second step (Gregor and LeCun 2010)
//	shrink    a − tanh a, which is soft with round corners
//	sigmoid   of Ranzato et al. (2007); its sign is g's
//	softplus  likewise
//	identity  linear regression of the codes
var encoders = []string{"tanh", "soft", "shrink", "sigmoid", "softplus", "identity"}

// Encoders lists the names that Config.Encoder knows.
func Encoders() []string { return slices.Clone(encoders) }

// squash computes s from a in place, with the same bits for every batch.
func squash[T kernels.Float](encoder string, a kernels.Matrix[T], spare []T) {
	for i := range a.Rows {
		row := a.Row(i)
		switch encoder {
		case "tanh":
			kernels.Tanh(row, row)
		case "shrink":
			kernels.Tanh(spare, row)
			kernels.Sub(row, row, spare)
		case "soft":
			kernels.SoftThreshold(1, row, row)
		case "sigmoid":
			kernels.Sigmoid(row, row)
		case "softplus":
			kernels.Softplus(row, row)
		}
	}
}

// squashGrad turns dy, the gradient with respect to s, into that with respect to a,
// from s and, where the function needs it, a.
func squashGrad[T kernels.Float](encoder string, dy, s, a kernels.Matrix[T], spare []T) {
	for i := range dy.Rows {
		d, y := dy.Row(i), s.Row(i)
		switch encoder {
		case "tanh":
			kernels.TanhGrad(d, d, y)
		case "shrink": // 1 − (1 − tanh²) = tanh² = (a − s)²
			kernels.Sub(spare, a.Row(i), y)
			kernels.Mul(spare, spare, spare)
			kernels.Mul(d, d, spare)
		case "soft":
			kernels.SoftThresholdGrad(d, d, y)
		case "sigmoid":
			kernels.SigmoidGrad(d, d, y)
		case "softplus":
			kernels.SoftplusGrad(d, d, y)
		}
	}
}
