package kernels

import (
	"fmt"
	"testing"
	"time"
)

// BenchmarkLoadStore compares elementwise kernels and folds with the bare loop
// that has the same loads and stores, in turns: the ratio is bare/kernel, 1 for
// a kernel that costs no more than its memory accesses.
func BenchmarkLoadStore(b *testing.B) {
	b.Run("float32", benchLoadStore[float32])
	b.Run("float64", benchLoadStore[float64])
}

func benchLoadStore[T Float](b *testing.B) {
	bare1 := func(d, x, _ []T) { dispatchBare1(active, d, x) }
	bare2 := func(d, x, y []T) { dispatchBare2(active, d, x, y) }
	for _, k := range []struct {
		name    string
		f, bare func(d, x, y []T)
	}{
		{"Add", func(d, x, y []T) { Add(d, x, y) }, bare2},
		{"Mul", func(d, x, y []T) { Mul(d, x, y) }, bare2},
		{"Div", func(d, x, y []T) { Div(d, x, y) }, bare2},
		{"Maximum", func(d, x, y []T) { Maximum(d, x, y) }, bare2},
		{"Axpy", func(d, x, _ []T) { Axpy(2, x, d) }, func(d, x, _ []T) { dispatchBare2(active, d, d, x) }},
		{"Axpby", func(d, x, _ []T) { Axpby(2, x, 0.5, d) }, func(d, x, _ []T) { dispatchBare2(active, d, d, x) }},
		{"Scale", func(d, x, _ []T) { Scale(d, 2, x) }, bare1},
		{"Abs", func(d, x, _ []T) { Abs(d, x) }, bare1},
		{"Neg", func(d, x, _ []T) { Neg(d, x) }, bare1},
		{"Sign", func(d, x, _ []T) { Sign(d, x) }, bare1},
		{"Clamp", func(d, x, _ []T) { Clamp(d, x, -1, 1) }, bare1},
		{"Sqrt", func(d, x, _ []T) { Sqrt(d, x) }, bare1},
	} {
		for _, n := range []int{2048, 32768, 1 << 20} {
			b.Run(fmt.Sprintf("%s/%d", k.name, n), func(b *testing.B) {
				d, x, y := make([]T, n), make([]T, n), make([]T, n)
				for i := range x {
					x[i], y[i] = T(i%10)+1, 2
				}
				reps := 1 + (1<<16)/n
				var best [2]time.Duration
				for range b.N {
					for i, f := range []func(d, x, y []T){k.bare, k.f} {
						start := time.Now()
						for range reps {
							f(d, x, y)
						}
						if t := time.Since(start); best[i] == 0 || t < best[i] {
							best[i] = t
						}
					}
				}
				b.ReportMetric(float64(best[0])/float64(best[1]), "bare/kernel")
				b.ReportMetric(float64(reps*n)/float64(best[1]), "elem/ns")
			})
		}
	}
}

// BenchmarkSlots reports the cost of an element in the multiply-adds that the
// roof's loop does in that time, measured in turns.
func BenchmarkSlots(b *testing.B) {
	const rows, cols = 16, 256
	src, dst := NewMatrix[float32](rows, cols), NewMatrix[float32](rows, cols)
	turned := NewMatrix[float32](cols, rows)
	fill(&values{}, src.Data, false)
	Scale(src.Data, 0.1, src.Data) // e^(x−m) shall not be subnormal, which AVX2 is slow at
	for _, k := range []struct {
		name string
		f    func()
	}{
		{"Softmax", func() { Softmax(dst, src) }},
		{"LogSoftmax", func() { LogSoftmax(dst, src) }},
		{"Exp", func() { Exp(dst.Data, src.Data) }},
		{"Max", func() {
			for i := range rows {
				Max(src.Row(i))
			}
		}},
		{"Sum", func() {
			for i := range rows {
				Sum(src.Row(i))
			}
		}},
		{"Nrm2", func() {
			for i := range rows {
				Nrm2(src.Row(i))
			}
		}},
		{"ArgMax", func() {
			for i := range rows {
				ArgMax(src.Row(i))
			}
		}},
		{"LogSumExp", func() {
			for i := range rows {
				LogSumExp(src.Row(i))
			}
		}},
		{"NormalizeRows", func() { NormalizeRows(dst, src) }},
		{"Transpose", func() { Transpose(turned, src) }},
	} {
		b.Run(k.name, func(b *testing.B) {
			const rounds, reps = 2000, 20
			var work, roof time.Duration
			muls := 0
			for range b.N {
				start := time.Now()
				for range reps {
					k.f()
				}
				if t := time.Since(start); work == 0 || t < work {
					work = t
				}
				start = time.Now()
				muls, _ = PeakFMA[float32](Active(), rounds)
				if t := time.Since(start); roof == 0 || t < roof {
					roof = t
				}
			}
			perElement := float64(work) / (reps * rows * cols)
			b.ReportMetric(perElement*float64(muls)/float64(roof), "slots/elem")
			b.ReportMetric(1/perElement, "elem/ns")
		})
	}
}

// BenchmarkShort is the cost of a call on few elements.
func BenchmarkShort(b *testing.B) {
	for _, n := range []int{8, 32, 256} {
		x, y := make([]float32, n), make([]float32, n)
		b.Run(fmt.Sprintf("Dot/%d", n), func(b *testing.B) {
			for range b.N {
				Dot(x, y)
			}
		})
		b.Run(fmt.Sprintf("Max/%d", n), func(b *testing.B) {
			for range b.N {
				Max(x)
			}
		})
		b.Run(fmt.Sprintf("ArgMax/%d", n), func(b *testing.B) {
			for range b.N {
				ArgMax(x)
			}
		})
		b.Run(fmt.Sprintf("Add/%d", n), func(b *testing.B) {
			for range b.N {
				Add(x, x, y)
			}
		})
	}
}
