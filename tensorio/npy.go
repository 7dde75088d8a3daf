package tensorio

import (
	"encoding/binary"
	"io"

	"github.com/lamina-go/lamina/kernels"
)

// The NPY format (numpy/lib/_format_impl.py, NEP 1): "\x93NUMPY", a version of
// two bytes, the header's length (uint16 in version 1, uint32 in 2 and 3), the
// header as a Python dictionary, the data.
const npyMagic = "\x93NUMPY"

// maxNPYHeader is far above NumPy's own limit (max_header_size = 10000).
const maxNPYHeader = 1 << 16

var npyTypes = map[string]dtype{
	"u1": uint8Type, "i1": int8Type, "b1": uint8Type,
	"u2": uint16Type, "i2": int16Type, "u4": uint32Type, "i4": int32Type,
	"u8": uint64Type, "i8": int64Type, "f4": float32Type, "f8": float64Type,
}

func openNPY[T kernels.Float](s *source) (Dataset[T], error) {
	h, err := readNPYHeader(s)
	if err != nil {
		return nil, err
	}
	a, err := readArray[T](s, h)
	if err != nil {
		return nil, err
	}
	return a, nil
}

func readNPYHeader(s *source) (arrayFile, error) {
	var start [10]byte
	if _, err := io.ReadFull(s.r, start[:8]); err != nil {
		return arrayFile{}, s.errorf("NPY header is truncated: %w", err)
	}
	if string(start[:6]) != npyMagic {
		return arrayFile{}, s.errorf("not an NPY file: starts with %q, expected %q", start[:6], npyMagic)
	}
	lenBytes := 4
	switch start[6] {
	case 1:
		lenBytes = 2
	case 2, 3:
	default:
		return arrayFile{}, s.errorf("NPY version %d.%d, expected 1.0, 2.0 or 3.0", start[6], start[7])
	}
	var size [4]byte
	if _, err := io.ReadFull(s.r, size[:lenBytes]); err != nil {
		return arrayFile{}, s.errorf("NPY header is truncated: %w", err)
	}
	n := binary.LittleEndian.Uint32(size[:]) // the upper bytes are 0 in version 1
	if n > maxNPYHeader {
		return arrayFile{}, s.errorf("NPY header of %d bytes, expected at most %d", n, maxNPYHeader)
	}
	text := make([]byte, n)
	if _, err := io.ReadFull(s.r, text); err != nil {
		return arrayFile{}, s.errorf("NPY header is truncated, expected %d bytes: %w", n, err)
	}
	h, err := parseNPYHeader(string(text))
	if err != nil {
		return arrayFile{}, s.errorf("NPY header: %w", err)
	}
	h.headerLen = int64(8+lenBytes) + int64(n)
	return h, nil
}
