package tensorio

import (
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/lamina-go/lamina/kernels"
)

func testMatrix[T kernels.Float](rows, cols int) kernels.Matrix[T] {
	m := kernels.NewMatrix[T](rows, cols)
	for i := range m.Data {
		m.Data[i] = T(i) / 7
	}
	return m
}

func TestDense(t *testing.T) {
	m := testMatrix[float64](3, 2)
	m = kernels.Matrix[float64]{Rows: 3, Cols: 1, Data: m.Data, Stride: 2}
	info := Info{Labels: &Labels{[]int{1, 0, 1}, []string{"no", "yes"}}, Columns: []string{"a"}, Image: Image{1, 1}}
	ds, err := NewDense(m, info)
	if err != nil {
		t.Fatal(err)
	}
	checkDataset(t, ds)
	if d := cmp.Diff([][]float64{{0}, {2. / 7}, {4. / 7}}, rowsOf(t, ds)); d != "" {
		t.Error(d)
	}
	for want, info := range map[string]Info{
		"2 column names for 1 columns":     {Columns: []string{"a", "b"}},
		"a picture of 2×2 does not fill":   {Image: Image{2, 2}},
		"a picture of 0×3 does not fill":   {Image: Image{0, 3}},
		"a picture of -1×-1 does not fill": {Image: Image{-1, -1}},
		"1 labels for 3 rows":              {Labels: &Labels{[]int{0}, []string{"x"}}},
		"row 2 has class 1 of 1 classes":   {Labels: &Labels{[]int{0, 1, 0}, []string{"x"}}},
		"row 3 has class -1 of 1 classes":  {Labels: &Labels{[]int{0, 0, -1}, []string{"x"}}},
	} {
		if _, err := NewDense(m, info); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, expected %q", err, want)
		}
	}
}

func TestReadRowsRefuses(t *testing.T) {
	dense := FromMatrix(testMatrix[float32](5, 64))
	for name, ds := range map[string]Dataset[float32]{
		"dense": dense, "subset": Subset[float32](dense, []int{3, 1}), "array": Digits[float32](),
	} {
		for _, bad := range []struct{ rows, cols, start int }{
			{1, 63, 0}, {1, 64, -1}, {1, 64, ds.Len()}, {ds.Len() + 1, 64, 0}, {2, 64, ds.Len() - 1}, {1, 64, int(^uint(0) >> 1)},
		} {
			if ds.ReadRows(kernels.NewMatrix[float32](bad.rows, bad.cols), bad.start) == nil {
				t.Errorf("%s: no error for %v", name, bad)
			}
		}
		if err := ds.ReadRows(kernels.Matrix[float32]{Cols: 64, Stride: 64}, ds.Len()); err != nil {
			t.Errorf("%s: no rows at the end: %v", name, err)
		}
	}
}

func TestSubset(t *testing.T) {
	ds, err := NewDense(testMatrix[float64](5, 2), Info{Labels: &Labels{[]int{0, 1, 2, 3, 4}, []string{"a", "b", "c", "d", "e"}}})
	if err != nil {
		t.Fatal(err)
	}
	indices := []int{4, 1, 2, 3, 3}
	sub := Subset[float64](ds, indices)
	all := rowsOf(t, ds)
	for i, row := range rowsOf(t, sub) {
		if d := cmp.Diff(all[indices[i]], row); d != "" {
			t.Error(d)
		}
	}
	if d := cmp.Diff(indices, sub.Labels().Class); d != "" {
		t.Error(d)
	}
	defer func() {
		if v := recover(); v != "tensorio: Subset: index 5 of 5 rows" {
			t.Errorf("panic %v", v)
		}
	}()
	Subset[float64](ds, []int{5})
}

func TestCheckFinite(t *testing.T) {
	m := testMatrix[float64](70000, 3) // several tiles
	if err := CheckFinite[float64](FromMatrix(m)); err != nil {
		t.Error(err)
	}
	m.Row(66000)[2] = nan()
	err := CheckFinite[float64](FromMatrix(m))
	if err == nil || err.Error() != "row 66001, column 3 is NaN, expected a finite number" {
		t.Error(err)
	}
}

func TestDigits(t *testing.T) {
	ds, err := Open[float32]("digits", Options{})
	if err != nil {
		t.Fatal(err)
	}
	checkDataset(t, ds)
	if ds.Len() != 1797 || ds.Width() != 64 || ds.Image() != (Image{8, 8}) {
		t.Errorf("%d×%d, %v", ds.Len(), ds.Width(), ds.Image())
	}
	if got := strings.Join(ds.Labels().Names, ""); got != "0123456789" {
		t.Errorf("classes %q", got)
	}
	sum, lo, hi := float32(0), float32(99), float32(-1)
	for _, row := range rowsOf(t, ds) {
		for _, v := range row {
			sum, lo, hi = sum+v, min(lo, v), max(hi, v)
		}
	}
	if sum != 561718 || lo != 0 || hi != 16 { // the sum by awk, over the file
		t.Errorf("sum %v, from %v to %v", sum, lo, hi)
	}
	_, err = Open[float32]("digits", Options{Label: "65"})
	refused(t, err, "digits", "in CSV only")
}

// Many goroutines read at once; the race detector looks on.
func TestConcurrentReads(t *testing.T) {
	ds := Digits[float32]()
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if err := CheckFinite(ds); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}
