package tensorio

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/bits"
	"slices"
	"strings"

	"github.com/lamina-go/lamina/kernels"
)

// dtype is the type of a file's numbers. In memory they keep it, as
// little-endian bytes, and become T when rows are read: pictures of bytes take
// a byte a pixel.
type dtype uint8

const (
	uint8Type dtype = iota
	int8Type
	uint16Type
	int16Type
	uint32Type
	int32Type
	uint64Type
	int64Type
	float32Type
	float64Type
)

var dtypes = [...]struct {
	name string
	size int // bytes
}{
	uint8Type: {"uint8", 1}, int8Type: {"int8", 1},
	uint16Type: {"uint16", 2}, int16Type: {"int16", 2},
	uint32Type: {"uint32", 4}, int32Type: {"int32", 4},
	uint64Type: {"uint64", 8}, int64Type: {"int64", 8},
	float32Type: {"float32", 4}, float64Type: {"float64", 8},
}

func (d dtype) String() string { return dtypes[d].name }
func (d dtype) size() int      { return dtypes[d].size }
func (d dtype) isFloat() bool  { return d >= float32Type }

// convert sets dst to the numbers in raw, rounding to the nearest T.
func convert[T kernels.Float](dst []T, raw []byte, d dtype) {
	le := binary.LittleEndian
	switch d {
	case uint8Type:
		for i, v := range raw[:len(dst)] {
			dst[i] = T(v)
		}
	case int8Type:
		for i, v := range raw[:len(dst)] {
			dst[i] = T(int8(v))
		}
	case uint16Type:
		for i := range dst {
			dst[i] = T(le.Uint16(raw[2*i:]))
		}
	case int16Type:
		for i := range dst {
			dst[i] = T(int16(le.Uint16(raw[2*i:])))
		}
	case uint32Type:
		for i := range dst {
			dst[i] = T(le.Uint32(raw[4*i:]))
		}
	case int32Type:
		for i := range dst {
			dst[i] = T(int32(le.Uint32(raw[4*i:])))
		}
	case uint64Type:
		for i := range dst {
			dst[i] = T(le.Uint64(raw[8*i:]))
		}
	case int64Type:
		for i := range dst {
			dst[i] = T(int64(le.Uint64(raw[8*i:])))
		}
	case float32Type:
		for i := range dst {
			dst[i] = T(math.Float32frombits(le.Uint32(raw[4*i:])))
		}
	case float64Type:
		for i := range dst {
			dst[i] = T(math.Float64frombits(le.Uint64(raw[8*i:])))
		}
	}
}

// swapBytes turns big-endian numbers into little-endian ones, in place.
func swapBytes(raw []byte, d dtype) {
	if d.size() == 1 {
		return
	}
	for i := 0; i < len(raw); i += d.size() {
		slices.Reverse(raw[i : i+d.size()])
	}
}

// dataBytes returns the bytes that an array of this shape takes, and whether
// that is a number of 64 bits.
func dataBytes(shape []uint64, d dtype) (n uint64, ok bool) {
	if slices.Contains(shape, 0) {
		return 0, true
	}
	n = uint64(d.size())
	for _, dim := range shape {
		hi, lo := bits.Mul64(n, dim)
		if hi != 0 {
			return 0, false
		}
		n = lo
	}
	return n, true
}

// describe writes a shape and a type as in "60000×28×28 uint8".
func describe(shape []uint64, d dtype) string {
	var b strings.Builder
	for i, dim := range shape {
		if i > 0 {
			b.WriteString("×")
		}
		fmt.Fprint(&b, dim)
	}
	return b.String() + " " + d.String()
}
