package tensorio

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// idx returns an IDX file; data is written big-endian.
func idx(kind byte, dims []uint32, data any) []byte {
	var b bytes.Buffer
	b.Write([]byte{0, 0, kind, byte(len(dims))})
	binary.Write(&b, binary.BigEndian, dims)
	binary.Write(&b, binary.BigEndian, data)
	return b.Bytes()
}

// npy returns an NPY file of version 1.
func npy(dict string, order binary.ByteOrder, data any) []byte {
	b := bytes.NewBufferString(npyMagic + "\x01\x00")
	binary.Write(b, binary.LittleEndian, uint16(len(dict)))
	b.WriteString(dict)
	binary.Write(b, order, data)
	return b.Bytes()
}

func npyDict(descr, fortran, shape string) string {
	return fmt.Sprintf("{'descr': '%s', 'fortran_order': %s, 'shape': %s, }\n", descr, fortran, shape)
}

func TestOpenArray(t *testing.T) {
	le, be := binary.LittleEndian, binary.BigEndian
	two := [][]float64{{1, 2, 3}, {4, 5, 6}}
	tests := []struct {
		name  string
		data  []byte
		rows  [][]float64
		image Image
	}{
		{"IDX uint8 pictures", idx(8, []uint32{2, 1, 3}, []uint8{1, 2, 3, 4, 5, 255}), [][]float64{{1, 2, 3}, {4, 5, 255}}, Image{1, 3}},
		{"IDX int8", idx(9, []uint32{2}, []int8{-1, 2}), [][]float64{{-1}, {2}}, Image{}},
		{"IDX int16", idx(0xB, []uint32{1, 2}, []int16{-300, 2}), [][]float64{{-300, 2}}, Image{}},
		{"IDX int32", idx(0xC, []uint32{1, 2}, []int32{-70000, 2}), [][]float64{{-70000, 2}}, Image{}},
		{"IDX float32", idx(0xD, []uint32{1, 2}, []float32{-.5, 2}), [][]float64{{-.5, 2}}, Image{}},
		{"IDX float64", idx(0xE, []uint32{1, 2}, []float64{-.1, 2}), [][]float64{{-.1, 2}}, Image{}},
		{"f4", npy(npyDict("<f4", "False", "(2, 3)"), le, []float32{1, 2, 3, 4, 5, 6}), two, Image{}},
		{"big-endian f8", npy(npyDict(">f8", "False", "(2, 3)"), be, []float64{1, 2, 3, 4, 5, 6}), two, Image{}},
		{"Fortran f8", npy(npyDict("<f8", "True", "(2, 3)"), le, []float64{1, 4, 2, 5, 3, 6}), two, Image{}},
		{"Fortran, 3-D", npy(npyDict("|u1", "True", "(2, 2, 2)"), le, []uint8{0, 4, 2, 6, 1, 5, 3, 7}),
			[][]float64{{0, 1, 2, 3}, {4, 5, 6, 7}}, Image{2, 2}},
		{"1-D", npy(npyDict("<i8", "False", "(2,)"), le, []int64{-9, 7}), [][]float64{{-9}, {7}}, Image{}},
		{"4-D", npy(npyDict("<u2", "False", "(1, 2, 1, 2)"), le, []uint16{1, 2, 3, 65535}), [][]float64{{1, 2, 3, 65535}}, Image{}},
		{"u4", npy(npyDict("<u4", "False", "(1, 1)"), le, []uint32{1 << 31}), [][]float64{{1 << 31}}, Image{}},
		{"u8", npy(npyDict("<u8", "False", "(1, 1)"), le, []uint64{1 << 63}), [][]float64{{1 << 63}}, Image{}},
		{"i1", npy(npyDict("|i1", "False", "(1, 1)"), le, []int8{-3}), [][]float64{{-3}}, Image{}},
		{"bool", npy(npyDict("|b1", "False", "(2, 1)"), le, []bool{true, false}), [][]float64{{1}, {0}}, Image{}},
		{"other spelling", npy(`{ "shape":(2L,), "fortran_order":False,"descr":"<i2" }`, le, []int16{3, 4}), [][]float64{{3}, {4}}, Image{}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for name, data := range map[string][]byte{"x": test.data, "x.gz": pack(t, test.data)} {
				ds, err := Open[float64](put(t, name, data), Options{})
				if err != nil {
					t.Fatal(err)
				}
				checkDataset(t, ds)
				if d := cmp.Diff(test.rows, rowsOf(t, ds)); d != "" {
					t.Error(d)
				}
				if ds.Image() != test.image {
					t.Errorf("image %v, expected %v", ds.Image(), test.image)
				}
			}
		})
	}
}

