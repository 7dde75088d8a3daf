package kernels

import (
	"fmt"
	"testing"
)

// Benchmarks of what bench/ has no rival for, on every implementation.

func BenchmarkHammingScan(b *testing.B) {
	const bytes = 1 << 18 // in the second cache
	for _, w := range []int{1, 2, 3, 4, 8, 16} {
		n := bytes / 8 / w
		query, table, dst := make([]uint64, w), make([]uint64, n*w), make([]uint16, n)
		for _, l := range available {
			b.Run(fmt.Sprintf("%d/%v", 64*w, l), func(b *testing.B) {
				b.SetBytes(int64(8 * w * n))
				for b.Loop() {
					hammingScan(l, dst, query, table)
				}
			})
		}
	}
}

func BenchmarkStorage(b *testing.B) {
	const n = 4096
	x, y, h, u, w := make([]float32, n), make([]float64, n), make([]uint16, n), make([]uint8, n), make([]uint64, n/64)
	fill(&values{}, x, false)
	for _, bb := range []struct {
		name string
		f    func(l level)
	}{
		{"Widen", func(l level) { dispatchWiden(l, y, x) }},
		{"Narrow", func(l level) { dispatchNarrow(l, x, y) }},
		{"FromFloat16", func(l level) { dispatchFromFloat16(l, x, h) }},
		{"ToFloat16", func(l level) { dispatchToFloat16(l, h, x) }},
		{"FromBFloat16", func(l level) { dispatchFromBFloat16(l, x, h) }},
		{"ToBFloat16", func(l level) { dispatchToBFloat16(l, h, x) }},
		{"FromBytes", func(l level) { fromBytes(l, x, u, 1, 0) }},
		{"PackSigns", func(l level) { packSigns(l, w, x) }},
		{"Uniform", func(l level) { uniform(l, Philox{}, x, 0) }},
		{"Normal", func(l level) { normal(l, Philox{}, x, 0) }},
		{"Normal64", func(l level) { normal(l, Philox{}, y, 0) }},
	} {
		for _, l := range available {
			b.Run(fmt.Sprintf("%s/%v", bb.name, l), func(b *testing.B) {
				for b.Loop() {
					bb.f(l)
				}
				b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds()/1e9, "G/s")
			})
		}
	}
}
