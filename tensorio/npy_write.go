package tensorio

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/lamina-go/lamina/kernels"
)

// WriteNPY writes ds to path as a Len×Width array of little-endian f4 or f8 in C
// order, NPY version 1.0. Labels and names are not part of the format. Rows are
// read a few at a time, so that ds need not fit in memory; for a matrix write
// FromMatrix(m). The file appears only when it is complete (see
// WriteFileAtomic).
func WriteNPY[T kernels.Float](path string, ds Dataset[T]) error {
	return WriteFileAtomic(path, func(w io.Writer) error { return encodeNPY(w, ds) })
}

func encodeNPY[T kernels.Float](w io.Writer, ds Dataset[T]) error {
	if _, err := io.WriteString(w, npyHeader(dtypeOf[T](), ds.Len(), ds.Width())); err != nil {
		return err
	}
	var raw []byte
	return eachTile(ds, func(tile kernels.Matrix[T], _ int) error {
		for i := range tile.Rows {
			raw = appendFloats(raw[:0], tile.Row(i))
			if _, err := w.Write(raw); err != nil {
				return err
			}
		}
		return nil
	})
}

// npyHeader is everything before the data, padded with spaces so that the data
// starts at a multiple of 64 bytes, as NumPy does it.
func npyHeader(d dtype, rows, cols int) string {
	dict := fmt.Sprintf("{'descr': '<f%d', 'fortran_order': False, 'shape': (%d, %d), }", d.size(), rows, cols)
	const before = len(npyMagic) + 4
	pad := -(before + len(dict) + 1) & 63
	dict += strings.Repeat(" ", pad) + "\n"
	size := binary.LittleEndian.AppendUint16([]byte{1, 0}, uint16(len(dict)))
	return npyMagic + string(size) + dict
}

// dtypeOf returns the dtype that T is.
func dtypeOf[T kernels.Float]() dtype {
	if _, ok := any(T(0)).(float32); ok {
		return float32Type
	}
	return float64Type
}

// appendFloats appends x's little-endian bytes to raw.
func appendFloats[T kernels.Float](raw []byte, x []T) []byte {
	switch x := any(x).(type) {
	case []float32:
		for _, v := range x {
			raw = binary.LittleEndian.AppendUint32(raw, math.Float32bits(v))
		}
	case []float64:
		for _, v := range x {
			raw = binary.LittleEndian.AppendUint64(raw, math.Float64bits(v))
		}
	}
	return raw
}
