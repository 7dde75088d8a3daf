package kernels

import (
	"slices"
	"testing"
)

// TestSameBits runs every kernel on every implementation, at every length up
// to two rounds of the lanes and at lengths around the bounds of one assembly
// call, and compares with the definition.
func TestSameBits(t *testing.T) { both(t, testSameBits[float32], testSameBits[float64]) }

func testSameBits[T Float](t *testing.T) {
	var lengths []int
	for n := range 2*lanes[T]() + 2 {
		lengths = append(lengths, n)
	}
	lengths = append(lengths, 1000, 8191, 8192, 8193, 3*8192+77)
	for _, r := range rows[T]() {
		for _, n := range lengths {
			for wild := range 2 {
				checkRow1(t, r, n, wild == 1)
			}
		}
	}
}

// checkRow1 compares all implementations of one kernel on n elements.
func checkRow1[T Float](t testing.TB, r row[T], n int, wild bool) {
	v := &values{r: Philox{Seed: uint64(n), Stream: uint64(len(r.name))}}
	in := make([][]T, r.out+r.in)
	for i := range in {
		in[i] = make([]T, n)
		fill(v, in[i], wild)
	}
	compareRow(t, r, in)
}

func compareRow[T Float](t testing.TB, r row[T], in [][]T) {
	clone := func() [][]T {
		c := make([][]T, len(in))
		for i := range in {
			c[i] = slices.Clone(in[i])
		}
		return c
	}
	want := clone()
	sum := r.run(levelGeneric, want)
	for _, l := range assembly() {
		got := clone()
		if s := r.run(l, got); !same(s, sum) {
			t.Fatalf("%s %v, %d elements: sum %v (%#x), want %v (%#x)", r.name, l, len(in[0]), s, bits(s), sum, bits(sum))
		}
		for i := range got {
			compare(t, got[i], want[i], "%s %v, %d elements, slice %d", r.name, l, len(in[0]), i)
		}
	}
}

// disjoint are kernels whose results must be disjoint from their sources.
var disjoint = []string{"L1Grad", "JacobianReLU", "JacobianSigmoid", "JacobianTanh", "JacobianRow", "ScaledProductGrad", "AdamStep", "AdamWStep", "SGDStep", "NesterovStep"}

// TestInPlace checks that results may be sources, each another one.
func TestInPlace(t *testing.T) { both(t, testInPlace[float32], testInPlace[float64]) }

func testInPlace[T Float](t *testing.T) {
	for _, r := range rows[T]() {
		if r.out == 0 || r.in == 0 || slices.Contains(disjoint, r.name) {
			continue
		}
		for n := range 2*lanes[T]() + 2 {
			s := make([][]T, r.out+r.in)
			for i := range s {
				s[i] = make([]T, n)
				fill(&values{r: Philox{Seed: uint64(i)}}, s[i], true)
			}
			aliases(r.out, r.in, nil, func(alias []int) {
				apart := slices.Clone(s)
				for i, a := range alias {
					apart[i] = slices.Clone(s[a])
				}
				sum := r.run(levelGeneric, apart)
				for _, l := range available {
					together := slices.Clone(s)
					for i, a := range alias {
						together[i] = slices.Clone(s[a])
						together[a] = together[i]
					}
					if got := r.run(l, together); !same(got, sum) {
						t.Fatalf("%s %v, %d elements, results are sources %v: sum %v, want %v", r.name, l, n, alias, got, sum)
					}
					for i := range alias {
						compare(t, together[i], apart[i], "%s %v, %d elements, results are sources %v, result %d", r.name, l, n, alias, i)
					}
				}
			})
		}
	}
}

// aliases calls f with each choice of different sources for results: alias[i] is
// the slice that result i is, itself or a source.
func aliases(out, in int, alias []int, f func(alias []int)) {
	i := len(alias)
	if i == out {
		f(alias)
		return
	}
	aliases(out, in, append(alias, i), f)
	for a := out; a < out+in; a++ {
		if !slices.Contains(alias, a) {
			aliases(out, in, append(alias, a), f)
		}
	}
}

// FuzzSameBits compares the implementations of a kernel on arbitrary bits.
func FuzzSameBits(f *testing.F) {
	f.Add(uint8(6), []byte("\x00\x00\x80\x7f\x01\x00\x00\x80 some more bytes than one vector holds, to be sure of a tail"))
	f.Fuzz(func(t *testing.T, k uint8, data []byte) {
		fuzzRow[float32](t, k, data)
		fuzzRow[float64](t, k, data)
	})
}

func fuzzRow[T Float](t *testing.T, k uint8, data []byte) {
	table := rows[T]()
	r := table[int(k)%len(table)]
	size := 4
	if !isFloat32[T]() {
		size = 8
	}
	n := len(data) / size / (r.out + r.in)
	s := make([][]T, r.out+r.in)
	for i := range s {
		s[i] = make([]T, n)
		for j := range s[i] {
			var u uint64
			for _, b := range data[:size] {
				u = u<<8 | uint64(b)
			}
			data = data[size:]
			s[i][j] = fromBits[T](u)
		}
	}
	compareRow(t, r, s)
}
