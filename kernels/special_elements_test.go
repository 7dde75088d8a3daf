package kernels

import (
	"math"
	"testing"
)

// A specialElement is an element with a NaN, an infinity, a zero or the like, and what the
// documentation of a kernel says of it.
type specialElement[T Float] struct {
	name string
	call func(s [][]T) (returned []T)
	in   []T // the element in the slices of call, those written first; other elements are 1
	want []T // in the slices that are written, then what is returned
}

// TestSpecialElements: what kernels document of NaN, ±Inf and zeros holds on every
// implementation, in bodies and in tails.
func TestSpecialElements(t *testing.T) {
	both(t, testSpecialElements[float32], testSpecialElements[float64])
}

func testSpecialElements[T Float](t *testing.T) {
	defer func(l level) { active = l }(active)
	for _, active = range available {
		for _, c := range specialElements[T]() {
			for _, n := range []int{1, 9, 70} {
				for _, at := range []int{0, n / 2, n - 1} {
					s := make([][]T, len(c.in))
					for i, v := range c.in {
						s[i] = make([]T, n)
						setAll(s[i], 1)
						s[i][at] = v
					}
					returned := c.call(s)
					var got []T
					for i := range len(c.want) - len(returned) {
						got = append(got, s[i][at])
					}
					got = append(got, returned...)
					for i, want := range c.want {
						if !same(got[i], want) {
							t.Errorf("%v: %s of %v at %d of %d: %v, want %v", active, c.name, c.in, at, n, got, c.want)
							break
						}
					}
				}
			}
		}
	}
}

func setAll[T Float](s []T, v T) {
	for i := range s {
		s[i] = v
	}
}

// Calls on slices, as rows or columns where a kernel takes matrices.

func ofOne[T Float](f func(dst, src []T)) func([][]T) []T {
	return func(s [][]T) []T { f(s[0], s[1]); return nil }
}

func ofTwo[T Float](f func(dst, x, y []T)) func([][]T) []T {
	return func(s [][]T) []T { f(s[0], s[1], s[2]); return nil }
}

func oneRow[T Float](s []T) Matrix[T] {
	return Matrix[T]{Rows: 1, Cols: len(s), Stride: len(s), Data: s}
}

func oneCol[T Float](s []T) Matrix[T] { return Matrix[T]{Rows: len(s), Cols: 1, Stride: 1, Data: s} }

func specialElements[T Float]() []specialElement[T] {
	return append(append(specialMaps[T](), specialSteps[T]()...), specialMatrices[T]()...)
}

