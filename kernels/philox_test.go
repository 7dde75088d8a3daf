package kernels

import (
	"slices"
	"testing"
)

// TestPhiloxKnownAnswers has the vectors of Random123's kat_vectors file for
// philox4x32 with 10 rounds: counter, key, block.
func TestPhiloxKnownAnswers(t *testing.T) {
	for _, tt := range []struct {
		counter [4]uint32
		key     [2]uint32
		want    [4]uint32
	}{
		{[4]uint32{}, [2]uint32{}, [4]uint32{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
		{[4]uint32{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, [2]uint32{0xffffffff, 0xffffffff},
			[4]uint32{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
		{[4]uint32{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, [2]uint32{0xa4093822, 0x299f31d0},
			[4]uint32{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
	} {
		r := Philox{Seed: uint64(tt.key[0]) | uint64(tt.key[1])<<32, Stream: uint64(tt.counter[2]) | uint64(tt.counter[3])<<32}
		if got := r.block(uint64(tt.counter[0]) | uint64(tt.counter[1])<<32); got != tt.want {
			t.Errorf("counter %x key %x: %x, want %x", tt.counter, tt.key, got, tt.want)
		}
	}
}

// TestPhiloxWords: a word depends on its position alone, on every
// implementation, across the carry of the counter's lower half too.
func TestPhiloxWords(t *testing.T) {
	r := Philox{Seed: 0x0123456789abcdef, Stream: 0xfedcba9876543210}
	for _, start := range []uint64{0, 1, 4<<32 - 70} {
		want := make([]uint32, 400)
		for i := range want {
			p := start + uint64(i)
			want[i] = r.block(p / 4)[p%4]
		}
		for _, l := range available {
			for off := range 9 {
				for _, n := range []int{0, 1, 5, 31, 32, 33, 130, 300} {
					got := make([]uint32, n)
					r.words(l, got, start+uint64(off))
					if !slices.Equal(got, want[off:off+n]) {
						t.Fatalf("%v: %d words from %d+%d differ from the definition", l, n, start, off)
					}
				}
			}
		}
	}
}

// TestUniform checks the range, the mean and the agreement of positions.
func TestUniform(t *testing.T) { both(t, testUniform[float32], testUniform[float64]) }

func testUniform[T Float](t *testing.T) {
	r := Philox{Seed: 7}
	want := make([]T, 100_000)
	uniform(levelGeneric, r, want, 0)
	sum := 0.0
	for _, u := range want {
		if u < 0 || u >= 1 {
			t.Fatalf("%v is outside [0, 1)", u)
		}
		sum += float64(u)
	}
	// The mean of n uniform variates has deviation 1/√(12n), here 0.0009.
	if mean := sum / float64(len(want)); mean < 0.4955 || mean > 0.5045 {
		t.Errorf("mean %v, want 0.5 ± 0.0045", mean)
	}
	for _, l := range available {
		got := make([]T, 1000)
		uniform(l, r, got, 77)
		compare(t, got, want[77:1077], "%v from 77", l)
		for _, p := range []T{0, 0.25, 1} {
			bernoulli(l, r, p, got, 77)
			for i, b := range got {
				if (b == 1) != (want[77+i] < p) || b != 0 && b != 1 {
					t.Fatalf("%v p = %v: mask %v for %v", l, p, b, want[77+i])
				}
			}
		}
	}
}

// TestUniformRepeats: float64 variates take two words each of 2⁶⁴ that can be named.
func TestUniformRepeats(t *testing.T) {
	x, y := make([]float64, 70), make([]float64, 70)
	Uniform(Philox{Seed: 1}, x, 5)
	Uniform(Philox{Seed: 1}, y, 1<<63+5)
	for i := range x {
		if x[i] != y[i] {
			t.Fatalf("position %d: %v, then %v", i+5, x[i], y[i])
		}
	}
}
