package kernels

import (
	"fmt"
	"testing"
)

// TestNoEscapeMore is TestNoEscape for kernels with shapes of their own.
func TestNoEscapeMore(t *testing.T) {
	if raceEnabled {
		t.Skip("the race detector's own calls make slices escape")
	}
	m, d := NewMatrix[float32](10, 40), NewMatrix[float32](10, 40)
	for _, tt := range []struct {
		name string
		f    func()
	}{
		{"GaussianGrad", func() { var a, b, c, d, e [50]float32; _ = GaussianGrad(1, a[:], b[:], c[:], d[:], e[:]) }},
		{"GaussianFloorGrad", func() { var a, b, c, d, e [50]float32; _ = GaussianFloorGrad(1, 1, a[:], b[:], c[:], d[:], e[:]) }},
		{"ContinuousBernoulliGrad", func() { var a, b, c [50]float64; _ = ContinuousBernoulliGrad(1, a[:], b[:], c[:]) }},
		{"ContinuousBernoulliMean", func() { var a, b [50]float64; ContinuousBernoulliMean(a[:], b[:]) }},
		{"PoissonGrad", func() { var a, b, c [50]float64; _ = PoissonGrad(1, a[:], b[:], c[:]) }},
		{"LaplaceGrad", func() { var a, b, c [50]float64; _ = LaplaceGrad(1, a[:], b[:], c[:]) }},
		{"SoftmaxClassGrad", func() { var c [10]int; _ = SoftmaxClassGrad(1, d, m, c[:]) }},
		{"JacobianRow", func() { var a, b, c, d, e [50]float32; _ = JacobianRow(1, a[:], b[:], c[:], d[:], e[:]) }},
		{"ScaleRowsCols", func() { var r [10]float32; var c [40]float32; ScaleRowsCols(d, r[:], m, c[:]) }},
		{"ScaledProductGrad", func() {
			var r, dr [10]float32
			var c, dc [40]float32
			ScaledProductGrad(1, m, d, r[:], c[:], dr[:], dc[:])
		}},
		{"AdamWStep", func() { var p, g, m, v [50]float32; AdamWStep(AdamConfig[float32]{}, 1, p[:], g[:], m[:], v[:]) }},
		{"NesterovStep", func() { var p, g, b [50]float32; NesterovStep(1, 1, p[:], g[:], b[:]) }},
		{"Normal", func() { var x [300]float32; Normal(Philox{}, x[:], 5) }},
		{"IntN", func() { var x [300]int; IntN(Philox{}, 7, x[:], 5) }},
		{"Perm", func() { var x [300]int; Perm(Philox{}, x[:]) }},
		{"PackSigns", func() { var x [100]float64; var b [2]uint64; PackSigns(b[:], x[:]) }},
		{"Hamming", func() { var a, b [40]uint64; _ = Hamming(a[:], b[:]) }},
		{"HammingScan", func() { var q [3]uint64; var a [90]uint64; var d [30]uint16; HammingScan(d[:], q[:], a[:]) }},
		{"Widen", func() { var x [50]float32; var y [50]float64; Widen(y[:], x[:]); Narrow(x[:], y[:]) }},
		{"Float16", func() { var x [50]float32; var y [50]uint16; ToFloat16(y[:], x[:]); FromFloat16(x[:], y[:]) }},
		{"BFloat16", func() { var x [50]float32; var y [50]uint16; ToBFloat16(y[:], x[:]); FromBFloat16(x[:], y[:]) }},
		{"FromBytes", func() { var x [50]float64; var y [50]uint8; FromBytes(x[:], y[:], 1, 0) }},
	} {
		if n := testing.AllocsPerRun(100, tt.f); n != 0 {
			t.Errorf("%s allocates %v times", tt.name, n)
		}
	}
}

// TestPanicsMore is TestPanics for the same kernels.
func TestPanicsMore(t *testing.T) {
	x, u := make([]float32, 20), make([]uint64, 20)
	m := NewMatrix[float32](2, 3)
	for _, tt := range []struct {
		want string
		f    func()
	}{
		{"kernels: GaussianGrad: slice lengths differ: [2 2 2 2 3]", func() { GaussianGrad(1, x[:2], x[2:4], x[4:6], x[6:8], x[8:11]) }},
		{"kernels: GaussianGrad: slices overlap without being the same", func() { GaussianGrad(1, x[:2], x[:2], x[4:6], x[6:8], x[8:10]) }},
		{"kernels: SoftmaxCrossEntropyGrad: the result overlaps a source", func() { SoftmaxCrossEntropyGrad(1, m, m, m) }},
		{"kernels: SoftmaxCrossEntropyGrad: the result is 2×3, a source 3×2", func() { SoftmaxCrossEntropyGrad(1, m, NewMatrix[float32](3, 2), m) }},
		{"kernels: SoftmaxClassGrad: class 3 in row 1 of 3 columns", func() { SoftmaxClassGrad(1, m, m, []int{0, 3}) }},
		{"kernels: SoftmaxClassGrad: 1 classes for 2 rows", func() { SoftmaxClassGrad(1, m, m, []int{0}) }},
		{"kernels: JacobianRow: dd has 3 elements, want 2", func() { JacobianRow(1, x[:2], x[2:5], x[5:7], x[7:9], x[9:11]) }},
		{"kernels: ScaleRowsCols: r has 1 elements, want 2", func() { ScaleRowsCols(m, x[:1], NewMatrix[float32](2, 3), x[:3]) }},
		{"kernels: NesterovStep: lengths p 1, g 1, buf 2 differ", func() { NesterovStep(1, 1, x[:1], x[1:2], x[2:4]) }},
		{"kernels: AdamWStep: slices overlap", func() { AdamWStep(AdamConfig[float32]{}, 1, x[:2], x[1:3], x[4:6], x[6:8]) }},
		{"kernels: IntN: n is 0", func() { IntN(Philox{}, 0, make([]int, 1), 0) }},
		{"kernels: PackSigns: dst has 1 words, want 2 for 65 bits", func() { PackSigns(u[:1], make([]float64, 65)) }},
		{"kernels: Hamming: slice lengths differ: [1 2]", func() { Hamming(u[:1], u[:2]) }},
		{"kernels: HammingScan: a table of 7 words for 3 codes of 2 words, at most 1023", func() { HammingScan(make([]uint16, 3), u[:2], u[:7]) }},
		{"kernels: Narrow: slice lengths differ: [2 1]", func() { Narrow(x[:2], make([]float64, 1)) }},
	} {
		func() {
			defer func() {
				if got := recover(); fmt.Sprint(got) != tt.want {
					t.Errorf("panic %q, want %q", got, tt.want)
				}
			}()
			tt.f()
		}()
	}
}
