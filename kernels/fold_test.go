package kernels

import (
	"math"
	"testing"
)

func rowsFolded[T Float]() []row[T] {
	return []row[T]{
		{"Max", 0, 1, func(l level, s [][]T) T { return dispatchMax(l, s[0]) }},
		{"Min", 0, 1, func(l level, s [][]T) T { return dispatchMin(l, s[0]) }},
		{"Amax", 0, 1, func(l level, s [][]T) T { return dispatchAmax(l, s[0]) }},
		{"ScaledSquares", 0, 1, func(l level, s [][]T) T { return dispatchScaledSquares(l, s[0], testScalar) }},
		{"Deviations", 0, 1, func(l level, s [][]T) T { return dispatchDeviations(l, s[0], testScalar) }},
		{"SquaredDeviations", 0, 1, func(l level, s [][]T) T { return dispatchSquaredDeviations(l, s[0], testScalar) }},
		{"ExpSum", 0, 1, func(l level, s [][]T) T { return dispatchExpSum(l, s[0], largest(s[0])) }},
		{"ExpShift", 1, 1, func(l level, s [][]T) T { return dispatchExpShift(l, s[0], s[1], largest(s[1])) }},
		{"Nrm2", 0, 1, func(l level, s [][]T) T { return nrm2(l, s[0]) }},
		{"Mean", 0, 1, func(l level, s [][]T) T { return mean(l, s[0]) }},
		{"MeanVariance", 0, 1, func(l level, s [][]T) T { _, v := meanVariance(l, s[0]); return v }},
		{"LogSumExp", 0, 1, func(l level, s [][]T) T { return logSumExp(l, s[0]) }},
		{"ArgMax", 0, 1, func(l level, s [][]T) T { return T(argMax(l, s[0])) }},
		{"Index", 0, 1, func(l level, s [][]T) T { return T(dispatchIndex(l, s[0], oneOf(s[0]))) }},
	}
}

// largest returns the largest number of x, −Inf if there is none.
func largest[T Float](x []T) T {
	m := T(math.Inf(-1))
	for _, v := range x {
		if v > m {
			m = v
		}
	}
	return m
}

// oneOf returns an element of x behind the middle, 0 if there is none.
func oneOf[T Float](x []T) T {
	if len(x) == 0 {
		return 0
	}
	return x[len(x)*2/3]
}

// TestSpecialFolds checks the documented results for NaN, infinities, zeros
// and empty slices, with the special value in every lane.
func TestSpecialFolds(t *testing.T) {
	both(t, testSpecialFolds[float32], testSpecialFolds[float64])
}

func testSpecialFolds[T Float](t *testing.T) {
	inf, nan, neg := T(math.Inf(1)), T(math.NaN()), T(math.Copysign(0, -1))
	huge, tiny := T(math.MaxFloat32), T(math.SmallestNonzeroFloat32)
	if !isFloat32[T]() {
		f, g := math.MaxFloat64, math.SmallestNonzeroFloat64
		huge, tiny = T(f), T(g)
	}
	ofAll := func(f func(level, []T) T) func(level, []T) T { return f }
	for _, tt := range []struct {
		name string
		f    func(level, []T) T
		rest T   // the other elements
		one  []T // one or two elements somewhere
		want T
	}{
		{"Max", dispatchMax[T], neg, []T{0}, 0},
		{"Max", dispatchMax[T], neg, []T{neg}, neg},
		{"Max", dispatchMax[T], 1, []T{nan}, nan},
		{"Max", dispatchMax[T], inf, []T{nan}, nan},
		{"Max", dispatchMax[T], nan, []T{1}, nan},
		{"Max", dispatchMax[T], -inf, []T{-3}, -3},
		{"Max", dispatchMax[T], -inf, []T{-inf}, -inf},
		{"Min", dispatchMin[T], 0, []T{neg}, neg},
		{"Min", dispatchMin[T], 0, []T{0}, 0},
		{"Min", dispatchMin[T], -inf, []T{nan}, nan},
		{"Min", dispatchMin[T], inf, []T{3}, 3},
		{"Nrm2", nrm2[T], 0, []T{neg}, 0},
		{"Nrm2", nrm2[T], 0, []T{huge}, huge},
		{"Nrm2", nrm2[T], 0, []T{-tiny}, tiny},
		{"Nrm2", nrm2[T], 0, []T{3 * tiny, 4 * tiny}, 5 * tiny},
		{"Nrm2", nrm2[T], 0, []T{huge, huge}, inf},
		{"Nrm2", nrm2[T], 0, []T{huge / 8 * 3, huge / 8 * 4}, huge / 8 * 5},
		{"Nrm2", nrm2[T], huge, []T{-inf}, inf},
		{"Nrm2", nrm2[T], inf, []T{nan}, nan},
		{"Mean", mean[T], 1, []T{inf}, inf},
		{"Mean", mean[T], inf, []T{-inf}, nan},
		{"Mean", mean[T], 1, []T{nan}, nan},
		{"LogSumExp", logSumExp[T], -inf, []T{2}, 2},
		{"LogSumExp", logSumExp[T], -inf, []T{-inf}, -inf},
		{"LogSumExp", logSumExp[T], -huge, []T{huge}, huge},
		{"LogSumExp", logSumExp[T], 1, []T{inf}, inf},
		{"LogSumExp", logSumExp[T], inf, []T{nan}, nan},
		{"LogSumExp", logSumExp[T], inf, []T{-inf}, inf},
		{"variance", ofAll(func(l level, x []T) T { _, v := meanVariance(l, x); return v }), 1, []T{inf}, nan},
	} {
		for _, l := range available {
			for _, n := range []int{2, 3, 8, 70, 200} {
				for at := range n - len(tt.one) + 1 {
					x := make([]T, n)
					for i := range x {
						x[i] = tt.rest
					}
					copy(x[at:], tt.one)
					if n == len(tt.one) && tt.name == "Mean" {
						continue
					}
					if got := tt.f(l, x); !same(got, tt.want) {
						t.Fatalf("%s %v of %d times %v and %v at %d: %v, want %v", tt.name, l, n, tt.rest, tt.one, at, got, tt.want)
					}
				}
			}
		}
	}
	for _, l := range available {
		m, v := meanVariance[T](l, nil)
		for _, tt := range []struct {
			name      string
			got, want T
		}{
			{"Max", dispatchMax[T](l, nil), -inf}, {"Min", dispatchMin[T](l, nil), inf}, {"Nrm2", nrm2[T](l, nil), 0},
			{"Mean", m, nan}, {"variance", v, nan}, {"LogSumExp", logSumExp[T](l, nil), -inf}, {"ArgMax", T(argMax[T](l, nil)), -1},
		} {
			if !same(tt.got, tt.want) {
				t.Errorf("%s %v of nothing: %v, want %v", tt.name, l, tt.got, tt.want)
			}
		}
	}
}

