// Package accuracy measures the functions of package kernels: their worst
// errors, over all 2³² arguments for float32, are the table that the tests
// check and the documentation shows.
package accuracy

import (
	"math"
	"math/big"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/kernels/internal/oracle"
)

// A Function is a kernel of one variable and what it approximates.
type Function struct {
	Name string
	f32  func(dst, src []float32)
	f64  func(dst, src []float64)
	// exact is the function, on finite arguments in the ranges.
	exact func(*big.Float) *big.Float
	// window32 and window64 are where the function is interesting: samples are
	// dense there.
	window32, window64 [2]float64
	ranges             []Range
}

// A Range of arguments has one bound for each type, in ULP of the exact value.
type Range struct {
	Lo, Hi  float64
	Bound32 float64
	Bound64 float64
	// A bound of 0 means that the range is not the type's.
	// Absolute bounds, around zeros of the function, are in 2⁻²⁴ and 2⁻⁵³.
	Absolute bool
}

var inf = math.Inf(1)

func all(b32, b64 float64) []Range { return []Range{{Lo: -inf, Hi: inf, Bound32: b32, Bound64: b64}} }

func from(lo, b32, b64 float64) []Range {
	return []Range{{Lo: lo, Hi: inf, Bound32: b32, Bound64: b64}}
}

func between(lo, hi float64) []Range { return []Range{{Lo: lo, Hi: hi, Bound32: 2, Bound64: 1.5}} }

func absolute(lo, hi float64) []Range {
	return []Range{{Lo: lo, Hi: hi, Bound32: 2, Bound64: 2, Absolute: true}}
}

// alpha is the parameter of the functions that have one, for which any would do.
const alpha = 0.75