func specialMaps[T Float]() []specialElement[T] {
	inf, nan, neg := T(math.Inf(1)), T(math.NaN()), T(math.Copysign(0, -1))
	const alpha = 0.75
	leaky := ofTwo(func(d, dy, y []T) { LeakyReLUGrad(alpha, d, dy, y) })
	elu := ofTwo(func(d, dy, y []T) { ELUGrad(alpha, d, dy, y) })
	rot := func(c, s T) func([][]T) []T {
		return func(v [][]T) []T { Rot(v[0], v[1], c, s); return nil }
	}
	return []specialElement[T]{
		{"Abs", ofOne(Abs[T]), []T{1, nan}, []T{nan}},
		{"Abs", ofOne(Abs[T]), []T{1, -inf}, []T{inf}},
		{"Abs", ofOne(Abs[T]), []T{1, neg}, []T{0}},
		{"Neg", ofOne(Neg[T]), []T{1, nan}, []T{nan}},
		{"Neg", ofOne(Neg[T]), []T{1, inf}, []T{-inf}},
		{"Neg", ofOne(Neg[T]), []T{1, 0}, []T{neg}},
		{"Cos", ofOne(Cos[T]), []T{9, neg}, []T{1}},
		{"Cos", ofOne(Cos[T]), []T{9, inf}, []T{nan}},
		{"Cos", ofOne(Cos[T]), []T{9, -inf}, []T{nan}},
		{"Cos", ofOne(Cos[T]), []T{9, nan}, []T{nan}},
		{"Cos", ofOne(Cos[T]), []T{9, 1e30}, []T{1}},
		{"LeakyReLUGrad", leaky, []T{9, 4, nan}, []T{3}},
		{"LeakyReLUGrad", leaky, []T{9, nan, 1}, []T{nan}},
		{"LeakyReLUGrad", leaky, []T{9, -inf, -1}, []T{-inf}},
		{"LeakyReLUGrad", leaky, []T{9, 4, inf}, []T{4}},
		{"LeakyReLUGrad", leaky, []T{9, 4, -inf}, []T{3}},
		{"ELUGrad", elu, []T{9, 4, nan}, []T{nan}},
		{"ELUGrad", elu, []T{9, nan, 1}, []T{nan}},
		{"ELUGrad", elu, []T{9, inf, 1}, []T{inf}},
		{"ELUGrad", elu, []T{9, inf, -alpha}, []T{nan}},
		{"ELUGrad", elu, []T{9, 4, inf}, []T{4}},
		{"SoftThresholdGrad", ofTwo(SoftThresholdGrad[T]), []T{9, 4, nan}, []T{4}},
		{"SoftThresholdGrad", ofTwo(SoftThresholdGrad[T]), []T{9, 4, -inf}, []T{4}},
		{"SoftThresholdGrad", ofTwo(SoftThresholdGrad[T]), []T{9, nan, neg}, []T{0}},
		{"SoftThresholdGrad", ofTwo(SoftThresholdGrad[T]), []T{9, inf, 0}, []T{0}},
		{"SoftThresholdGrad", ofTwo(SoftThresholdGrad[T]), []T{9, nan, 1}, []T{nan}},
		{"SoftplusGrad", ofTwo(SoftplusGrad[T]), []T{9, 4, nan}, []T{nan}},
		{"SoftplusGrad", ofTwo(SoftplusGrad[T]), []T{9, 4, inf}, []T{4}},
		{"SoftplusGrad", ofTwo(SoftplusGrad[T]), []T{9, 4, 0}, []T{0}},
		{"SoftplusGrad", ofTwo(SoftplusGrad[T]), []T{9, -inf, inf}, []T{-inf}},
		{"SoftplusGrad", ofTwo(SoftplusGrad[T]), []T{9, inf, 0}, []T{nan}},
		{"SoftplusGrad", ofTwo(SoftplusGrad[T]), []T{9, nan, 1}, []T{nan}},
		{"GELUGrad", ofTwo(GELUGrad[T]), []T{9, 4, nan}, []T{nan}},
		{"GELUGrad", ofTwo(GELUGrad[T]), []T{9, 4, inf}, []T{4}},
		{"GELUGrad", ofTwo(GELUGrad[T]), []T{9, 4, -inf}, []T{neg}},
		{"GELUGrad", ofTwo(GELUGrad[T]), []T{9, inf, -inf}, []T{nan}},
		{"GELUGrad", ofTwo(GELUGrad[T]), []T{9, 4, 0}, []T{2}},
		{"SiLUGrad", ofTwo(SiLUGrad[T]), []T{9, 4, nan}, []T{nan}},
		{"SiLUGrad", ofTwo(SiLUGrad[T]), []T{9, 4, inf}, []T{4}},
		{"SiLUGrad", ofTwo(SiLUGrad[T]), []T{9, 4, -inf}, []T{neg}},
		{"SiLUGrad", ofTwo(SiLUGrad[T]), []T{9, inf, -inf}, []T{nan}},
		{"SiLUGrad", ofTwo(SiLUGrad[T]), []T{9, 4, neg}, []T{2}},
		{"Rot by 0", rot(1, 0), []T{nan, 4}, []T{nan, nan}},
		{"Rot by 0", rot(1, 0), []T{4, inf}, []T{nan, inf}},
		{"Rot", rot(0.6, 0.8), []T{inf, 4}, []T{inf, -inf}},
		{"Rot", rot(0.6, 0.8), []T{inf, -inf}, []T{nan, -inf}},
	}
}

