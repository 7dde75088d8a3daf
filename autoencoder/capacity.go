package autoencoder

import (
	"context"
	"fmt"
	"slices"

	"github.com/lamina-go/lamina/kernels"
	"github.com/lamina-go/lamina/tensorio"
)

// Capacity is what a code of one size can tell, as shares of the held-out rows' own
// variance about the training rows' mean, in the data's units: 1 is no better than the
// mean, 0 is all.
type Capacity struct {
	Code  int     `json:"code"`  // units
	Epoch int     `json:"epoch"` // that was kept
	Rows  float64 `json:"rows"`  // of ‖x − r‖² on held-out rows
	PCA   float64 `json:"pca"`   // of as many principal components
	// Scrambled is that of held-out rows whose columns were shuffled apart, each on its
	// own: every column as before, and nothing left of what ties them. A code that has
	// learned the data cannot tell such rows; one that copies tells them as well.
	Scrambled float64 `json:"scrambled"`
}

// CapacitySweep trains the configuration once for every size of the code, in place of
// the last of Layers, from the beginning, and measures what codes of that size can tell.
// Penalties and corruption are part of the configuration: with enough of them a code
// larger than the data need not copy. t.HeldOut must be above 0. each, if not nil, is
// told every result at once; it ends the sweep with an error.
func CapacitySweep[T kernels.Float](ctx context.Context, data tensorio.Dataset[T], c Config, t TrainConfig, sizes []int, each func(Capacity) error) ([]Capacity, error) {
	if len(sizes) == 0 || len(c.Layers) == 0 {
		return nil, fmt.Errorf("autoencoder: capacity sweep of code sizes %v and layers %v: expected at least one of each", sizes, c.Layers)
	}
	if t.HeldOut == 0 {
		return nil, fmt.Errorf("autoencoder: capacity sweep with held-out fraction 0: it is measured on held-out rows")
	}
	train, heldOut, err := Split(data.Len(), t.HeldOut, t.Seed)
	if err != nil {
		return nil, fmt.Errorf("autoencoder: %w", err)
	}
	x, err := tensorio.ReadAll(tensorio.Subset(data, heldOut))
	if err != nil {
		return nil, err
	}
	mixed := scrambled(x, t.Seed)
	variance, err := meanError(ctx, data, train, x)
	if err != nil {
		return nil, err
	}
	if variance == 0 {
		return nil, fmt.Errorf("autoencoder: capacity sweep of data whose held-out rows are all the training rows' mean")
	}
	var list []Capacity
	for _, k := range sizes {
		c := c.clone()
		c.Layers[len(c.Layers)-1] = k
		m, err := New[T](c)
		if err != nil {
			return list, err
		}
		h, err := m.Fit(ctx, data, t)
		if err != nil {
			return list, fmt.Errorf("code of %d units: %w", k, err)
		}
		result := Capacity{Code: k, Epoch: h.Kept}
		if result.PCA, err = PCAError(ctx, data, train, heldOut, k); err != nil {
			return list, err
		}
		result.PCA /= variance
		for _, of := range []struct {
			x     kernels.Matrix[T]
			share *float64
		}{{x, &result.Rows}, {mixed, &result.Scrambled}} {
			r, err := m.Reconstruct(of.x)
			if err != nil {
				return list, err
			}
			*of.share = squaredDistance(of.x, r) / variance
		}
		list = append(list, result)
		if each != nil {
			if err := each(result); err != nil {
				return list, err
			}
		}
	}
	return list, nil
}

// scrambled is x with every column's values in an order of its own.
func scrambled[T kernels.Float](x kernels.Matrix[T], seed uint64) kernels.Matrix[T] {
	y, order := kernels.NewMatrix[T](x.Rows, x.Cols), make([]int, x.Rows)
	for i := range order {
		order[i] = i
	}
	for j := range x.Cols {
		from := slices.Clone(order)
		shuffle(stream(seed, streamScramble, j), from)
		for i, r := range from {
			y.Row(i)[j] = x.Row(r)[j]
		}
	}
	return y
}

// meanError is the mean of ‖x − mean‖² over rows x, the mean being that of the training
// rows.
func meanError[T kernels.Float](ctx context.Context, data tensorio.Dataset[T], train []int, x kernels.Matrix[T]) (float64, error) {
	mean := make([]float64, x.Cols)
	err := eachWide(ctx, tensorio.Subset(data, train), func(x kernels.Matrix[float64]) { kernels.ColSums(mean, x) })
	if err != nil {
		return 0, err
	}
	kernels.Scale(mean, 1/float64(len(train)), mean)
	sum, d := 0.0, make([]float64, x.Cols)
	for i := range x.Rows {
		for j, v := range x.Row(i) {
			d[j] = float64(v) - mean[j]
		}
		sum += kernels.Dot(d, d)
	}
	return sum / float64(x.Rows), nil
}

// squaredDistance is the mean of ‖x − r‖² over rows.
func squaredDistance[T kernels.Float](x, r kernels.Matrix[T]) float64 {
	sum, d := 0.0, make([]float64, x.Cols)
	for i := range x.Rows {
		for j, v := range x.Row(i) {
			d[j] = float64(v) - float64(r.Row(i)[j])
		}
		sum += kernels.Dot(d, d)
	}
	return sum / float64(x.Rows)
}
