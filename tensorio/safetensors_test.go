package tensorio

import (
	"encoding/binary"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// safetensors returns a file with this header, unpadded, and data.
func safetensors(header string, data ...byte) []byte {
	file := binary.LittleEndian.AppendUint64(nil, uint64(len(header)))
	return append(append(file, header...), data...)
}

func TestSafetensorsGolden(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.safetensors")
	tensors := []Tensor{
		NewTensor("b", []int{1, 2}, []float32{1, -2}),
		NewTensor("a<", nil, []float32{0.5}),
		NewTensor("w", []int{1}, []float64{1}),
	}
	if err := WriteSafetensors(path, tensors, map[string]string{"z": "1", "k": "\"é\""}); err != nil {
		t.Fatal(err)
	}
	header := `{"__metadata__":{"k":"\"é\"","z":"1"},` +
		`"w":{"dtype":"F64","shape":[1],"data_offsets":[0,8]},` +
		`"a<":{"dtype":"F32","shape":[],"data_offsets":[8,12]},` +
		`"b":{"dtype":"F32","shape":[1,2],"data_offsets":[12,20]}}`
	if len(header)%8 == 0 {
		t.Fatal("the golden header should need padding")
	}
	header += strings.Repeat(" ", 8-len(header)%8)
	want := string(safetensors(header)) + "\x00\x00\x00\x00\x00\x00\xf0\x3f" + "\x00\x00\x00\x3f" + "\x00\x00\x80\x3f\x00\x00\x00\xc0"
	got, err := os.ReadFile(path)
	if err != nil || string(got) != want {
		t.Errorf("%q\nexpected\n%q (%v)", got, want, err)
	}
}

func TestSafetensorsRoundTrip(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.safetensors")
	big := make([]float32, 3*tileValues+1)
	for i := range big {
		big[i] = float32(i)
	}
	want := []Tensor{
		NewTensor("d", []int{2}, []float64{math.Inf(1), -0.1}),
		NewTensor("big", []int{len(big)}, big),
		NewTensor("empty", []int{0, 5}, []float32(nil)),
		NewTensor("scalar", []int{}, []float32{3}),
	}
	metadata := map[string]string{"config": `{"layers":[128,8]}`, "": "empty"}
	if err := WriteSafetensors(path, want, metadata); err != nil {
		t.Fatal(err)
	}
	got, meta, err := ReadSafetensors(path)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, got) + cmp.Diff(metadata, meta); d != "" {
		t.Error(d)
	}
	if x, err := TensorData[float64](got[0]); err != nil || x[1] != -0.1 {
		t.Errorf("%v, %v", x, err)
	}
	if _, err := TensorData[float64](got[1]); err == nil || err.Error() != `tensor "big" is float32, expected float64` {
		t.Error(err)
	}
}

func TestWriteSafetensorsRefuses(t *testing.T) {
	one := []float32{1}
	for want, tensors := range map[string][]Tensor{
		`tensor "a" occurs twice`:             {NewTensor("a", nil, one), NewTensor("a", nil, one)},
		`1 numbers for shape [2]`:             {NewTensor("a", []int{2}, one)},
		`negative dimension`:                  {NewTensor("a", []int{-1}, one)},
		`the name is reserved`:                {NewTensor("__metadata__", nil, one)},
		`the name is not UTF-8`:               {NewTensor("\xff", nil, one)},
		`exactly one of F32 and F64`:          {{Name: "a", F32: one, F64: []float64{1}}},
		`1 numbers for shape [1073741824 107`: {NewTensor("a", []int{1 << 30, 1 << 30, 1 << 30}, one)},
	} {
		dir := t.TempDir()
		err := WriteSafetensors(filepath.Join(dir, "x"), tensors, nil)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, expected %q", err, want)
		}
		if entries, _ := os.ReadDir(dir); len(entries) != 0 {
			t.Errorf("%v is left", entries)
		}
	}
}