func specialSteps[T Float]() []specialElement[T] {
	inf, nan := T(math.Inf(1)), T(math.NaN())
	adamw := func(decay T) func([][]T) []T {
		c := AdamConfig[T]{LR: 0.01, Beta1: 0.9, Beta2: 0.999, Eps: 1e-8, C1: 1.3, C2: 1.7}
		return func(s [][]T) []T { AdamWStep(c, decay, s[0], s[3], s[1], s[2]); return nil }
	}
	nesterov := func(momentum T) func([][]T) []T {
		return func(s [][]T) []T { NesterovStep(0.01, momentum, s[0], s[2], s[1]); return nil }
	}
	return []specialElement[T]{
		{"AdamWStep", adamw(0.1), []T{1, 1, 1, nan}, []T{nan, nan, nan}},
		{"AdamWStep", adamw(0.1), []T{1, 1, 1, -inf}, []T{nan, -inf, inf}},
		{"AdamWStep", adamw(0.1), []T{inf, 0, 0, 0}, []T{nan, 0, 0}},
		{"AdamWStep without decay", adamw(0), []T{-inf, 0, 0, 0}, []T{nan, 0, 0}},
		{"NesterovStep", nesterov(0.9), []T{1, 1, nan}, []T{nan, nan}},
		{"NesterovStep", nesterov(0.9), []T{1, 1, inf}, []T{-inf, inf}},
		{"NesterovStep without momentum", nesterov(0), []T{1, 1, inf}, []T{nan, inf}},
	}
}

