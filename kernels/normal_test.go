package kernels

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"math"
	"slices"
	"testing"
)

// digest is the beginning of the SHA-256 of the values' bits.
func digest[T Float](x []T) string {
	h := sha256.New()
	for _, v := range x {
		binary.Write(h, binary.LittleEndian, v)
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// TestStreams has the digests of streams, so that no machine, build or change
// of the code draws others unnoticed.
func TestStreams(t *testing.T) {
	r := Philox{Seed: 42, Stream: 7}
	n32, n64 := make([]float32, 5000), make([]float64, 5000)
	u32, u64 := make([]float32, 5000), make([]float64, 5000)
	for _, l := range available {
		normal(l, r, n32, 3)
		normal(l, r, n64, 3)
		uniform(l, r, u32, 3)
		uniform(l, r, u64, 3)
		for _, tt := range []struct{ name, got, want string }{
			{"Normal float32", digest(n32), "ca122e1ea95e0675"},
			{"Normal float64", digest(n64), "80e5ca0bb1073612"},
			{"Uniform float32", digest(u32), "410c138437979125"},
			{"Uniform float64", digest(u64), "83f6d614a3be2ad7"},
		} {
			if tt.got != tt.want {
				t.Errorf("%s %v: digest %s, want %s", tt.name, l, tt.got, tt.want)
			}
		}
	}
	ints, perm := make([]int, 5), make([]int, 10)
	IntN(r, 1000, ints, 3)
	Perm(r, perm)
	if want := []int{561, 144, 340, 579, 528}; !slices.Equal(ints, want) {
		t.Errorf("IntN: %v, want %v", ints, want)
	}
	if want := []int{4, 0, 9, 6, 1, 3, 8, 5, 2, 7}; !slices.Equal(perm, want) {
		t.Errorf("Perm: %v, want %v", perm, want)
	}
}

// TestNormalPosition: a variate depends on its position alone.
func TestNormalPosition(t *testing.T) {
	both(t, testNormalPosition[float32], testNormalPosition[float64])
}

func testNormalPosition[T Float](t *testing.T) {
	r := Philox{Seed: 3, Stream: 1 << 40}
	want := make([]T, 6000)
	normal(levelGeneric, r, want, 0)
	for _, l := range available {
		for _, pos := range []int{0, 1, 63, 64, 127, 128, 200} {
			for _, n := range []int{0, 1, 2, 64, 65, 127, 128, 129, 300, 2048, 5000} {
				got := make([]T, n)
				normal(l, r, got, uint64(pos))
				compare(t, got, want[pos:pos+n], "%v, %d from %d", l, n, pos)
			}
		}
	}
}

// TestNormalDistribution checks moments, the distribution function and the
// independence of neighbours and of the two variates of one radius.
func TestNormalDistribution(t *testing.T) {
	both(t, testNormalDistribution[float32], testNormalDistribution[float64])
}

func testNormalDistribution[T Float](t *testing.T) {
	const n = 1 << 18
	x := make([]T, n)
	Normal(Philox{Seed: 11}, x, 0)
	// The deviations of the sample's moments 1 to 4 are √(1, 2, 15, 96)/√n, and of
	// a correlation 1/√n; each is allowed 4.5 of them.
	var m [5]float64
	var next, pair, pairSquares float64
	for i, v := range x {
		p := 1.0
		for k := range m {
			m[k] += p / n
			p *= float64(v)
		}
		next += float64(v) * float64(x[(i+1)%n]) / n
		if i%normalBlock < normalHalf {
			w := float64(x[i+normalHalf])
			pair += float64(v) * w / (n / 2)
			pairSquares += (float64(v)*float64(v) - 1) * (w*w - 1) / (n / 2)
		}
	}
	for _, tt := range []struct {
		name           string
		got, want, dev float64
	}{
		{"mean", m[1], 0, 1}, {"second moment", m[2], 1, math.Sqrt2}, {"third moment", m[3], 0, math.Sqrt(15)},
		{"fourth moment", m[4], 3, math.Sqrt(96)}, {"correlation of neighbours", next, 0, 1},
		{"correlation of pairs", pair, 0, math.Sqrt2}, {"correlation of pairs' squares", pairSquares, 0, 2 * math.Sqrt2},
	} {
		if math.Abs(tt.got-tt.want) > 4.5*tt.dev/math.Sqrt(n) {
			t.Errorf("%s is %v, want %v ± %v", tt.name, tt.got, tt.want, 4.5*tt.dev/math.Sqrt(n))
		}
	}
	// Kolmogorov and Smirnov: √n·D is above 1.95 once in a thousand.
	s := slices.Clone(x)
	slices.Sort(s)
	worst := 0.0
	for i, v := range s {
		f := math.Erfc(-float64(v)/math.Sqrt2) / 2
		worst = max(worst, math.Abs(f-float64(i)/n), math.Abs(f-float64(i+1)/n))
	}
	if worst*math.Sqrt(n) > 1.95 {
		t.Errorf("√n·D = %v", worst*math.Sqrt(n))
	}
}

// TestBoxMullerAccuracy checks the variates of random bits against Go's math.
func TestBoxMullerAccuracy(t *testing.T) {
	both(t, testBoxMullerAccuracy[float32], testBoxMullerAccuracy[float64])
}

func testBoxMullerAccuracy[T Float](t *testing.T) {
	const n = 1 << 14
	tolerance := 4 * 0x1p-24
	if !isFloat32[T]() {
		tolerance = 12 * 0x1p-53 // 2πt in float64 is off by some of these
	}
	a, b := make([]T, n), make([]T, n)
	fill(&values{}, a, true)
	fill(&values{r: Philox{Seed: 1}}, b, true)
	u, v := slices.Clone(a), slices.Clone(b)
	unitAbove0(u)
	unitFloatGo(v, v)
	dispatchBoxMuller(active, a, b)
	for i := range a {
		if !(u[i] > 0 && u[i] <= 1) {
			t.Fatalf("u is %v", u[i])
		}
		r := math.Sqrt(-2 * math.Log(float64(u[i])))
		sin, cos := math.Sincos(2 * math.Pi * float64(v[i]))
		if e := max(math.Abs(float64(a[i])-r*cos), math.Abs(float64(b[i])-r*sin)); e > tolerance*max(r, 1e-3) {
			t.Fatalf("u %v, t %v: %v, %v, want %v, %v", u[i], v[i], a[i], b[i], r*cos, r*sin)
		}
	}
}

// TestIntN checks ranges, uniformity and positions.
func TestIntN(t *testing.T) {
	const n = 60_000
	r := Philox{Seed: 5}
	x := make([]int, n)
	for _, k := range []int{1, 2, 6, 1000} {
		IntN(r, k, x, 0)
		count := make([]float64, k)
		for _, v := range x {
			count[v]++ // panics outside the range
		}
		chi := 0.0
		for _, c := range count {
			e := float64(n) / float64(k)
			chi += (c - e) * (c - e) / e
		}
		// χ² has mean k−1 and deviation √(2(k−1)).
		if f := float64(k - 1); chi > f+4.5*math.Sqrt(2*f)+1e-9 {
			t.Errorf("n = %d: χ² = %v, want about %v", k, chi, f)
		}
		part := make([]int, 300)
		IntN(r, k, part, 500)
		if !slices.Equal(part, x[500:800]) {
			t.Errorf("n = %d: values depend on where the draw starts", k)
		}
	}
	big := make([]int, 100)
	IntN(r, math.MaxInt, big, 0)
	if slices.Min(big) < 0 || slices.Max(big) < math.MaxInt/2 {
		t.Errorf("of MaxInt: %v … %v", slices.Min(big), slices.Max(big))
	}
}

// TestPerm: permutations of 4 elements are equally frequent, and a long one
// holds each element once.
func TestPerm(t *testing.T) {
	count := map[[4]int]float64{}
	const n = 24_000
	for i := range uint64(n) {
		var p [4]int
		Perm(Philox{Seed: 9, Stream: i}, p[:])
		count[p]++
	}
	chi := 0.0
	for _, c := range count {
		chi += (c - 1000) * (c - 1000) / 1000
	}
	if len(count) != 24 || chi > 23+4.5*math.Sqrt(46) {
		t.Errorf("%d permutations of 4, χ² = %v, want 24, about 23", len(count), chi)
	}
	p := make([]int, 1000)
	Perm(Philox{}, p)
	if slices.IsSorted(p) {
		t.Error("the permutation is the identity")
	}
	slices.Sort(p)
	for i, v := range p {
		if i != v {
			t.Fatalf("element %d of the sorted permutation is %d", i, v)
		}
	}
}
