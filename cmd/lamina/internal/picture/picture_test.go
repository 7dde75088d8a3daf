package picture

import (
	"image/color"
	"testing"
)

func TestTicks(t *testing.T) {
	for _, c := range []struct {
		low, high   float64
		most        int
		least       float64
		first, last string
		n           int
	}{
		{0, 100, 15, 1, "0", "100", 11},
		{0, 2, 15, 1, "0", "2", 3},
		{187.5, 191.9, 9, 0, "187.5", "191.5", 9},
		{-0.05, 1.05, 9, 0, "0.0", "1.0", 6},
		{-3, 5000, 9, 0, "0", "5000", 6},
		{1, 1, 9, 0, "", "", 0},
	} {
		got := ticks{c.most, c.least}.Ticks(c.low, c.high)
		if len(got) != c.n || c.n > 0 && (got[0].Label != c.first || got[c.n-1].Label != c.last) {
			t.Errorf("%v to %v: %v", c.low, c.high, got)
		}
	}
}

func TestLayout(t *testing.T) {
	for _, c := range []struct{ n, most, want int }{{128, 16, 16}, {128, 15, 15}, {32, 16, 16}, {26, 16, 13}, {3, 16, 3}, {17, 16, 16}, {1, 16, 1}} {
		if got := even(c.n, c.most); got != c.want {
			t.Errorf("%d tiles, %d at most: %d in a line, expected %d", c.n, c.most, got, c.want)
		}
	}
	if got := spread([]int{2, 4, 6, 8, 10, 12}, 3); got[0] != 2 || got[1] != 6 || got[2] != 10 {
		t.Error(got)
	}
}

func TestColours(t *testing.T) {
	for v, want := range map[float32]color.Gray{-1: {}, 0: {}, 8: {Y: 128}, 16: {Y: 255}, 20: {Y: 255}} {
		if got := grey(0, 16)(v); got != want {
			t.Errorf("grey of %v: %v", v, got)
		}
	}
	for v, want := range map[float32]color.RGBA{-2: {5, 48, 97, 255}, 0: {250, 250, 250, 255}, 2: {103, 0, 31, 255}} {
		if got := diverging(2)(v); got != want {
			t.Errorf("diverging of %v: %v", v, got)
		}
	}
	if grey(3, 3)(3) != (color.Gray{}) || diverging(0)(0) != (color.RGBA{250, 250, 250, 255}) {
		t.Error("a range of nothing")
	}
}
