package tensorio

import (
	"bytes"
	"encoding/binary"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// fuzzOpen asserts that any bytes give a sound data set or an error.
func fuzzOpen(t *testing.T, name string, data []byte, opts Options) {
	s, err := newSource(name, bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return
	}
	ds, err := decode[float32](s, opts)
	if err != nil {
		return
	}
	checkDataset(t, ds)
	if !s.gzip && !opts.OneHot && ds.Len() > len(data)/ds.Width() {
		t.Errorf("%d×%d numbers from %d bytes", ds.Len(), ds.Width(), len(data))
	}
}

func FuzzIDX(f *testing.F) {
	f.Add(idx(8, []uint32{2, 1, 3}, []uint8{1, 2, 3, 4, 5, 6}))
	f.Add(idx(0xE, []uint32{1}, []float64{1}))
	f.Add(pack(f, idx(8, []uint32{2}, []uint8{1, 2})))
	f.Fuzz(func(t *testing.T, data []byte) { fuzzOpen(t, "x.idx", data, Options{}) })
}

func FuzzNPY(f *testing.F) {
	f.Add(npy(npyDict("<f4", "False", "(2, 1)"), binary.LittleEndian, []float32{1, 2}))
	f.Add(npy(npyDict(">i2", "True", "(2, 1, 1)"), binary.BigEndian, []int16{1, 2}))
	f.Add([]byte(npyMagic + "\x02\x00\xff\xff\xff\xff{"))
	f.Fuzz(func(t *testing.T, data []byte) { fuzzOpen(t, "x.npy", data, Options{}) })
}

func FuzzCSV(f *testing.F) {
	f.Add([]byte("a,b\n1,2\n3,4\n"), "b", false, false)
	f.Add([]byte("1;x\n;y\nNA;\"z\n\"\n"), "", true, true)
	f.Add([]byte("\xef\xbb\xbf1\t2\r\n\r\n"), "1", false, true)
	f.Fuzz(func(t *testing.T, data []byte, label string, impute, oneHot bool) {
		fuzzOpen(t, "x.csv", data, Options{Label: label, Impute: impute, OneHot: oneHot})
	})
}

func FuzzSafetensors(f *testing.F) {
	f.Add(safetensors(`{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}`, 0, 0, 0x80, 0x3f))
	f.Add(safetensors(`{"__metadata__":{"k":"v"},"a":{"dtype":"F64","shape":[0],"data_offsets":[0,0]}}  `))
	f.Fuzz(func(t *testing.T, data []byte) {
		tensors, metadata, err := decodeSafetensors(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			return
		}
		var first, second bytes.Buffer
		if err := encodeSafetensors(&first, tensors, metadata); err != nil {
			t.Fatal(err)
		}
		again, meta, err := decodeSafetensors(bytes.NewReader(first.Bytes()), int64(first.Len()))
		if err != nil {
			t.Fatal(err)
		}
		if err := encodeSafetensors(&second, again, meta); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(first.Bytes(), second.Bytes()) {
			t.Error("writing what was read gives other bytes the second time")
		}
		if d := cmp.Diff(metadata, meta, cmpopts.EquateEmpty()); d != "" {
			t.Error(d)
		}
	})
}
