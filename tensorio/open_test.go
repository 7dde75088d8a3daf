package tensorio

import (
	"errors"
	"io/fs"
	"path/filepath"
	"testing"
)

func TestOpenRefuses(t *testing.T) {
	packed := pack(t, []byte("1,2\n3,4\n"))
	damaged := append([]byte{}, packed...)
	damaged[len(damaged)-5] ^= 1 // in the checksum
	tests := []struct {
		name, file string
		data       []byte
		opts       Options
		want       string
	}{
		{"empty", "x.csv", nil, Options{}, "is empty"},
		{"packed nothing", "x.csv.gz", pack(t, nil), Options{}, "is empty"},
		{"gzip truncated", "x.csv.gz", packed[:len(packed)-6], Options{}, "gzip stream is truncated"},
		{"gzip header truncated", "x.csv.gz", packed[:5], Options{}, "gzip stream is truncated"},
		{"gzip data truncated", "x.csv.gz", packed[:12], Options{}, "gzip stream is truncated"},
		{"gzip with junk", "x.csv.gz", append(packed[:len(packed):len(packed)], "junk"...), Options{}, "followed by something else"},
		{"gzip with more junk", "x.csv.gz", append(packed[:len(packed):len(packed)], "twelve bytes"...), Options{}, "followed by something else"},
		{"gzip damaged", "x.csv.gz", damaged, Options{}, "gzip stream is damaged"},
		{"binary", "x.dat", []byte("\x7fELF\x00\x01\x02"), Options{}, `starts with "\x7fELF\x00\x01\x02", expected IDX, NPY, CSV or a tar archive of pictures`},
		{"npz", "x.npz", []byte("PK\x03\x04abc"), Options{}, "expected IDX, NPY, CSV or a tar archive of pictures"},
		{"label of IDX", "x", idx(8, []uint32{1}, []uint8{1}), Options{Label: "1"}, "in CSV only"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			path := put(t, test.file, test.data)
			_, err := Open[float32](path, test.opts)
			refused(t, err, path, test.want)
		})
	}
}

func TestOpenNoFile(t *testing.T) {
	dir := t.TempDir()
	_, err := Open[float32](dir, Options{})
	refused(t, err, dir, "no pictures: expected files")

	missing := filepath.Join(dir, "missing.csv")
	_, err = Open[float32](missing, Options{})
	refused(t, err, missing, "")
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%v is not fs.ErrNotExist", err)
	}
	_, _, err = ReadSafetensors(missing)
	refused(t, err, missing, "")
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%v is not fs.ErrNotExist", err)
	}
}

// Debian's dataset-fashion-mnist, if it is installed.
func TestFashionMNIST(t *testing.T) {
	const path = "/usr/share/datasets/fashion-mnist/t10k-images-idx3-ubyte.gz"
	ds, err := Open[float32](path, Options{})
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("dataset-fashion-mnist is not installed")
	}
	if err != nil {
		t.Fatal(err)
	}
	checkDataset(t, ds)
	if ds.Len() != 10000 || ds.Image() != (Image{28, 28}) || len(ds.Labels().Names) != 10 {
		t.Errorf("%d rows, %v, %v", ds.Len(), ds.Image(), ds.Labels().Names)
	}
}
