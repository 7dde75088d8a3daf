package oracle

import (
	"math/big"
	"testing"
)

// TestSlopes: derivatives, also those from outputs, are what differences are.
func TestSlopes(t *testing.T) {
	type function = func(*big.Float) *big.Float
	of := func(f, g function) function { return func(x *big.Float) *big.Float { return f(g(x)) } }
	elu, leaky, soft := ELU(0.75), LeakyReLU(0.75), SoftThreshold(0.75)
	for _, tt := range []struct {
		name        string
		f, df, next function
	}{
		{"sigmoid", Sigmoid, of(SigmoidGrad, Sigmoid), of(SigmoidCurvature, Sigmoid)},
		{"tanh", Tanh, of(TanhGrad, Tanh), of(TanhCurvature, Tanh)},
		{"softplus", Softplus, of(SoftplusGrad, Softplus), of(SoftplusCurvature, Softplus)},
		{"ELU", elu, of(ELUGrad(0.75), elu), of(ELUCurvature(0.75), elu)},
		{"GELU", GELU, GELUGrad, GELUCurvature},
		{"SiLU", SiLU, SiLUGrad, SiLUCurvature},
		{"leaky ReLU", leaky, of(LeakyReLUGrad(0.75), leaky), nil},
		{"soft threshold", soft, of(SoftThresholdGrad, soft), nil},
	} {
		for _, x := range []float64{-3, -1, -0.5, -0.01, 0.01, 0.5, 1, 3} {
			const h = -40 // errors of the differences are about 2^2h
			slope := func(f function) *big.Float {
				return shift(sub(f(add(num(x), shift(one, h))), f(sub(num(x), shift(one, h)))), -h-1)
			}
			close(t, tt.name+"′", x, slope(tt.f), tt.df(num(x)), 65)
			if tt.next != nil {
				close(t, tt.name+"″", x, slope(tt.df), tt.next(num(x)), 65)
			}
		}
	}
}
