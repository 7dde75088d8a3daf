package kernels

import (
	"fmt"
	"math"
	"os"
	"strings"
	"testing"
)

// TestMain fails if LAMINA_REQUIRE names an implementation that this machine
// does not run, so that a missing one cannot go untested unnoticed.
func TestMain(m *testing.M) {
	if EnvError() != nil {
		os.Exit(1) // already printed
	}
	for name := range strings.SplitSeq(os.Getenv("LAMINA_REQUIRE"), ",") {
		if name != "" && !hasImplementation(name) {
			fmt.Printf("LAMINA_REQUIRE: no implementation %q here, only %v\n", name, Implementations())
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

func hasImplementation(name string) bool {
	_, err := choose(available, name)
	return err == nil
}

// assembly lists the implementations other than the definition.
func assembly() []level { return available[:len(available)-1] }

// values is a source of test inputs: a mix of ordinary numbers, arbitrary
// bits and special values.
type values struct {
	r   Philox
	pos uint64
}

func (v *values) next() uint64 {
	v.pos++
	b := v.r.block(v.pos)
	return uint64(b[0]) | uint64(b[1])<<32
}

func specials[T Float]() []T {
	s := []T{0, T(math.Copysign(0, -1)), 1, -1, T(math.Inf(1)), T(math.Inf(-1)), T(math.NaN()), 0.5, -0.5, 2, 88.7, -88.7, 89, -104, 709.8, -746}
	if isFloat32[T]() {
		var tiny, huge, least float32 = math.SmallestNonzeroFloat32, math.MaxFloat32, 0x1p-126
		return append(s, T(tiny), T(-tiny), T(huge), T(-huge), T(least), T(-least))
	}
	var tiny, huge, least float64 = math.SmallestNonzeroFloat64, math.MaxFloat64, 0x1p-1022
	return append(s, T(tiny), T(-tiny), T(huge), T(-huge), T(least), T(-least))
}

// fill fills s. wild adds special values and arbitrary bits.
func fill[T Float](v *values, s []T, wild bool) {
	sp := specials[T]()
	for i := range s {
		u := v.next()
		x := T(float64(int64(u>>12))*0x1p-51 - 1) // in [−1, 1)
		switch {
		case wild && u&7 == 0:
			x = sp[u>>3%uint64(len(sp))]
		case wild && u&7 == 1:
			x = fromBits[T](v.next())
		case u&7 < 5:
			x *= 8
		case u&7 == 5:
			x *= 100
		}
		s[i] = x
	}
}

// same tells whether x and y have the same bits; any NaN equals any other.
func same[T Float](x, y T) bool { return bits(x) == bits(y) || x != x && y != y }

// compare reports the first element where got differs from want.
func compare[T Float](t testing.TB, got, want []T, format string, args ...any) {
	t.Helper()
	for i := range want {
		if !same(got[i], want[i]) {
			t.Fatalf("%s: element %d is %v (%#x), want %v (%#x)", fmt.Sprintf(format, args...), i, got[i], bits(got[i]), want[i], bits(want[i]))
		}
	}
}

// both runs a test for float32 and float64.
func both(t *testing.T, f32 func(*testing.T), f64 func(*testing.T)) {
	t.Run("float32", f32)
	t.Run("float64", f64)
}
