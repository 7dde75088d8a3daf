package kernels

import (
	"math"
	"slices"
	"testing"
)

// TestNormalizeRows: rows of all magnitudes get the direction that they have, and
// those with a normal norm the bits of one division.
func TestNormalizeRows(t *testing.T) {
	both(t, testNormalizeRows[float32], testNormalizeRows[float64])
}

func testNormalizeRows[T Float](t *testing.T) {
	eps, least, most := 0x1p-23, -149, 128
	if !isFloat32[T]() {
		eps, least, most = 0x1p-52, -1074, 1024
	}
	for _, n := range []int{1, 2, 3, 100, 9000} {
		for e := least; e < most; e += max(1, min(e-least, most-1-e)/4) {
			src := NewMatrix[T](1, n)
			for i := range src.Data {
				src.Data[i] = T(math.Ldexp(1+float64(i%5)/8, e)) // rounded if it is subnormal
			}
			if n > 2 {
				src.Data[1], src.Data[2] = T(math.Ldexp(1, least)), 0
			}
			for _, l := range available {
				dst := NewMatrix[T](1, n)
				normalizeRows(l, dst, src)
				norm, fair := Nrm2(src.Data), scaled(src.Data, -e) // the oracle stays in range
				length := exactNorm(fair)
				for i, got := range dst.Data {
					if once := src.Data[i] / norm; norm >= leastNormal[T]() && finite(norm) && !same(got, once) {
						t.Fatalf("%v of %d at 2^%d: element %d is %v, want %v", l, n, e, i, got, once)
					}
					if want := fair[i] / length; math.Abs(float64(got)-want) > 4*eps*want+math.Ldexp(1, least) {
						t.Fatalf("%v of %d at 2^%d: element %d is %v, want %v", l, n, e, i, got, want)
					}
				}
				if length := exactNorm(dst.Data); math.Abs(length-1) > 4*eps {
					t.Fatalf("%v of %d at 2^%d: length %v", l, n, e, length)
				}
				inPlace := Matrix[T]{Rows: 1, Cols: n, Stride: n, Data: slices.Clone(src.Data)}
				normalizeRows(l, inPlace, inPlace)
				compare(t, inPlace.Data, dst.Data, "%v of %d at 2^%d in place", l, n, e)
			}
		}
	}
}

// scaled returns 2ᵉ·x in float64.
func scaled[T Float](x []T, e int) []float64 {
	y := make([]float64, len(x))
	for i, v := range x {
		y[i] = math.Ldexp(float64(v), e)
	}
	return y
}
