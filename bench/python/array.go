package python

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"

	"github.com/lamina-go/lamina/kernels"
)

// array is one as it travels: [shape, type, base64 of little-endian data].
type array struct {
	shape []int
	dtype string
	data  []byte
}

func (a array) MarshalJSON() ([]byte, error) {
	return json.Marshal([]any{a.shape, a.dtype, base64.StdEncoding.EncodeToString(a.data)})
}

func (a *array) UnmarshalJSON(b []byte) error {
	return json.Unmarshal(b, &[]any{&a.shape, &a.dtype, &a.data})
}

// encode turns slices and matrices into arrays, and leaves all else.
func encode(v any) any {
	switch v := v.(type) {
	case []float32:
		return arrayOf(v, len(v))
	case []float64:
		return arrayOf(v, len(v))
	case kernels.Matrix[float32]:
		return arrayOf(packed(v), v.Rows, v.Cols)
	case kernels.Matrix[float64]:
		return arrayOf(packed(v), v.Rows, v.Cols)
	}
	return v
}

func packed[T kernels.Float](m kernels.Matrix[T]) []T {
	var out []T
	for i := range m.Rows {
		out = append(out, m.Row(i)...)
	}
	return out
}

func arrayOf[T kernels.Float](x []T, shape ...int) array {
	data, err := binary.Append(nil, binary.LittleEndian, x)
	if err != nil {
		panic(err)
	}
	return array{shape, fmt.Sprintf("%T", x)[2:], data}
}

// floats are the elements of an array of any type that has a place in float64.
func (a array) floats() ([]float64, error) {
	var out []float64
	switch size := len(a.data); a.dtype {
	case "float32":
		for i := 0; i < size; i += 4 {
			out = append(out, float64(math.Float32frombits(binary.LittleEndian.Uint32(a.data[i:]))))
		}
	case "float64":
		for i := 0; i < size; i += 8 {
			out = append(out, math.Float64frombits(binary.LittleEndian.Uint64(a.data[i:])))
		}
	case "int64":
		for i := 0; i < size; i += 8 {
			out = append(out, float64(int64(binary.LittleEndian.Uint64(a.data[i:]))))
		}
	default:
		return nil, fmt.Errorf("python: arrays of %s are not read", a.dtype)
	}
	return out, nil
}