// TestArgMax puts the maximum, NaN and ties everywhere around the bounds of
// vectors and blocks.
func TestArgMax(t *testing.T) {
	nan, neg := float32(math.NaN()), float32(math.Copysign(0, -1))
	for _, l := range available {
		for _, n := range []int{1, 2, 17, 64, 65, 197, argBlock, argBlock + 1, 3*argBlock + 5} {
			for at := 0; at < n; at += 1 + at/3 {
				x := make([]float32, n)
				check := func(want int, what string) {
					t.Helper()
					if got := argMax(l, x); got != want {
						t.Fatalf("%v: ArgMax of %d with %s at %d: %d", l, n, what, want, got)
					}
				}
				x[0] = neg
				check(0, "a zero")
				x[at] = 5
				check(at, "the maximum")
				x[n-1] = 5
				check(at, "the first of two")
				x[n-1] = nan
				check(n-1, "NaN")
				x[at] = nan
				check(at, "the first of two NaN")
			}
		}
	}
}

// TestIndex puts the value, and others that may pass for it, at every place of
// every length up to two rounds of the lanes and of some longer ones.
func TestIndex(t *testing.T) { both(t, testIndex[float32], testIndex[float64]) }

func testIndex[T Float](t *testing.T) {
	inf, nan, neg := T(math.Inf(1)), T(math.NaN()), T(math.Copysign(0, -1))
	lengths := []int{200, 256, 300, 511, argBlock}
	for n := range 2*lanes[T]() + 2 {
		lengths = append(lengths, n)
	}
	for _, tt := range []struct {
		v, one, rest T
		found        bool
	}{
		{5, 5, -5, true},
		{5, 5, nan, true},
		{0, neg, 1, true},
		{neg, 0, 1, true},
		{-inf, -inf, inf, true},
		{inf, inf, nan, true},
		{nan, nan, nan, false},
		{0, 1, nan, false}, // nor behind the end, where lanes are zeros
		{neg, 1, 2, false},
	} {
		for _, n := range lengths {
			x := make([]T, n)
			for i := range x {
				x[i] = tt.rest
			}
			check := func(want int) {
				t.Helper()
				for _, l := range available {
					if got := dispatchIndex(l, x, tt.v); got != want {
						t.Fatalf("%v: index of %v in %d elements, %v and %v among them: %d, want %d", l, tt.v, n, tt.rest, tt.one, got, want)
					}
				}
			}
			check(n)
			for at := range n {
				want := n
				if tt.found {
					want = at
				}
				x[at] = tt.one
				check(want)
				x[n-1] = tt.one // a second one
				check(want)
				x[at], x[n-1] = tt.rest, tt.rest
			}
		}
	}
}

// TestExtremaInParts has NaNs and zeros, which the fast loop leaves to the exact
// one, in different calls, and a maximum in another than they.
func TestExtremaInParts(t *testing.T) {
	both(t, testExtremaInParts[float32], testExtremaInParts[float64])
}

func testExtremaInParts[T Float](t *testing.T) {
	nan, neg := T(math.NaN()), T(math.Copysign(0, -1))
	const call, n = callElements, 2*callElements + 71
	places := []int{0, 70, call - 1, call, call + 133, 2*call - 1, 2 * call, n - 1}
	for _, f := range []struct {
		name string
		f    func(level, []T) T
	}{{"Max", dispatchMax[T]}, {"Min", dispatchMin[T]}, {"Amax", dispatchAmax[T]}} {
		for _, rest := range []T{-1, neg, 0, 1} {
			for _, a := range []T{0, neg, nan, -2, 2} {
				for _, b := range []T{0, neg, nan} {
					for i, p := range places {
						x := make([]T, n)
						for j := range x {
							x[j] = rest
						}
						x[p], x[places[(3*i+1)%len(places)]] = a, b
						want := f.f(levelGeneric, x)
						for _, l := range available {
							if got := f.f(l, x); !same(got, want) {
								t.Fatalf("%s %v of %v with %v at %d and %v: %v, want %v", f.name, l, rest, a, p, b, got, want)
							}
						}
					}
				}
			}
		}
	}
}
