package nn

import "testing"

// Bands follow one another, begin at multiples of 16 rows and have all of them.
func TestBand(t *testing.T) {
	for _, rows := range []int{1, 16, 130, 512, 784, 1000, 5000} {
		var layout Layout
		d := AddDense(&layout, "a", rows, 500, Activation[float32]{})
		for _, batch := range []int{1, 1024} {
			n, end := d.bands(batch), 0
			for i := range n {
				lo, hi := d.band(i, n)
				if lo != end || lo > hi || lo%bandRows != 0 && lo != rows {
					t.Errorf("%d rows: band %d of %d is %d … %d", rows, i, n, lo, hi)
				}
				end = hi
			}
			if end != rows {
				t.Errorf("%d rows: %d bands end at %d", rows, n, end)
			}
		}
	}
}
