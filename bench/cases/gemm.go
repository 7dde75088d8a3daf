package cases

import (
	"fmt"

	"github.com/lamina-go/lamina/bench/harness"
	"github.com/lamina-go/lamina/kernels"
)

// A shape is a product of op(A), m×k, with op(B), k×n.
type shape struct {
	m, n, k        int
	transA, transB bool
	bar32          float64 // the share of the roof asked of float32
}

var shapes = []shape{
	{m: 16, n: 16, k: 16},
	{m: 32, n: 32, k: 32, bar32: 0.80},
	{m: 64, n: 64, k: 64, bar32: 0.90},
	{m: 64, n: 64, k: 64, transB: true},
	{m: 128, n: 128, k: 128, bar32: 0.88},
	{m: 251, n: 251, k: 251, bar32: 0.92},
	{m: 256, n: 256, k: 256, bar32: 0.92},
	{m: 509, n: 509, k: 509, bar32: 0.92},
	{m: 512, n: 512, k: 512, bar32: 0.92},
	{m: 512, n: 512, k: 512, transA: true},
	{m: 512, n: 512, k: 512, transB: true},
	{m: 1021, n: 1021, k: 1021, bar32: 0.92},
	{m: 1024, n: 1024, k: 1024, bar32: 0.92},
	{m: 2048, n: 2048, k: 2048, bar32: 0.92},
	{m: 128, n: 512, k: 784},               // a layer forward
	{m: 784, n: 512, k: 128, transA: true}, // its weights' gradient
	{m: 784, n: 512, k: 32, transA: true},
	{m: 128, n: 784, k: 512, transB: true}, // its input's gradient
	{m: 32, n: 784, k: 512, transB: true},
	{m: 32, n: 256, k: 784},
	{m: 32, n: 784, k: 256, transB: true},
	{m: 16, n: 512, k: 784},
	{m: 8, n: 512, k: 784},
	{m: 8, n: 512, k: 784, transB: true},
	{m: 4, n: 512, k: 784},
	{m: 3, n: 512, k: 784},
	{m: 1, n: 512, k: 784},
	{m: 128, n: 30, k: 250},
}

func (s shape) String() string {
	name := fmt.Sprintf("%dx%dx%d", s.m, s.n, s.k)
	if s.transA {
		name += "/at"
	}
	if s.transB {
		name += "/bt"
	}
	return name
}

func (s shape) work() float64 { return float64(s.m) * float64(s.n) * float64(s.k) }

// gemmFunc is the signature of kernels.Gemm.
type gemmFunc[T kernels.Float] func(transA, transB bool, alpha T, a, b kernels.Matrix[T], beta T, c kernels.Matrix[T])

// A rival multiplies too.
type rival[T kernels.Float] struct {
	name string
	gemm gemmFunc[T]
}

// The rivals; files for libraries in C, which need a build tag, add theirs.
var (
	rivals32 = []rival[float32]{{"gonum", gonumGemm32}}
	rivals64 = []rival[float64]{{"gonum", gonumGemm64}}
)

const (
	// fewRows is the most rows of C for which what is asked is a share of the speed
	// of reading B.
	fewRows  = 3
	readB    = "reading B"
	openblas = "OpenBLAS"
)

func gemmCases[T kernels.Float](element string, rivals []rival[T]) []harness.Case {
	var cs []harness.Case
	for _, s := range shapes {
		bar := s.bar32
		if element != "float32" {
			bar = 0
		}
		bars := []harness.Bar{{Least: 0.97, Against: openblas}}
		if s.m <= fewRows {
			bars = append(bars, harness.Bar{Least: 0.85, Against: readB})
		}
		cs = append(cs, harness.Case{
			Name:    fmt.Sprintf("gemm/%s/%v", element, s),
			Table:   fmt.Sprintf("Gemm %s, m x n x k, one thread", element),
			Element: element,
			Work:    s.work(),
			Unit:    harness.GFLOPs,
			Roof:    roof[T](),
			Measure: harness.Share,
			Bar:     bar,
			Bars:    bars,
			Mean:    harness.Bar{Least: 1.1, Against: openblas},
			Setup: func() []harness.Contestant {
				a, b, c := operands[T](s)
				cs := []harness.Contestant{gemmContestant(reference, kernels.Gemm[T], s, a, b, c)}
				for _, r := range rivals {
					cs = append(cs, gemmContestant(r.name, r.gemm, s, a, b, c))
				}
				if s.m <= fewRows { // then B's memory is the limit
					cs = append(cs, harness.Contestant{Name: readB, Run: func(calls int) {
						for range calls {
							kernels.Sum(b.Data)
						}
					}})
				}
				return cs
			},
		})
	}
	return cs
}

func gemmContestant[T kernels.Float](name string, gemm gemmFunc[T], s shape, a, b, c kernels.Matrix[T]) harness.Contestant {
	return harness.Contestant{Name: name, Run: func(calls int) {
		for range calls {
			gemm(s.transA, s.transB, 1, a, b, 0, c)
		}
	}}
}
