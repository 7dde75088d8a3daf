package tensorio

import (
	"archive/tar"
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/lamina-go/lamina/kernels"
)

// grey is a picture whose pixel (y, x) is f(y, x).
func grey(height, width int, f func(y, x int) uint8) *image.Gray {
	m := image.NewGray(image.Rect(0, 0, width, height))
	for i := range m.Pix {
		m.Pix[i] = f(i/width, i%width)
	}
	return m
}

func encodePNG(t *testing.T, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func ramp(y, x int) uint8 { return uint8(10*y + x) }

// folder writes files into a new folder.
func folder(t *testing.T, files map[string][]byte) string {
	t.Helper()
	dir := t.TempDir()
	for name, data := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestWholePictures(t *testing.T) {
	var jpg bytes.Buffer
	if err := jpeg.Encode(&jpg, grey(3, 4, func(int, int) uint8 { return 90 }), nil); err != nil {
		t.Fatal(err)
	}
	red := image.NewRGBA(image.Rect(0, 0, 4, 3))
	for i := range 12 {
		red.Set(i%4, i/4, color.RGBA{255, 0, 0, 255})
	}
	deep := image.NewGray16(image.Rect(5, 5, 9, 8)) // bounds need not begin at 0
	deep.SetGray16(5, 5, color.Gray16{Y: 257*7 + 128})
	dir := folder(t, map[string][]byte{
		"a.png": encodePNG(t, grey(3, 4, ramp)), "sub/b.JPG": jpg.Bytes(), "c.png": encodePNG(t, red), "d.png": encodePNG(t, deep),
		"e.pgm": []byte("P2 # text\n4 3\n15\n0 15 3 0\n0 0 0 0\n0 0 0 5"), "f.pgm": append([]byte("P5\n4 3\n255\n"), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12),
		"notes.txt": []byte("not a picture"), ".hidden.png": []byte("nor this"),
	})
	ds, err := Open[float64](dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	m, err := ReadAll(ds)
	if err != nil {
		t.Fatal(err)
	}
	if ds.Len() != 6 || ds.Image() != (Image{Height: 3, Width: 4}) {
		t.Fatalf("%d rows, %v", ds.Len(), ds.Image())
	}
	for _, c := range []struct {
		row, col int
		want     float64
	}{{0, 0, 0}, {0, 7, 13}, {1, 5, 76.244}, {2, 0, 7 + 128.0/257}, {2, 1, 0}, {3, 1, 255}, {3, 2, 51}, {3, 11, 85}, {4, 11, 12}, {5, 3, 90}} {
		if got := m.Row(c.row)[c.col]; got < c.want-0.3 || got > c.want+0.3 {
			t.Errorf("row %d, column %d is %v, want %v", c.row, c.col, got, c.want)
		}
	}
}

func TestPatches(t *testing.T) {
	files := map[string][]byte{
		"a.png": encodePNG(t, grey(9, 7, ramp)), "b.png": encodePNG(t, grey(5, 12, ramp)), "tiny.png": encodePNG(t, grey(2, 2, ramp)),
		"flat.png": encodePNG(t, grey(6, 6, func(int, int) uint8 { return 3 })),
	}
	dir := folder(t, files)
	o := Options{Patch: 3, Patches: 500, PatchSeed: 1}
	ds, err := Open[float32](dir, o)
	if err != nil {
		t.Fatal(err)
	}
	r, ok := PicturesOf(ds)
	if !ok || ds.Len() != 500 || ds.Width() != 9 || r.Pictures != 3 || !r.MixedSizes || r.TooSmall != 1 || r.Constant < 50 {
		t.Fatalf("%d×%d, %+v", ds.Len(), ds.Width(), r)
	}
	m, err := ReadAll(ds)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[float32]bool{}
	for i := range m.Rows {
		row := m.Row(i)
		for j, v := range row { // a window of the ramp
			if want := row[0] + float32(10*(j/3)+j%3); v != want {
				t.Fatalf("row %d is %v", i, row)
			}
		}
		seen[row[0]] = true
	}
	// Corners 10y + x: a has (y, x) to (6, 4) and b to (2, 9), with 15 in both.
	if len(seen) != 35+30-15 {
		t.Errorf("%d different patches, want all of them", len(seen))
	}
	// The draw depends on the seed alone, and an archive is as good as a folder.
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, name := range []string{"a.png", "b.png", "flat.png", "tiny.png"} {
		w.WriteHeader(&tar.Header{Name: name, Size: int64(len(files[name])), Mode: 0o666, Typeflag: tar.TypeReg})
		w.Write(files[name])
	}
	w.Close()
	archive := filepath.Join(folder(t, map[string][]byte{"all.tar": b.Bytes()}), "all.tar")
	for _, seed := range []uint64{1, 2} {
		o.PatchSeed = seed
		again, err := Open[float32](archive, o)
		if err != nil {
			t.Fatal(err)
		}
		n, err := ReadAll(again)
		if err != nil {
			t.Fatal(err)
		}
		same := fmt.Sprint(m.Data) == fmt.Sprint(n.Data)
		if same != (seed == 1) {
			t.Errorf("seed %d: same %v", seed, same)
		}
	}
	if err := again(ds, 499, 2); err == nil {
		t.Error("rows beyond the end were read")
	}
}

func again[T kernels.Float](ds Dataset[T], start, n int) error {
	return ds.ReadRows(kernels.NewMatrix[T](n, ds.Width()), start)
}

func TestBadPictures(t *testing.T) {
	good := encodePNG(t, grey(5, 5, ramp))
	flat := encodePNG(t, grey(5, 5, func(int, int) uint8 { return 9 }))
	for _, c := range []struct {
		name, file string
		data       []byte
		o          Options
		want       string
	}{
		{"no picture", "x.txt", []byte("x"), Options{}, "no pictures: expected files that end in .png"},
		{"other contents", "x.png", []byte("GIMP"), Options{}, `x.png: starts with "GIMP"`},
		{"truncated", "x.png", good[:len(good)/2], Options{}, "x.png: PNG: "},
		{"empty", "x.png", nil, Options{}, "x.png: is empty"},
		{"lying header", "x.pgm", []byte("P5\n60000 60000\n255\n1"), Options{}, "more than"},
		{"huge number", "x.pgm", []byte("P5\n99999999999 2\n255\n1"), Options{}, "more than 9 digits"},
		{"truncated pgm", "x.pgm", []byte("P5\n2 2\n255\n\x01\x02\x03"), Options{}, "row 2, column 2"},
		{"value", "x.pgm", []byte("P2\n2 1\n3\n1 4"), Options{}, "row 1, column 2: value 4, the greatest is 3"},
		{"max", "x.pgm", []byte("P2\n2 1\n0\n1 4"), Options{}, "greatest value 0"},
		{"text", "x.pgm", []byte("P2\nwide"), Options{}, `'w', expected a number`},
		{"label", "x.png", good, Options{Label: "y"}, "label column"},
		{"negative", "x.png", good, Options{Patch: -1}, "patches of -1×-1"},
		{"count", "x.png", good, Options{Patch: 2, Patches: -1}, "-1 patches"},
		{"too large", "x.png", good, Options{Patch: 6}, "no picture has room for a patch of 6×6"},
		{"flat", "x.png", flat, Options{Patch: 2, Patches: 10}, "no contrast"},
	} {
		_, err := Open[float32](folder(t, map[string][]byte{c.file: c.data}), c.o)
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
	mixed := folder(t, map[string][]byte{"a.png": good, "b.png": encodePNG(t, grey(5, 4, ramp))})
	if _, err := Open[float32](mixed, Options{}); err == nil || !strings.Contains(err.Error(), "mixed size") {
		t.Errorf("mixed sizes: %v", err)
	}
	if _, err := Open[float32](DigitsName, Options{Patch: 3}); err == nil || !strings.Contains(err.Error(), "patches are drawn") {
		t.Errorf("digits: %v", err)
	}
	torn := filepath.Join(t.TempDir(), "x.tar")
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	w.WriteHeader(&tar.Header{Name: "a.png", Size: int64(len(good)), Mode: 0o666, Typeflag: tar.TypeReg})
	w.Write(good)
	w.Flush()
	if err := os.WriteFile(torn, b.Bytes()[:520], 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := Open[float32](torn, Options{}); err == nil || !strings.Contains(err.Error(), "truncated") {
		t.Errorf("torn archive: %v", err)
	}
}
