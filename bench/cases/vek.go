package cases

import (
	"github.com/viterin/vek"
	"github.com/viterin/vek/vek32"
)

// viterin/vek: AVX2 on amd64, loops in Go elsewhere.

// Functions it has for float32 alone.
var vek32Maps = map[string]mapFunc[float32]{
	"exp":  func(dst, src []float32) { vek32.Exp_Into(dst, src) },
	"log":  func(dst, src []float32) { vek32.Log_Into(dst, src) },
	"sin":  func(dst, src []float32) { vek32.Sin_Into(dst, src) },
	"cos":  func(dst, src []float32) { vek32.Cos_Into(dst, src) },
	"sqrt": func(dst, src []float32) { vek32.Sqrt_Into(dst, src) },
}

var vek32Operations = map[string]operationFunc[float32]{
	"add":     func(d, x, y, _ []float32) { vek32.Add_Into(d, x, y) },
	"sub":     func(d, x, y, _ []float32) { vek32.Sub_Into(d, x, y) },
	"mul":     func(d, x, y, _ []float32) { vek32.Mul_Into(d, x, y) },
	"div":     func(d, x, y, _ []float32) { vek32.Div_Into(d, x, y) },
	"maximum": func(d, x, y, _ []float32) { vek32.Maximum_Into(d, x, y) },
	"minimum": func(d, x, y, _ []float32) { vek32.Minimum_Into(d, x, y) },
	"scale":   func(d, x, _, _ []float32) { vek32.MulNumber_Into(d, x, beta) },
	"abs":     func(d, x, _, _ []float32) { vek32.Abs_Into(d, x) },
	"neg":     func(d, x, _, _ []float32) { vek32.Neg_Into(d, x) },
	"sqrt":    func(d, x, _, _ []float32) { vek32.Sqrt_Into(d, x) },
}

var vek64Operations = map[string]operationFunc[float64]{
	"add":     func(d, x, y, _ []float64) { vek.Add_Into(d, x, y) },
	"sub":     func(d, x, y, _ []float64) { vek.Sub_Into(d, x, y) },
	"mul":     func(d, x, y, _ []float64) { vek.Mul_Into(d, x, y) },
	"div":     func(d, x, y, _ []float64) { vek.Div_Into(d, x, y) },
	"maximum": func(d, x, y, _ []float64) { vek.Maximum_Into(d, x, y) },
	"minimum": func(d, x, y, _ []float64) { vek.Minimum_Into(d, x, y) },
	"scale":   func(d, x, _, _ []float64) { vek.MulNumber_Into(d, x, beta) },
	"abs":     func(d, x, _, _ []float64) { vek.Abs_Into(d, x) },
	"neg":     func(d, x, _, _ []float64) { vek.Neg_Into(d, x) },
	"sqrt":    func(d, x, _, _ []float64) { vek.Sqrt_Into(d, x) },
}

var vek32Folds = map[string]foldFunc[float32]{
	"dot":             func(x, y []float32) float32 { return vek32.Dot(x, y) },
	"sum":             func(x, _ []float32) float32 { return vek32.Sum(x) },
	"asum":            func(x, _ []float32) float32 { return vek32.ManhattanNorm(x) },
	"nrm2":            func(x, _ []float32) float32 { return vek32.Norm(x) },
	"squareddistance": func(x, y []float32) float32 { d := vek32.Distance(x, y); return d * d },
	"mean":            func(x, _ []float32) float32 { return vek32.Mean(x) },
	"min":             func(x, _ []float32) float32 { return vek32.Min(x) },
	"max":             func(x, _ []float32) float32 { return vek32.Max(x) },
	"argmax":          func(x, _ []float32) float32 { return float32(vek32.ArgMax(x)) },
}

var vek64Folds = map[string]foldFunc[float64]{
	"dot":             func(x, y []float64) float64 { return vek.Dot(x, y) },
	"sum":             func(x, _ []float64) float64 { return vek.Sum(x) },
	"asum":            func(x, _ []float64) float64 { return vek.ManhattanNorm(x) },
	"nrm2":            func(x, _ []float64) float64 { return vek.Norm(x) },
	"squareddistance": func(x, y []float64) float64 { d := vek.Distance(x, y); return d * d },
	"mean":            func(x, _ []float64) float64 { return vek.Mean(x) },
	"min":             func(x, _ []float64) float64 { return vek.Min(x) },
	"max":             func(x, _ []float64) float64 { return vek.Max(x) },
	"argmax":          func(x, _ []float64) float64 { return float64(vek.ArgMax(x)) },
}
