package tensorio

import (
	"errors"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/lamina-go/lamina/kernels"
)

func TestRoundTrip(t *testing.T) {
	t.Run("float32", roundTrip[float32])
	t.Run("float64", roundTrip[float64])
}

func roundTrip[T kernels.Float](t *testing.T) {
	m := testMatrix[T](1000, 131) // several tiles
	m.Data[0], m.Data[1], m.Data[2] = T(math.SmallestNonzeroFloat32), -T(math.MaxFloat32), T(math.Copysign(0, -1))
	columns := make([]string, m.Cols)
	class := make([]int, m.Rows)
	for j := range columns {
		columns[j] = "column, \"" + string(rune('a'+j%26)) + "\""
	}
	for i := range class {
		class[i] = i % 2
	}
	ds, err := NewDense(m, Info{Columns: columns, Labels: &Labels{class, []string{"a,b", "c"}}})
	if err != nil {
		t.Fatal(err)
	}
	for name, write := range map[string]func(string, Dataset[T]) error{"x.csv": WriteCSV[T], "x.npy": WriteNPY[T]} {
		path := filepath.Join(t.TempDir(), name)
		if err := write(path, ds); err != nil {
			t.Fatal(err)
		}
		opts := Options{}
		if name == "x.csv" {
			opts.Label = LabelColumn
		}
		again, err := Open[T](path, opts)
		if err != nil {
			t.Fatal(err)
		}
		got, err := ReadAll(again)
		if err != nil {
			t.Fatal(err)
		}
		for i, v := range got.Data {
			if v != m.Data[i] || math.Signbit(float64(v)) != math.Signbit(float64(m.Data[i])) {
				t.Fatalf("%s: element %d is %v, expected %v", name, i, v, m.Data[i])
			}
		}
		if name == "x.csv" {
			if d := cmp.Diff(ds.Labels(), again.Labels()) + cmp.Diff(columns, again.Columns()); d != "" {
				t.Error(d)
			}
		}
	}
}

func TestWriteBytes(t *testing.T) {
	m := kernels.Matrix[float32]{Rows: 2, Cols: 1, Data: []float32{0.1, 9, -2}, Stride: 2}
	dir := t.TempDir()
	tests := []struct {
		write func(string, Dataset[float32]) error
		want  string
	}{
		{WriteCSV[float32], "0.1\n-2\n"},
		// 6 + 2 + 2 + 118 = 128 bytes before the data.
		{WriteNPY[float32], npyMagic + "\x01\x00\x76\x00{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1), }" +
			"                                                          \n" + "\xcd\xcc\xcc\x3d\x00\x00\x00\xc0"},
	}
	for _, test := range tests {
		path := filepath.Join(dir, "x")
		if err := test.write(path, FromMatrix(m)); err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(path)
		if err != nil || string(got) != test.want {
			t.Errorf("%q, expected %q (%v)", got, test.want, err)
		}
	}
}

// failing is a data set whose second tile cannot be read.
type failing struct{ *Dense[float64] }

var errFailing = errors.New("failing")

func (f failing) ReadRows(dst kernels.Matrix[float64], start int) error {
	if start > 0 {
		return errFailing
	}
	return f.Dense.ReadRows(dst, start)
}

func TestWriteLeavesNothing(t *testing.T) {
	ds := failing{FromMatrix(testMatrix[float64](10000, 10))}
	dir := t.TempDir()
	for _, write := range []func(string, Dataset[float64]) error{WriteCSV[float64], WriteNPY[float64]} {
		if err := write(filepath.Join(dir, "x"), ds); err != errFailing {
			t.Error(err)
		}
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 0 {
		t.Errorf("%v is left", entries)
	}
}