func specialMatrices[T Float]() []specialElement[T] {
	inf, nan := T(math.Inf(1)), T(math.NaN())
	axpyCols := func(alpha T) func([][]T) []T {
		return func(s [][]T) []T { AxpyCols(alpha, oneRow(s[1]), s[2], oneRow(s[0])); return nil }
	}
	addScaled := func(r T) func([][]T) []T {
		return func(s [][]T) []T { AddScaledRowsCols(1, []T{r}, oneRow(s[1]), s[2], oneRow(s[0])); return nil }
	}
	scaled := func(r T) func([][]T) []T {
		return func(s [][]T) []T { ScaleRowsCols(oneRow(s[0]), []T{r}, oneRow(s[1]), s[2]); return nil }
	}
	sums := func(f func([]T, Matrix[T])) func([][]T) []T {
		return func(s [][]T) []T { dst := []T{5}; f(dst, oneRow(s[0])); return dst }
	}
	squares := ofOne(func(dst, x []T) { ColSquaredNorms(dst, oneRow(x)) })
	frobenius := func(s [][]T) []T { return []T{FrobeniusDot(oneRow(s[0]), oneRow(s[1]))} }
	scaleRows := func(s [][]T) []T { ScaleRows(oneCol(s[0]), s[1]); return nil }
	scaleCols := func(s [][]T) []T { ScaleCols(oneRow(s[0]), s[1]); return nil }
	product := func(s [][]T) []T { // s is dc, p, w, c
		dr := []T{0}
		ScaledProductGrad(1, oneRow(s[1]), oneRow(s[2]), []T{1}, s[3], dr, s[0])
		return dr
	}
	jacobian := func(f func(T, []T, []T, []T, []T) T) func([][]T) []T { // s is s, dh, h, w
		return func(s [][]T) []T { return []T{f(1, s[2], s[3], s[0], s[1])} }
	}
	relu := func(s [][]T) []T { return []T{JacobianReLU(1, s[2], s[3], s[0], s[1]) - T(len(s[0])-1)} }
	row := func(s [][]T) []T { return []T{JacobianRow(1, s[2], s[3], s[4], s[0], s[1])} } // s is s, da, d, dd, w
	return []specialElement[T]{
		{"AxpyCols", axpyCols(0), []T{1, inf, 1}, []T{nan}},
		{"AxpyCols", axpyCols(2), []T{1, nan, 0}, []T{nan}},
		{"AxpyCols", axpyCols(2), []T{1, -inf, 1}, []T{-inf}},
		{"AddScaledRowsCols", addScaled(0), []T{1, inf, 1}, []T{nan}},
		{"AddScaledRowsCols", addScaled(1), []T{1, nan, 0}, []T{nan}},
		{"AddScaledRowsCols", addScaled(1), []T{1, 2, -inf}, []T{-inf}},
		{"ScaleRowsCols", scaled(0), []T{1, inf, 1}, []T{nan}},
		{"ScaleRowsCols", scaled(1), []T{1, inf, 0}, []T{nan}},
		{"ScaleRowsCols", scaled(1), []T{1, nan, 0}, []T{nan}},
		{"ScaleRowsCols", scaled(1), []T{1, -inf, 2}, []T{-inf}},
		{"ScaleRows", scaleRows, []T{nan, 0}, []T{nan}},
		{"ScaleRows", scaleRows, []T{2, inf}, []T{inf}},
		{"ScaleRows", scaleRows, []T{-inf, 0}, []T{nan}},
		{"ScaleCols", scaleCols, []T{nan, 0}, []T{nan}},
		{"ScaleCols", scaleCols, []T{2, inf}, []T{inf}},
		{"ScaleCols", scaleCols, []T{-inf, 0}, []T{nan}},
		{"ColSquaredNorms", squares, []T{5, nan}, []T{nan}},
		{"ColSquaredNorms", squares, []T{5, -inf}, []T{inf}},
		{"RowSquaredNorms", sums(RowSquaredNorms[T]), []T{nan}, []T{nan}},
		{"RowSquaredNorms", sums(RowSquaredNorms[T]), []T{-inf}, []T{inf}},
		{"RowSums", sums(RowSums[T]), []T{nan}, []T{nan}},
		{"RowSums", sums(RowSums[T]), []T{-inf}, []T{-inf}},
		{"FrobeniusDot", frobenius, []T{nan, 0}, []T{nan}},
		{"FrobeniusDot", frobenius, []T{0, inf}, []T{nan}},
		{"FrobeniusDot", frobenius, []T{-1, inf}, []T{-inf}},
		{"ScaledProductGrad", product, []T{1, nan, 1, 0}, []T{nan, nan}},
		{"ScaledProductGrad", product, []T{1, inf, 0, 1}, []T{nan, nan}},
		{"ScaledProductGrad", product, []T{1, 1, 0, inf}, []T{1, nan}},
		{"ScaledProductGrad", product, []T{1, 1, -inf, 1}, []T{-inf, -inf}},
		{"JacobianSigmoid", jacobian(JacobianSigmoid[T]), []T{0, 0, nan, 1}, []T{nan, nan, nan}},
		{"JacobianSigmoid", jacobian(JacobianSigmoid[T]), []T{0, 0, 0.25, nan}, []T{0.03515625, nan, nan}},
		{"JacobianSigmoid", jacobian(JacobianSigmoid[T]), []T{0, 0, 0.25, inf}, []T{0.03515625, inf, inf}},
		{"JacobianSigmoid", jacobian(JacobianSigmoid[T]), []T{0, 0, 1, inf}, []T{0, nan, nan}},
		{"JacobianSigmoid", jacobian(JacobianSigmoid[T]), []T{0, 0, inf, 1}, []T{inf, inf, inf}},
		{"JacobianTanh", jacobian(JacobianTanh[T]), []T{0, 0, nan, 1}, []T{nan, nan, nan}},
		{"JacobianTanh", jacobian(JacobianTanh[T]), []T{0, 0, 0.5, inf}, []T{0.5625, -inf, inf}},
		{"JacobianTanh", jacobian(JacobianTanh[T]), []T{0, 0, 0, inf}, []T{1, nan, inf}},
		{"JacobianReLU", relu, []T{3, 4, nan, nan}, []T{3, 4, 0}},
		{"JacobianReLU", relu, []T{3, 4, -inf, inf}, []T{3, 4, 0}},
		{"JacobianReLU", relu, []T{3, 4, inf, nan}, []T{4, 4, nan}},
		{"JacobianReLU", relu, []T{3, 4, 1, inf}, []T{4, 4, inf}},
		{"JacobianRow", row, []T{0, 0, nan, 1, 1}, []T{nan, nan, nan}},
		{"JacobianRow", row, []T{0, 0, 2, 1, inf}, []T{4, inf, inf}},
		{"JacobianRow", row, []T{0, 0, 0, 1, inf}, []T{0, nan, nan}},
	}
}

