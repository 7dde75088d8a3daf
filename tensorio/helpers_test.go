package tensorio

import (
	"bytes"
	"compress/gzip"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/lamina-go/lamina/kernels"
)

// put writes a file to a new directory and returns its path.
func put(t testing.TB, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}

func pack(t testing.TB, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// rowsOf reads all of ds.
func rowsOf[T kernels.Float](t testing.TB, ds Dataset[T]) [][]T {
	t.Helper()
	m, err := ReadAll(ds)
	if err != nil {
		t.Fatal(err)
	}
	rows := make([][]T, m.Rows)
	for i := range rows {
		rows[i] = m.Row(i)
	}
	return rows
}

// refused asserts that err is one line that starts with path and holds want.
func refused(t *testing.T, err error, path, want string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, expected %q", want)
	}
	msg := err.Error()
	if !strings.HasPrefix(msg, path+": ") || strings.Count(msg, path) != 1 {
		t.Errorf("error %q does not name %q once, at its start", msg, path)
	}
	if strings.Contains(msg, "\n") || !strings.Contains(msg, want) {
		t.Errorf("error %q, expected one line with %q", msg, want)
	}
}

// checkDataset asserts what holds for any data set that Open returns.
func checkDataset[T kernels.Float](t *testing.T, ds Dataset[T]) {
	t.Helper()
	if ds.Len() < 1 || ds.Width() < 1 {
		t.Fatalf("%d×%d", ds.Len(), ds.Width())
	}
	if err := (Info{ds.Labels(), ds.Columns(), ds.Image()}).check(ds.Len(), ds.Width()); err != nil {
		t.Fatal(err)
	}
	if err := CheckFinite(ds); err != nil {
		t.Fatal(err)
	}
}

func nan() float64 { return math.NaN() }