// Functions lists the functions of one variable, each with the ranges that
// its bounds hold on.
var Functions = []Function{
	{"Sqrt", kernels.Sqrt[float32], kernels.Sqrt[float64], oracle.Sqrt, w(0, 10), w(0, 10), from(0, 0.5, 0.5)},
	{"Exp", kernels.Exp[float32], kernels.Exp[float64], oracle.Exp, w(-104, 89), w(-746, 710), all(1, 1.5)},
	{"Expm1", kernels.Expm1[float32], kernels.Expm1[float64], oracle.Expm1, w(-18, 89), w(-40, 710), all(1, 1.5)},
	{"Log", kernels.Log[float32], kernels.Log[float64], oracle.Log, w(0.01, 10), w(0.01, 10), from(0, 1, 1.5)},
	{"Log1p", kernels.Log1p[float32], kernels.Log1p[float64], oracle.Log1p, w(-1, 10), w(-1, 10), from(-1, 1, 1.5)},
	{"Tanh", kernels.Tanh[float32], kernels.Tanh[float64], oracle.Tanh, w(-10, 10), w(-20, 20), all(1.5, 1.5)},
	{"Sigmoid", kernels.Sigmoid[float32], kernels.Sigmoid[float64], oracle.Sigmoid, w(-104, 20), w(-746, 40), all(1.5, 1.5)},
	{"Erf", kernels.Erf[float32], kernels.Erf[float64], oracle.Erf, w(-4, 4), w(-6, 6), all(1.5, 1.5)},
	{"LogSigmoid", kernels.LogSigmoid[float32], kernels.LogSigmoid[float64], oracle.LogSigmoid, w(-100, 104), w(-800, 746), all(2, 1.5)},
	{"Softplus", kernels.Softplus[float32], kernels.Softplus[float64], oracle.Softplus, w(-104, 100), w(-746, 800), all(2, 1.5)},
	{"Sin", kernels.Sin[float32], kernels.Sin[float64], oracle.Sin, w(-2*math.Pi, 2*math.Pi), w(-2*math.Pi, 2*math.Pi), trig(0x1p17, 0x1p45)},
	{"Cos", kernels.Cos[float32], kernels.Cos[float64], oracle.Cos, w(-2*math.Pi, 2*math.Pi), w(-2*math.Pi, 2*math.Pi), trig(0x1p17, 0x1p45)},
	{"Abs", kernels.Abs[float32], kernels.Abs[float64], oracle.Abs, w(-10, 10), w(-10, 10), all(0.5, 0.5)},
	{"Neg", kernels.Neg[float32], kernels.Neg[float64], oracle.Neg, w(-10, 10), w(-10, 10), all(0.5, 0.5)},
	{"Sign", kernels.Sign[float32], kernels.Sign[float64], oracle.Sign, w(-10, 10), w(-10, 10), all(0.5, 0.5)},
	{"Maximum", second(kernels.Maximum[float32]), second(kernels.Maximum[float64]), oracle.Maximum(alpha), w(-10, 10), w(-10, 10), all(0.5, 0.5)},
	{"Minimum", second(kernels.Minimum[float32]), second(kernels.Minimum[float64]), oracle.Minimum(alpha), w(-10, 10), w(-10, 10), all(0.5, 0.5)},
	{"Clamp", clamp[float32], clamp[float64], oracle.Clamp(-alpha, alpha), w(-2, 2), w(-2, 2), all(0.5, 0.5)},
	{"ReLU", kernels.ReLU[float32], kernels.ReLU[float64], oracle.ReLU, w(-10, 10), w(-10, 10), all(0.5, 0.5)},
	{"ReLUGrad", slope(kernels.ReLUGrad[float32]), slope(kernels.ReLUGrad[float64]), oracle.ReLUGrad, w(-10, 10), w(-10, 10), all(0.5, 0.5)},
	{"LeakyReLU", with(kernels.LeakyReLU[float32]), with(kernels.LeakyReLU[float64]), oracle.LeakyReLU(alpha), w(-10, 10), w(-10, 10), all(0.5, 0.5)},
	{"LeakyReLUGrad", slope(with2(kernels.LeakyReLUGrad[float32])), slope(with2(kernels.LeakyReLUGrad[float64])), oracle.LeakyReLUGrad(alpha), w(-10, 10), w(-10, 10), all(0.5, 0.5)},
	{"SoftThreshold", with(kernels.SoftThreshold[float32]), with(kernels.SoftThreshold[float64]), oracle.SoftThreshold(alpha), w(-2, 2), w(-2, 2), all(0.5, 0.5)},
	{"SoftThresholdGrad", slope(kernels.SoftThresholdGrad[float32]), slope(kernels.SoftThresholdGrad[float64]), oracle.SoftThresholdGrad, w(-2, 2), w(-2, 2), all(0.5, 0.5)},
	{"SigmoidGrad", slope(kernels.SigmoidGrad[float32]), slope(kernels.SigmoidGrad[float64]), oracle.SigmoidGrad, w(0, 1), w(0, 1), between(0, 1)},
	{"TanhGrad", slope(kernels.TanhGrad[float32]), slope(kernels.TanhGrad[float64]), oracle.TanhGrad, w(-1, 1), w(-1, 1), between(-1, 1)},
	{"SoftplusGrad", slope(kernels.SoftplusGrad[float32]), slope(kernels.SoftplusGrad[float64]), oracle.SoftplusGrad, w(0, 18), w(0, 40), from(0, 2, 1.5)},
	{"GELU", kernels.GELU[float32], kernels.GELU[float64], oracle.GELU, w(-15, 6), w(-39, 9), all(2, 1.5)},
	{"GELUGrad", slope(kernels.GELUGrad[float32]), slope(kernels.GELUGrad[float64]), oracle.GELUGrad, w(-15, 6), w(-39, 9), around(-1, -0.25)},
	{"SiLU", kernels.SiLU[float32], kernels.SiLU[float64], oracle.SiLU, w(-104, 20), w(-746, 40), all(2, 1.5)},
	{"SiLUGrad", slope(kernels.SiLUGrad[float32]), slope(kernels.SiLUGrad[float64]), oracle.SiLUGrad, w(-104, 20), w(-746, 40), around(-2, -1)},
	{"ELU", with(kernels.ELU[float32]), with(kernels.ELU[float64]), oracle.ELU(alpha), w(-18, 1), w(-40, 1), all(2, 1.5)},
	{"ELUGrad", slope(with2(kernels.ELUGrad[float32])), slope(with2(kernels.ELUGrad[float64])), oracle.ELUGrad(alpha), w(-alpha, 1), w(-alpha, 1), from(-alpha, 0.5, 0.5)},
	{"SigmoidCurvature", kernels.SigmoidCurvature[float32], kernels.SigmoidCurvature[float64], oracle.SigmoidCurvature, w(0, 1), w(0, 1), append(absolute(0, 1), Range{Lo: 0.25, Hi: 1, Bound32: 2}, Range{Lo: 0.625, Hi: 1, Bound64: 1.5})},
	{"TanhCurvature", kernels.TanhCurvature[float32], kernels.TanhCurvature[float64], oracle.TanhCurvature, w(-1, 1), w(-1, 1), between(-1, 1)},
	{"SoftplusCurvature", kernels.SoftplusCurvature[float32], kernels.SoftplusCurvature[float64], oracle.SoftplusCurvature, w(0, 18), w(0, 40), append(absolute(0, inf), between(0, 1)...)},
	{"ELUCurvature", with(kernels.ELUCurvature[float32]), with(kernels.ELUCurvature[float64]), oracle.ELUCurvature(alpha), w(-alpha, 1), w(-alpha, 1), from(-alpha, 0.5, 0.5)},
	{"GELUCurvature", kernels.GELUCurvature[float32], kernels.GELUCurvature[float64], oracle.GELUCurvature, w(-15, 15), w(-39, 39), append(absolute(-inf, inf), Range{Lo: -0.5, Hi: 0.5, Bound32: 2})},
	{"SiLUCurvature", kernels.SiLUCurvature[float32], kernels.SiLUCurvature[float64], oracle.SiLUCurvature, w(-20, 20), w(-40, 40), absolute(-inf, inf)},
	{"ContinuousBernoulliMean", kernels.ContinuousBernoulliMean[float32], kernels.ContinuousBernoulliMean[float64], oracle.ContinuousBernoulliMean, w(-20, 20), w(-20, 20), all(2, 1.5)},
}