func TestOpenArrayRefuses(t *testing.T) {
	le := binary.LittleEndian
	f8 := func(shape string, data ...float64) []byte { return npy(npyDict("<f8", "False", shape), le, data) }
	good := idx(8, []uint32{2, 3}, []uint8{1, 2, 3, 4, 5, 6})
	tests := []struct {
		name, file string
		data       []byte
		want       string
	}{
		{"IDX truncated", "x", good[:len(good)-1], "header promises 2×3 uint8 = 6 bytes of data, the file holds 5"},
		{"IDX with junk", "x", append(good, 0), "2×3 uint8 = 6 bytes of data, the file holds 7"},
		{"IDX truncated, packed", "x.gz", pack(t, good[:len(good)-1]), "6 bytes of data, the file holds 5"},
		{"IDX with junk, packed", "x.gz", pack(t, append(good, 0)), "the file goes on after them"},
		{"IDX header truncated", "x", good[:10], "IDX header is truncated: 2 dimensions expected"},
		{"IDX bomb", "x.gz", pack(t, idx(8, []uint32{1 << 31, 1 << 31}, []uint8{0})), "packed bytes can hold"},
		{"IDX overflow", "x", idx(8, []uint32{1 << 31, 1 << 31, 1 << 31}, []uint8{0}), "more bytes than 64 bits can count"},
		{"IDX without rows", "x", idx(8, []uint32{0, 1 << 31, 1 << 31, 1 << 31}, []uint8{}), "expected at least one row"},
		{"IDX without dimensions", "x", idx(8, nil, []uint8{1}), "a single number"},
		{"IDX type", "x-ubyte", []byte("\x00\x00\x07\x01\x00"), "not an IDX file: starts with 00 00 07 01"},
		{"IDX NaN", "x", idx(0xE, []uint32{2, 2}, []float64{1, 2, 3, nan()}), "row 2, column 2 is NaN"},
		{"NPY lies", "x.npy", f8("(1000000000, 1000)", 1), "1000000000×1000 float64 = 8000000000000 bytes of data, the file holds 8"},
		{"NPY lies, packed", "x.npy.gz", pack(t, f8("(1000000000, 1000)", 1)), "packed bytes can hold"},
		{"NPY overflow", "x.npy", f8("(4294967296, 4294967296, 4)", 1), "more bytes than 64 bits"},
		{"NPY negative", "x.npy", f8("(-1, 8)", 1), `dimension "-1", expected`},
		{"NPY huge dimension", "x.npy", f8("(99999999999999999999,)", 1), "expected an integer from 0"},
		{"NPY truncated", "x.npy", f8("(2, 1)", 1), "16 bytes of data, the file holds 8"},
		{"NPY with junk", "x.npy", f8("(1, 1)", 1, 2), "8 bytes of data, the file holds 16"},
		{"NPY magic", "x.npy", []byte("\x93NUMPX\x01\x00"), "not an NPY file"},
		{"NPY version", "x.npy", []byte(npyMagic + "\x09\x00"), "NPY version 9.0"},
		{"NPY short", "x.npy", []byte(npyMagic), "NPY header is truncated"},
		{"NPY header short", "x.npy", []byte(npyMagic + "\x01\x00\xff\x00{"), "NPY header is truncated, expected 255 bytes"},
		{"NPY header huge", "x.npy", []byte(npyMagic + "\x02\x00\xff\xff\xff\xff{"), "NPY header of 4294967295 bytes"},
		{"NPY records", "x.npy", npy("{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (1,), }", le, []float64{1}), "named fields"},
		{"NPY objects", "x.npy", npy(npyDict("|O", "False", "(1,)"), le, []float64{1}), `type "|O", expected`},
		{"NPY half", "x.npy", npy(npyDict("<f2", "False", "(4,)"), le, []float64{1}), `type "<f2", expected`},
		{"NPY byte order", "x.npy", npy(npyDict("|f8", "False", "(1,)"), le, []float64{1}), "for the byte order"},
		{"NPY key twice", "x.npy", npy("{'shape': (1,), 'shape': (1,)}", le, []byte{}), `"shape" occurs twice`},
		{"NPY key missing", "x.npy", npy("{'shape': (1,)}", le, []byte{}), `"descr" is missing`},
		{"NPY unknown key", "x.npy", npy("{'size': 1}", le, []byte{}), `unknown key "size"`},
		{"NPY not a dictionary", "x.npy", npy("[1, 2]", le, []byte{}), "expected a dictionary"},
		{"NPY open string", "x.npy", npy("{'shape", le, []byte{}), "does not end"},
		{"NPY open shape", "x.npy", npy("{'shape': (1", le, []byte{}), "does not end"},
		{"NPY open end", "x.npy", npy("{'shape': (1,)", le, []byte{}), "expected a comma or"},
		{"NPY scalar", "x.npy", f8("()", 1), "a single number"},
		{"NPY without rows", "x.npy", f8("(0, 5)"), "expected at least one row"},
		{"NPY Inf", "x.npy", f8("(2, 1)", 1, math.Inf(-1)), "row 2, column 1 is -Inf"},
		{"NPY overflows float32", "x.npy", f8("(1, 3)", 1, 2, 1e300), "row 1, column 3 is +Inf"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			path := put(t, test.file, test.data)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := Open[float32](path, Options{})
			runtime.ReadMemStats(&after)
			refused(t, err, path, test.want)
			if n := after.TotalAlloc - before.TotalAlloc; n > 1<<20 {
				t.Errorf("%d bytes allocated for a file of %d", n, len(test.data))
			}
		})
	}
}

