package autoencoder

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/tensorio"
)

// A linear code tells rows of two directions from two units on, and scrambled rows only
// once it is as large as the data: there it copies.
func TestCapacitySweepShowsCopying(t *testing.T) {
	const d = 8
	x := kernels.NewMatrix[float64](400, d)
	u, e := uniform[float64](1, x.Rows, 2), uniform[float64](2, x.Rows, d)
	for i := range x.Rows {
		for j := range d {
			x.Row(i)[j] = u.Row(i)[j%2]*float64(1+j) - u.Row(i)[(j+1)%2] + 0.1*e.Row(i)[j]
		}
	}
	c := variant(t, "pca", d, 1)
	tc := TrainConfig{Epochs: 1, LR: 1e-300, HeldOut: 0.25}
	told := 0
	list, err := CapacitySweep(context.Background(), tensorio.FromMatrix(x), c, tc, []int{1, 2, 4, 8, 12}, func(Capacity) error {
		told++
		return nil
	})
	if err != nil || told != 5 {
		t.Fatal(err, told)
	}
	for _, p := range list {
		near(t, "share beside PCA's", p.Rows, p.PCA, 1e-9)
		switch {
		case p.Code == 1 && !(p.Rows > 0.05):
			t.Errorf("%+v: one unit tells two directions", p)
		case p.Code >= 2 && p.Rows > 0.01:
			t.Errorf("%+v: the rows are not told", p)
		case p.Code <= 4 && p.Scrambled < 0.1, p.Code >= d && p.Scrambled > 1e-9:
			t.Errorf("%+v: copying", p)
		}
	}
	// The rows of the digest's own seed are scrambled, not replaced.
	mixed := scrambled(x, 0)
	for j := range d {
		a, b := 0.0, 0.0
		for i := range x.Rows {
			a += x.Row(i)[j]
			b += mixed.Row(i)[j]
		}
		near(t, "sum of a column", b, a, 1e-12)
	}
}

func TestCapacitySweepRefuses(t *testing.T) {
	data, ctx := tensorio.FromMatrix(curve[float64](1, 40, 4)), context.Background()
	c := variant(t, "plain", 4, 3, 2)
	none := quick()
	none.HeldOut = 0
	flat := tensorio.FromMatrix(kernels.NewMatrix[float64](40, 4))
	stop := errors.New("stop")
	for want, err := range map[string]error{
		"code sizes [] and layers [3 2]":  second(CapacitySweep(ctx, data, c, quick(), nil, nil)),
		"held-out fraction 0":             second(CapacitySweep(ctx, data, c, none, []int{1}, nil)),
		"width 0 at place 2 of [3 0]":     second(CapacitySweep(ctx, data, c, quick(), []int{0}, nil)),
		"are all the training rows' mean": second(CapacitySweep(ctx, flat, c, quick(), []int{1}, nil)),
		"stop":                            second(CapacitySweep(ctx, data, c, quick(), []int{1}, func(Capacity) error { return stop })),
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want an error with %q", err, want)
		}
	}
}
