package tensorio

import (
	"fmt"
	"math"

	"github.com/lamina-go/lamina/kernels"
)

// ReadAll copies every row of ds to a new Len×Width matrix. It is an error if
// that many values cannot be addressed.
func ReadAll[T kernels.Float](ds Dataset[T]) (kernels.Matrix[T], error) {
	if ds.Width() > 0 && ds.Len() > math.MaxInt/8/ds.Width() {
		return kernels.Matrix[T]{}, fmt.Errorf("ReadAll: %d×%d values do not fit in memory", ds.Len(), ds.Width())
	}
	m := kernels.NewMatrix[T](ds.Len(), ds.Width())
	if err := ds.ReadRows(m, 0); err != nil {
		return kernels.Matrix[T]{}, err
	}
	return m, nil
}

// CheckFinite returns an error that names the first NaN or Inf in ds by its row
// and column, both counted from 1. Open has checked what it returns.
func CheckFinite[T kernels.Float](ds Dataset[T]) error {
	return eachTile(ds, func(tile kernels.Matrix[T], start int) error {
		for i := range tile.Rows {
			for j, v := range tile.Row(i) {
				if v-v != 0 { // NaN and ±Inf, and nothing else
					return fmt.Errorf("row %d, column %d is %v, expected a finite number", start+i+1, j+1, v)
				}
			}
		}
		return nil
	})
}

// tileValues bounds the memory of a pass over a data set.
const tileValues = 1 << 16

// eachTile calls do with successive rows of ds, a bounded number at a time.
func eachTile[T kernels.Float](ds Dataset[T], do func(tile kernels.Matrix[T], start int) error) error {
	n := min(ds.Len(), max(1, tileValues/max(1, ds.Width())))
	tile := kernels.NewMatrix[T](n, ds.Width())
	for start := 0; start < ds.Len(); start += n {
		t := tile.RowRange(0, min(n, ds.Len()-start))
		if err := ds.ReadRows(t, start); err != nil {
			return err
		}
		if err := do(t, start); err != nil {
			return err
		}
	}
	return nil
}
