package accuracy

import (
	"math"
	"math/big"
	"testing"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/kernels/internal/oracle"
)

// TestReference: at float32 arguments of every binade, the float64 functions,
// which sweeps take for exact, are within 2⁻⁵⁰ of the oracle's value (absolute
// where the bound is). That is 2⁻²⁶ of a float32's ULP.
func TestReference(t *testing.T) {
	far, near := 4, uint64(64)
	if testing.Short() {
		far, near = 1, 12
	}
	Each(func(f Function, bits, i int) {
		if r := f.ranges[i]; bits == 32 {
			xs := binades(r, far, near)
			if worst, at := f.reference(r, xs); !(worst <= 0x1p-50) {
				t.Errorf("%s float64 [%g, %g]: error 2^%.2f at %g, want ≤ 2^-50", f.Name, r.Lo, r.Hi, math.Log2(worst), at)
			} else {
				t.Logf("%s [%g, %g]: 2^%.2f at %g, %d arguments", f.Name, r.Lo, r.Hi, math.Log2(worst), at, len(xs))
			}
		}
	})
}

// binades returns random float32 arguments: far of every binade, or of every
// eighth if that is 1, and near of those where functions bend.
func binades(r Range, far int, near uint64) []float64 {
	var xs []float64
	u := make([]float64, near)
	for _, p := range parts(r.Lo, r.Hi, bits32) {
		for first := p[0]; first <= p[1]; {
			last := min(first|(1<<23-1), p[1])
			e := int(first>>23&0xff) - 127
			n := near
			if e < -12 || e > 6 {
				n = uint64(far)
				if far == 1 && e&7 != 0 {
					n = 0
				}
			}
			kernels.Uniform(kernels.Philox{Seed: 3, Stream: first}, u[:n], 0)
			for _, u := range u[:n] {
				x := float64(math.Float32frombits(uint32(first + uint64(u*float64(last-first+1)))))
				if x != 0 && x != r.Lo && !math.IsInf(x, 0) && x == x { // special values have a test of their own
					xs = append(xs, x)
				}
			}
			first = last + 1
		}
	}
	return xs
}

// reference returns the worst error of the float64 function.
func (f Function) reference(r Range, xs []float64) (worst, at float64) {
	const nothing, beyond = 0x1p-152, 0x1p130 // in float32 0 and infinite
	blocks := uint64(len(xs)+block-1) / block
	res := parallel(blocks, func(b uint64, buf *buffers, res *Result) {
		xs := xs[b*block : min((b+1)*block, uint64(len(xs)))]
		ys := buf.y64[:len(xs)]
		f.f64(ys, xs)
		for j, x := range xs {
			exact := f.exact(new(big.Float).SetPrec(oracle.Prec).SetFloat64(x))
			size, _ := exact.Float64()
			if math.Abs(size) > beyond && math.Abs(ys[j]) > beyond {
				continue
			}
			diff := new(big.Float).Sub(new(big.Float).SetPrec(oracle.Prec).SetFloat64(ys[j]), exact)
			err, _ := diff.Float64()
			if !r.Absolute && err != 0 && math.Abs(size) > nothing {
				err /= size
			}
			res.Inputs++
			res.take(math.Abs(err), x)
		}
	})
	return res.Worst, res.At
}

// TestWorst: where a sweep found the worst float32 error, the oracle finds it too.
func TestWorst(t *testing.T) {
	rs, err := Read(root)
	if err != nil {
		t.Fatal(err)
	}
	next := 0
	Each(func(f Function, bits, i int) {
		r := rs[next]
		next++
		if bits != 32 || r.At == 0 {
			return
		}
		x, y := []float32{float32(r.At)}, []float32{0}
		f.f32(y, x)
		exact := f.exact(new(big.Float).SetPrec(oracle.Prec).SetFloat64(r.At))
		e := single.ulps(float64(y[0]), exact)
		if r.Absolute {
			d, _ := new(big.Float).Sub(big.NewFloat(float64(y[0])), exact).Float64()
			e = math.Ldexp(math.Abs(d), single.prec)
		}
		if math.Abs(e-r.Worst) > 1e-4 {
			t.Errorf("%s float32 at %g: error %.4f, the table has %.4f", f.Name, r.At, e, r.Worst)
		}
	})
}
