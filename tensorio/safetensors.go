package tensorio

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/lamina-go/lamina/kernels"
)

// The safetensors format (huggingface/safetensors, README, "Format"): the
// header's length as a little-endian uint64, the header as JSON, the data.
// Here it is read as strictly as the reference implementation does, and a
// little more: unknown keys are refused.

// Tensor is an array with a name, float32 or float64, as in a safetensors file.
type Tensor struct {
	Name  string
	Shape []int     // empty for a single number
	F32   []float32 // row-major; exactly one of F32 and F64 is not nil
	F64   []float64
}

// NewTensor returns a tensor that shares data's memory; data is row-major.
// WriteSafetensors checks that it fits the shape.
func NewTensor[T kernels.Float](name string, shape []int, data []T) Tensor {
	t := Tensor{Name: name, Shape: shape}
	switch data := any(data).(type) {
	case []float32:
		t.F32 = []float32{} // not nil, even if data is
		if data != nil {
			t.F32 = data
		}
	case []float64:
		t.F64 = []float64{}
		if data != nil {
			t.F64 = data
		}
	}
	return t
}

// TensorData returns t's numbers, which share its memory. It is an error if
// they are not of type T.
func TensorData[T kernels.Float](t Tensor) ([]T, error) {
	var data any = t.F32
	if t.F32 == nil {
		data = t.F64
	}
	if x, ok := data.([]T); ok {
		return x, nil
	}
	return nil, fmt.Errorf("tensor %q is %v, expected %v", t.Name, t.dtype(), dtypeOf[T]())
}

func (t Tensor) dtype() dtype {
	if t.F32 != nil {
		return float32Type
	}
	return float64Type
}

// safetensorsTypes are the types that this package reads and writes.
var safetensorsTypes = map[dtype]string{float32Type: "F32", float64Type: "F64"}

// metadataKey cannot be the name of a tensor.
const metadataKey = "__metadata__"

// maxSafetensorsHeader is the reference implementation's MAX_HEADER_SIZE.
const maxSafetensorsHeader = 100_000_000

// tensorEntry is what the header says of one tensor.
type tensorEntry struct {
	name       string
	dtype      dtype
	shape      []uint64
	begin, end uint64 // bytes, from the start of the data
}

// check returns an error unless e's offsets fit its shape and type.
func (e *tensorEntry) check() error {
	n, ok := dataBytes(e.shape, e.dtype)
	if !ok || e.begin > e.end || e.end-e.begin != n {
		return fmt.Errorf("tensor %q: data_offsets [%d, %d] for %s, expected %d bytes between them", e.name, e.begin, e.end, describe(e.shape, e.dtype), n)
	}
	return nil
}

// checkLayout sorts entries by their place and returns an error unless they
// cover size bytes of data without gap or overlap.
func checkLayout(entries []tensorEntry, size uint64) error {
	slices.SortStableFunc(entries, func(a, b tensorEntry) int {
		return cmp.Or(cmp.Compare(a.begin, b.begin), cmp.Compare(a.end, b.end))
	})
	var at uint64
	for i := range entries {
		e := &entries[i]
		if err := e.check(); err != nil {
			return err
		}
		if e.begin != at {
			return fmt.Errorf("tensor %q starts at byte %d of the data, expected %d: tensors must not overlap or leave gaps", e.name, e.begin, at)
		}
		at = e.end
	}
	if at != size {
		return fmt.Errorf("header promises %d bytes of data, the file holds %d", at, size)
	}
	return nil
}

// check returns an error unless t can be written.
func (t Tensor) check() (tensorEntry, error) {
	e := tensorEntry{name: t.Name, dtype: t.dtype()}
	switch {
	case !utf8.ValidString(t.Name):
		return e, fmt.Errorf("tensor %q: the name is not UTF-8", t.Name)
	case t.Name == metadataKey:
		return e, fmt.Errorf("tensor %q: the name is reserved", t.Name)
	case (t.F32 == nil) == (t.F64 == nil):
		return e, fmt.Errorf("tensor %q: exactly one of F32 and F64 must be set", t.Name)
	}
	for _, dim := range t.Shape {
		if dim < 0 {
			return e, fmt.Errorf("tensor %q: negative dimension in shape %v", t.Name, t.Shape)
		}
		e.shape = append(e.shape, uint64(dim))
	}
	have := uint64(max(len(t.F32), len(t.F64))) * uint64(e.dtype.size())
	if n, ok := dataBytes(e.shape, e.dtype); !ok || n != have {
		return e, fmt.Errorf("tensor %q: %d numbers for shape %v", t.Name, max(len(t.F32), len(t.F64)), t.Shape)
	}
	e.end = have
	return e, nil
}

// headerLen reads the first 8 bytes of a file of size bytes.
func headerLen(start [8]byte, size int64) (int64, error) {
	n := binary.LittleEndian.Uint64(start[:])
	switch {
	case n > maxSafetensorsHeader:
		return 0, fmt.Errorf("header of %d bytes, expected at most %d: not a safetensors file?", n, maxSafetensorsHeader)
	case int64(n) > size-8:
		return 0, fmt.Errorf("header of %d bytes, but only %d follow: the file is truncated", n, size-8)
	case n < 2:
		return 0, errors.New("header is empty, expected a JSON object")
	}
	return int64(n), nil
}
