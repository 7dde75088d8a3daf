package kernels

import (
	"math"
	"math/big"
	"testing"
)

// TestMoments compares with exact sums where the mean is large beside the
// deviation, and in long slices.
func TestMoments(t *testing.T) { both(t, testMoments[float32], testMoments[float64]) }

func testMoments[T Float](t *testing.T) {
	eps, large := 0x1p-23, 1e6
	if !isFloat32[T]() {
		eps, large = 0x1p-52, 1e15
	}
	const long = 1 << 20
	v, g := &values{}, make([]T, long)
	Normal(Philox{Seed: 3}, g, 0)
	ordinary := func(int) float64 {
		x := []T{0}
		fill(v, x, false)
		return 1000 + float64(x[0])/100
	}
	for _, tt := range []struct {
		name string
		n    int
		x    func(i int) float64
	}{
		{"ordinary", 3, ordinary},
		{"ordinary", 100, ordinary},
		{"ordinary", 20000, ordinary},
		{"two values", long, func(i int) float64 { return large + float64(i%2) }},
		{"normal", long, func(i int) float64 { return large + 0.5*float64(g[i]) }},
		{"normal", 20001, func(i int) float64 { return -large + 0.5*float64(g[i]) }},
		{"a ramp", 100_000, func(i int) float64 { return large + float64(i)/64 }},
		{"mean 0", 100_000, func(i int) float64 { return float64(g[i]) }},
		{"an outlier", 100_000, func(i int) float64 {
			if i == 0 {
				return 1e15
			}
			return 1 + float64(g[i])
		}},
		{"outliers at both ends", 100_000, func(i int) float64 {
			if i == 0 || i == 99_999 {
				return 1e15
			}
			return large + float64(g[i])
		}},
		{"equal", long, func(int) float64 { return 123456.7 }},
		{"equal", 1_000_003, func(int) float64 { return -5.3 }},
		{"equal", 20000, func(int) float64 { return math.MaxFloat32 }},
	} {
		x := make([]T, tt.n)
		for i := range x {
			x[i] = T(tt.x(i))
		}
		mu, sigma2 := exactMoments(x)
		// Sums of deviations round; the mean itself does at last.
		tolerance := eps * (math.Abs(mu)/2 + math.Sqrt(float64(tt.n)*sigma2)/8)
		for _, l := range available {
			m, s := meanVariance(l, x)
			if one := mean(l, x); finite(one) && math.Abs(float64(one)-mu) > 2*tolerance { // the sum may overflow
				t.Errorf("%s, %d, %v: Mean %v, want %v", tt.name, tt.n, l, one, mu)
			}
			if e := math.Abs(float64(m) - mu); e > tolerance {
				t.Errorf("%s, %d, %v: mean %v, want %v", tt.name, tt.n, l, m, mu)
			}
			if e := math.Abs(float64(s) - sigma2); e > 8*eps*math.Sqrt(float64(tt.n))*sigma2 {
				t.Errorf("%s, %d, %v: variance %v, want %v", tt.name, tt.n, l, s, sigma2)
			}
		}
	}
}

// exactMoments are the mean and the variance of the population.
func exactMoments[T Float](x []T) (mean, variance float64) {
	exact := func(v float64) *big.Float { return new(big.Float).SetPrec(300).SetFloat64(v) }
	counts := map[T]int{} // equal elements at once, since big numbers are slow
	for _, e := range x {
		counts[e]++
	}
	sum, squares, n := exact(0), exact(0), exact(float64(len(x)))
	v, times := exact(0), exact(0)
	for e, count := range counts {
		v.SetFloat64(float64(e))
		times.Mul(v, times.SetInt64(int64(count)))
		sum.Add(sum, times)
		squares.Add(squares, v.Mul(v, times))
	}
	mu := sum.Quo(sum, n)
	mean, _ = mu.Float64()
	variance, _ = squares.Sub(squares.Quo(squares, n), v.Mul(mu, mu)).Float64() // cancels, but has bits enough
	return mean, max(variance, 0)
}

// TestNorm compares with exact sums where squares overflow and underflow.
func TestNorm(t *testing.T) { both(t, testNorm[float32], testNorm[float64]) }

func testNorm[T Float](t *testing.T) {
	eps, scales := 0x1p-23, []int{-140, -70, 0, 60, 110}
	least := math.Ldexp(eps, -125) // a subnormal's ULP
	if !isFloat32[T]() {
		eps, scales = 0x1p-52, []int{-1060, -600, 0, 500, 1015}
		least = 2 * math.SmallestNonzeroFloat64
	}
	for _, n := range []int{3, 100, 20000} {
		x := make([]T, n)
		for _, e := range scales {
			for i := range x {
				x[i] = T(math.Ldexp(1+float64(i%7), e))
			}
			if got, want := float64(Nrm2(x)), exactNorm(x); math.Abs(got-want) > 4*eps*want+least {
				t.Errorf("norm of %d at 2^%d: %v, want %v", n, e, got, want)
			}
		}
	}
}

func exactNorm[T Float](x []T) float64 {
	q, v := new(big.Float).SetPrec(300), new(big.Float).SetPrec(300)
	for _, e := range x {
		v.SetFloat64(float64(e))
		q.Add(q, v.Mul(v, v))
	}
	norm, _ := q.Sqrt(q).Float64()
	return norm
}
