package cases

import (
	"math/bits"

	"github.com/lamina-go/lamina/bench/harness"
	"github.com/lamina-go/lamina/bench/python"
	"github.com/lamina-go/lamina/kernels"
)

// A format is a row of the table of conversions, and of bits.
type format struct {
	name           string
	source, target string // PyTorch's types, "" where it has no such function
	// make returns the kernel's call on n elements of x, the same as a loop in Go, or nil,
	// and the result of either as float64.
	make func(x []float32) (lamina, loop func(), result func() []float64)
}

func formats() []format {
	return []format{
		{"widen", "float32", "float64", func(x []float32) (func(), func(), func() []float64) {
			dst := make([]float64, len(x))
			return func() { kernels.Widen(dst, x) }, func() {
				for i, v := range x {
					dst[i] = float64(v)
				}
			}, func() []float64 { return dst }
		}},
		{"narrow", "float64", "float32", func(x []float32) (func(), func(), func() []float64) {
			src, dst := widened(x), make([]float32, len(x))
			return func() { kernels.Narrow(dst, src) }, func() {
				for i, v := range src {
					dst[i] = float32(v)
				}
			}, func() []float64 { return widened(dst) }
		}},
		{"tofloat16", "float32", "float16", toHalf(kernels.ToFloat16, kernels.FromFloat16)},
		{"fromfloat16", "float16", "float32", fromHalf(kernels.ToFloat16, kernels.FromFloat16)},
		{"tobfloat16", "float32", "bfloat16", toHalf(kernels.ToBFloat16, kernels.FromBFloat16)},
		{"frombfloat16", "bfloat16", "float32", fromHalf(kernels.ToBFloat16, kernels.FromBFloat16)},
		{"frombytes", "uint8", "float32", func(x []float32) (func(), func(), func() []float64) {
			src, dst := make([]uint8, len(x)), make([]float32, len(x))
			for i, v := range x {
				src[i] = uint8(v)
			}
			return func() { kernels.FromBytes(dst, src, 1, 0) }, func() {
				for i, v := range src {
					dst[i] = float32(v)
				}
			}, func() []float64 { return widened(dst) }
		}},
		{"packsigns", "", "", func(x []float32) (func(), func(), func() []float64) {
			y, dst := uniform[float32](len(x), -1, 1), make([]uint64, (len(x)+63)/64)
			return func() { kernels.PackSigns(dst, y) }, func() {
				clear(dst)
				for i, v := range y {
					if v > 0 {
						dst[i/64] |= 1 << (i % 64)
					}
				}
			}, func() []float64 { return halves(dst) }
		}},
		{"hamming", "", "", func(x []float32) (func(), func(), func() []float64) {
			a, b := make([]uint64, len(x)/64), make([]uint64, len(x)/64)
			kernels.PackSigns(a, uniform[float32](64*len(a), -1, 1))
			kernels.PackSigns(b, uniform[float32](64*len(a), -2, 1))
			n := 0
			return func() { n = kernels.Hamming(a, b) }, func() {
				n = 0
				for i, v := range a {
					n += bits.OnesCount64(v ^ b[i])
				}
			}, func() []float64 { return []float64{float64(n)} }
		}},
	}
}

func toHalf(to func([]uint16, []float32), from func([]float32, []uint16)) func([]float32) (func(), func(), func() []float64) {
	return func(x []float32) (func(), func(), func() []float64) {
		dst := make([]uint16, len(x))
		return func() { to(dst, x) }, nil, func() []float64 {
			back := make([]float32, len(dst))
			from(back, dst)
			return widened(back)
		}
	}
}

func fromHalf(to func([]uint16, []float32), from func([]float32, []uint16)) func([]float32) (func(), func(), func() []float64) {
	return func(x []float32) (func(), func(), func() []float64) {
		src, dst := make([]uint16, len(x)), make([]float32, len(x))
		to(src, x)
		return func() { from(dst, src) }, nil, func() []float64 { return widened(dst) }
	}
}

func widened(x []float32) []float64 {
	y := make([]float64, len(x))
	kernels.Widen(y, x)
	return y
}

// halves has each word as two numbers, so that they are exact.
func halves(words []uint64) []float64 {
	var x []float64
	for _, w := range words {
		x = append(x, float64(uint32(w)), float64(w>>32))
	}
	return x
}

// formatInputs are of the function convert in torch_kernels.py.
func (f format) formatInputs(x []float32) inputs {
	return inputs{"source": f.source, "target": f.target, "x": x}
}

// formatCases count float32 elements, or the bits of codes.
func formatCases(py []*python.Worker) []harness.Case {
	var cs []harness.Case
	for _, f := range formats() {
		for _, n := range functionLengths {
			c := vectorCase[float32]("Conversions and bits", f.name, n)
			c.Setup = func() []harness.Contestant {
				x := uniform[float32](n, 0, 256)
				lamina, _, _ := f.make(x)
				cs := []harness.Contestant{repeat(reference, lamina)}
				if _, loop, _ := f.make(x); loop != nil {
					cs = append(cs, repeat("loop in Go", loop))
				}
				if f.source == "" {
					return cs
				}
				return append(cs, fromPython(py, "torch_kernels.convert", f.formatInputs(x))...)
			}
			cs = append(cs, c)
		}
	}
	return cs
}
