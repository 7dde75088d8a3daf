package harness

import "testing"

func TestSpreadOf(t *testing.T) {
	for _, test := range []struct {
		in   []float64
		want Spread
	}{
		{[]float64{7}, Spread{7, 7, 7, 7, 7}},
		{[]float64{4, 2}, Spread{2, 2.5, 3, 3.5, 4}},
		{[]float64{9, 1, 5}, Spread{1, 3, 5, 7, 9}},
		{[]float64{4, 1, 3, 2}, Spread{1, 1.75, 2.5, 3.25, 4}},
		{[]float64{5, 3, 1, 4, 2}, Spread{1, 2, 3, 4, 5}},
	} {
		in := append([]float64(nil), test.in...)
		if got := SpreadOf(in); got != test.want {
			t.Errorf("SpreadOf(%v) = %v, want %v", test.in, got, test.want)
		}
		for i := range in {
			if in[i] != test.in[i] {
				t.Fatalf("SpreadOf reordered its argument: %v, was %v", in, test.in)
			}
		}
	}
}