func TestIDXLabels(t *testing.T) {
	images := idx(8, []uint32{3, 1, 2}, make([]uint8, 6))
	tests := []struct {
		name, images, labels string
		data                 []byte
		want                 *Labels
		refused              string
	}{
		{"beside", "train-images-idx3-ubyte", "train-labels-idx1-ubyte", idx(8, []uint32{3}, []uint8{2, 0, 2}), &Labels{[]int{2, 0, 2}, []string{"0", "1", "2"}}, ""},
		{"dots", "t10k-images.idx3-ubyte", "t10k-labels.idx1-ubyte", idx(8, []uint32{3}, []uint8{0, 0, 0}), &Labels{[]int{0, 0, 0}, []string{"0"}}, ""},
		{"packed", "images-idx3-ubyte", "labels-idx1-ubyte.gz", pack(t, idx(8, []uint32{3}, []uint8{0, 0, 0})), &Labels{[]int{0, 0, 0}, []string{"0"}}, ""},
		{"none", "train-images-idx3-ubyte", "other", []byte("x"), nil, ""},
		{"count", "train-images-idx3-ubyte", "train-labels-idx1-ubyte", idx(8, []uint32{2}, []uint8{2, 0}), nil, "2 labels, expected 3"},
		{"type", "train-images-idx3-ubyte", "train-labels-idx1-ubyte", idx(9, []uint32{3}, []int8{2, 0, 1}), nil, "expected labels: one uint8 a row"},
		{"empty", "train-images-idx3-ubyte", "train-labels-idx1-ubyte", nil, nil, "is empty"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			path := put(t, test.images, images)
			labels := filepath.Join(filepath.Dir(path), test.labels)
			if err := os.WriteFile(labels, test.data, 0o666); err != nil {
				t.Fatal(err)
			}
			ds, err := Open[float32](path, Options{})
			if test.refused != "" {
				refused(t, err, labels, test.refused)
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(test.want, ds.Labels()); d != "" {
				t.Error(d)
			}
		})
	}
}