func w(lo, hi float64) [2]float64 { return [2]float64{lo, hi} }

// trig has the range that matters and, for float32 and float64, the one where
// the reduction works.
func trig(most32, most64 float64) []Range {
	return []Range{{Lo: -2 * math.Pi, Hi: 2 * math.Pi, Bound32: 2, Bound64: 1.5}, {Lo: -most32, Hi: most32, Bound32: 2}, {Lo: -most64, Hi: most64, Bound64: 1.5}}
}

// around has an absolute bound between lo and hi, where the function is 0.
func around(lo, hi float64) []Range {
	return []Range{{Lo: -inf, Hi: lo, Bound32: 2, Bound64: 1.5}, {Lo: lo, Hi: hi, Bound32: 2, Bound64: 2, Absolute: true}, {Lo: hi, Hi: inf, Bound32: 2, Bound64: 1.5}}
}

// slope is the derivative that a backward kernel multiplies by.
func slope[T kernels.Float](grad func(dst, dy, x []T)) func(dst, src []T) {
	ones := make([]T, block)
	for i := range ones {
		ones[i] = 1
	}
	return func(dst, src []T) { grad(dst, ones[:len(src)], src) }
}

func with[T kernels.Float](f func(alpha T, dst, src []T)) func(dst, src []T) {
	return func(dst, src []T) { f(alpha, dst, src) }
}

func with2[T kernels.Float](grad func(alpha T, dst, dy, y []T)) func(dst, dy, y []T) {
	return func(dst, dy, y []T) { grad(alpha, dst, dy, y) }
}

// second is a kernel of two slices with alpha for all of the second.
func second[T kernels.Float](f func(dst, x, y []T)) func(dst, src []T) {
	alphas := make([]T, block)
	for i := range alphas {
		alphas[i] = alpha
	}
	return func(dst, src []T) { f(dst, src, alphas[:len(src)]) }
}

func clamp[T kernels.Float](dst, src []T) { kernels.Clamp(dst, src, -alpha, alpha) }
