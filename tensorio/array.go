package tensorio

import (
	"github.com/lamina-go/lamina/kernels"
)

// array is a data set that keeps the numbers as the file had them.
type array[T kernels.Float] struct {
	base
	raw   []byte // rows×width numbers, little-endian, row-major
	dtype dtype
}

// ReadRows implements Dataset.
func (a *array[T]) ReadRows(dst kernels.Matrix[T], start int) error {
	if err := checkRead(&a.base, dst, start); err != nil {
		return err
	}
	stride := a.width * a.dtype.size()
	for i := range dst.Rows {
		convert(dst.Row(i), a.raw[(start+i)*stride:][:stride], a.dtype)
	}
	return nil
}

// arrayFile is what the headers of IDX and NPY say.
type arrayFile struct {
	shape     []uint64
	dtype     dtype
	bigEndian bool
	fortran   bool
	headerLen int64 // bytes before the data
}

// readArray reads the data that follows a header. The first dimension counts
// the rows, the others are one row; rows with two dimensions are pictures.
func readArray[T kernels.Float](s *source, h arrayFile) (*array[T], error) {
	what := describe(h.shape, h.dtype)
	if len(h.shape) == 0 {
		return nil, s.errorf("header gives a single number, expected an array with rows")
	}
	n, ok := dataBytes(h.shape, h.dtype)
	if !ok {
		return nil, s.errorf("header promises %s, more bytes than 64 bits can count", what)
	}
	if n == 0 {
		return nil, s.errorf("header gives %s, expected at least one row and one column", what)
	}
	raw, err := s.payload(what, h.headerLen, n)
	if err != nil {
		return nil, err
	}
	if h.bigEndian {
		swapBytes(raw, h.dtype)
	}
	if h.fortran {
		raw = rowMajor(raw, h.shape, h.dtype.size())
	}
	rows := int(h.shape[0]) // at most len(raw), as every factor of n is
	a := &array[T]{base{rows: rows, width: len(raw) / h.dtype.size() / rows}, raw, h.dtype}
	if len(h.shape) == 3 {
		a.info.Image = Image{Height: int(h.shape[1]), Width: int(h.shape[2])}
	}
	if h.dtype.isFloat() {
		if err := CheckFinite(a); err != nil {
			return nil, s.fail(err)
		}
	}
	return a, nil
}

// rowMajor reorders items of size bytes from Fortran's order, first index
// fastest, to C's, last index fastest.
func rowMajor(raw []byte, shape []uint64, size int) []byte {
	steps := make([]int, len(shape)) // of an index, in bytes of the result
	step := size
	for k := len(shape) - 1; k >= 0; k-- {
		steps[k] = step
		step *= int(shape[k])
	}
	out := make([]byte, len(raw))
	index := make([]uint64, len(shape))
	to := 0
	for from := 0; from < len(raw); from += size {
		copy(out[to:to+size], raw[from:from+size])
		for k := range index { // count up, first index fastest
			index[k]++
			to += steps[k]
			if index[k] < shape[k] {
				break
			}
			to -= steps[k] * int(shape[k])
			index[k] = 0
		}
	}
	return out
}