// TestSpecialConversions: NaN, ±Inf and −0 in other formats, and as they are moved.
func TestSpecialConversions(t *testing.T) {
	defer func(l level) { active = l }(active)
	nan, inf, neg := math.NaN(), math.Inf(1), math.Copysign(0, -1)
	const n = 70
	for _, active = range available {
		check := func(what string, got, want float64) {
			t.Helper()
			if !same(got, want) {
				t.Errorf("%v: %s: %v, want %v", active, what, got, want)
			}
		}
		for _, v := range []float64{nan, inf, -inf, neg} {
			src, dst := make([]float32, n), make([]float64, n)
			setAll(src, float32(v))
			Widen(dst, src)
			check("Widen", dst[0], v)
			check("Widen", dst[n-1], v)
		}
		halves := map[uint16]float64{0x7c00: inf, 0xfc00: -inf, 0x8000: neg, 0x7e00: nan, 0x7c01: nan} // the last one is signalling
		for h, v := range halves {
			src, dst := make([]uint16, n), make([]float32, n)
			for i := range src {
				src[i] = h
			}
			FromFloat16(dst, src)
			check("FromFloat16", float64(dst[0]), v)
			check("FromFloat16", float64(dst[n-1]), v)
		}
		bytes, dst := make([]uint8, n), make([]float64, n)
		bytes[n-1] = 2
		FromBytes(dst, bytes, inf, 1)
		check("FromBytes of 0 by Inf", dst[0], nan)
		check("FromBytes of 2 by Inf", dst[n-1], inf)
		FromBytes(dst, bytes, 1, nan)
		check("FromBytes with an offset of NaN", dst[0], nan)

		src, turned := NewMatrix[float32](n, n), NewMatrix[float32](n, n)
		for i := range src.Data {
			src.Data[i] = math.Float32frombits([]uint32{0x7f800001, 0xffc12345, 0xff800000, 0x80000000}[i%4])
		}
		Transpose(turned, src)
		for i := range n {
			for j := range n {
				if got, want := math.Float32bits(turned.Row(j)[i]), math.Float32bits(src.Row(i)[j]); got != want {
					t.Fatalf("%v: Transpose: %#x became %#x", active, want, got)
				}
			}
		}
	}
}

// TestFarLogits: logits at the ends of the range, and none.
func TestFarLogits(t *testing.T) {
	defer func(l level) { active = l }(active)
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	far := oneRow([]float32{3e38, -3e38})
	for _, active = range available {
		da := NewMatrix[float32](1, 2)
		for _, c := range []struct {
			name      string
			got, want float32
		}{
			{"no columns", SoftmaxCrossEntropyGrad(1, NewMatrix[float32](2, 0), NewMatrix[float32](2, 0), NewMatrix[float32](2, 0)), -inf},
			{"a difference that overflows, with x = 0", SoftmaxCrossEntropyGrad(1, da, far, oneRow([]float32{1, 0})), nan},
			{"a difference that overflows, with x = ½", SoftmaxCrossEntropyGrad(1, da, far, oneRow([]float32{0.5, 0.5})), inf},
			{"a difference that overflows, another class", SoftmaxClassGrad(1, da, far, []int{0}), 0},
			{"a difference that overflows, the class", SoftmaxClassGrad(1, da, far, []int{1}), inf},
		} {
			if !same(c.got, c.want) {
				t.Errorf("%v: %s: %v, want %v", active, c.name, c.got, c.want)
			}
		}
	}
}
