package autoencoder

import (
	"slices"
	"testing"
)

// k = n keeps all: training ends at the dense model's bits.
func TestTopKOfAllUnitsIsDense(t *testing.T) {
	x := curve[float32](1, 80, 6)
	for _, tied := range []bool{false, true} {
		c := variant(t, "plain", 6, 7, 5)
		c.Tied = tied
		dense := newModel[float32](t, c)
		want := fit(t, dense, x, quick())
		c.TopK, c.Anneal = 5, 2
		m := newModel[float32](t, c)
		got := fit(t, m, x, quick())
		equalBits(t, "parameters with k = n", m.params, dense.params)
		if last := len(want.Epochs) - 1; got.Epochs[last].HeldOut.NegLog != want.Epochs[last].HeldOut.NegLog {
			t.Error("the history differs")
		}
	}
}

// The number of units that are kept comes down to k in equal steps, and is k outside
// training; codes have that many units that are not 0, the largest.
func TestTopKAnneals(t *testing.T) {
	m := newModel[float64](t, Config{Inputs: 6, Layers: []int{20}, TopK: 4, Anneal: 3, Seed: 2})
	var got []int
	for epoch := range 6 {
		got = append(got, m.net.keep(epoch))
	}
	if want := []int{4, 16, 12, 8, 4, 4}; !slices.Equal(got, want) {
		t.Errorf("kept by epoch: %v, expected %v", got, want)
	}
	x := uniform[float64](3, 9, 6)
	h, err := m.Encode(x)
	if err != nil {
		t.Fatal(err)
	}
	all := newModel[float64](t, Config{Inputs: 6, Layers: []int{20}, Seed: 2})
	full, err := all.Encode(x)
	if err != nil {
		t.Fatal(err)
	}
	for i := range h.Rows {
		sorted := slices.Clone(full.Row(i))
		slices.Sort(sorted)
		for j, v := range h.Row(i) {
			want := full.Row(i)[j]
			if want < sorted[16] {
				want = 0
			}
			if v != want {
				t.Errorf("row %d, unit %d is %v of %v", i, j, v, full.Row(i)[j])
			}
		}
	}
}