func TestReadSafetensorsRefuses(t *testing.T) {
	f32 := func(name, shape, offsets string) string {
		return `"` + name + `":{"dtype":"F32","shape":` + shape + `,"data_offsets":` + offsets + `}`
	}
	ok := make([]byte, 8)
	tests := []struct {
		name string
		data []byte
		want string
	}{
		{"empty", nil, "is empty"},
		{"short", []byte{1, 2}, "header is truncated"},
		{"header longer than the file", safetensors(`{}`)[:9], "header of 2 bytes, but only 1 follow"},
		{"header huge", []byte("not a model, but text"), "not a safetensors file?"},
		{"header of nothing", safetensors(``), "header is empty"},
		{"no object", safetensors(`[]`), `header: starts with "[", expected a JSON object`},
		{"bad JSON", safetensors(`{"a":}`), "header: byte"},
		{"cut JSON", safetensors(`{"a":`), "unexpected EOF"},
		{"not UTF-8", safetensors("{\"\xff\":1}"), "not UTF-8"},
		{"two objects", safetensors(`{}{}`), "goes on after"},
		{"no tensor", safetensors(`{"a":7}`), `tensor "a" is 7, expected an object`},
		{"dtype I64", safetensors(`{"a":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}}`, ok...), `tensor "a": "dtype": type "I64", expected F32 or F64`},
		{"dtype BF16", safetensors(`{"a":{"dtype":"BF16","shape":[4],"data_offsets":[0,8]}}`, ok...), `type "BF16", expected F32 or F64`},
		{"dtype number", safetensors(`{"a":{"dtype":1,"shape":[4],"data_offsets":[0,8]}}`, ok...), "expected a string"},
		{"key missing", safetensors(`{"a":{"dtype":"F32","shape":[2]}}`, ok...), "expected a dtype, a shape and two data_offsets"},
		{"unknown key", safetensors(`{"a":{"dtype":"F32","size":[2]}}`, ok...), `"size": unknown key`},
		{"name twice", safetensors(`{`+f32("a", "[1]", "[0,4]")+`,`+f32("a", "[1]", "[4,8]")+`}`, ok...), `key "a" occurs twice`},
		{"key twice", safetensors(`{"a":{"dtype":"F32","dtype":"F32"}}`, ok...), `key "dtype" occurs twice`},
		{"metadata twice", safetensors(`{"__metadata__":{"k":"","k":""}}`), `key "k" occurs twice`},
		{"metadata number", safetensors(`{"__metadata__":{"k":1}}`), `"k" is 1, expected a string`},
		{"three offsets", safetensors(`{`+f32("a", "[2]", "[0,8,8]")+`}`, ok...), "two data_offsets"},
		{"negative", safetensors(`{`+f32("a", "[-2]", "[0,8]")+`}`, ok...), "-2, expected an integer"},
		{"fraction", safetensors(`{`+f32("a", "[2.0]", "[0,8]")+`}`, ok...), "2.0, expected an integer"},
		{"nested", safetensors(`{`+f32("a", "[[2]]", "[0,8]")+`}`, ok...), "expected an integer"},
		{"no array", safetensors(`{`+f32("a", "2", "[0,8]")+`}`, ok...), "expected an array"},
		{"shape and offsets", safetensors(`{`+f32("a", "[3]", "[0,8]")+`}`, ok...), `tensor "a": data_offsets [0, 8] for 3 float32, expected 12 bytes`},
		{"offsets turned", safetensors(`{`+f32("a", "[2]", "[8,0]")+`}`, ok...), "data_offsets [8, 0]"},
		{"overflow", safetensors(`{`+f32("a", "[4611686018427387905,4]", "[0,16]")+`}`, ok...), "data_offsets [0, 16]"},
		{"overlap", safetensors(`{`+f32("a", "[2]", "[0,8]")+`,`+f32("b", "[1]", "[4,8]")+`}`, ok...), `tensor "b" starts at byte 4 of the data, expected 8`},
		{"gap", safetensors(`{`+f32("a", "[1]", "[4,8]")+`}`, ok...), `tensor "a" starts at byte 4 of the data, expected 0`},
		{"truncated", safetensors(`{`+f32("a", "[2]", "[0,8]")+`}`, 0, 0), "header promises 8 bytes of data, the file holds 2"},
		{"junk", safetensors(`{`+f32("a", "[1]", "[0,4]")+`}`, ok...), "header promises 4 bytes of data, the file holds 8"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			path := put(t, "x.safetensors", test.data)
			_, _, err := ReadSafetensors(path)
			refused(t, err, path, test.want)
		})
	}
	t.Run("directory", func(t *testing.T) {
		dir := t.TempDir()
		_, _, err := ReadSafetensors(dir)
		refused(t, err, dir, "is a directory")
	})
}
