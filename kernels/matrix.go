package kernels

import (
	"fmt"
	"math"
	mathbits "math/bits"
	"unsafe"
)

// Float is the element type of every kernel. float32 is what people train in,
// float64 is what gradients are checked in.
type Float interface{ float32 | float64 }

// Matrix is a dense row-major matrix: element (i, j) is Data[i*Stride+j].
// Its fields are those of gonum's blas64.General, in its order, so that
// Matrix[float64](m.RawMatrix()) is a conversion and copies nothing.
// (blas32.General has them in another order.)
type Matrix[T Float] struct {
	Rows, Cols int
	Data       []T
	Stride     int // ≥ Cols
}

// NewMatrix returns a zero matrix of rows × cols with Stride = cols.
// It panics if a dimension is negative.
func NewMatrix[T Float](rows, cols int) Matrix[T] {
	if rows < 0 || cols < 0 {
		panic(fmt.Sprintf("kernels: NewMatrix: negative dimension %d×%d", rows, cols))
	}
	if cols > 0 && rows > math.MaxInt/8/cols {
		panic(fmt.Sprintf("kernels: NewMatrix: %d×%d is too large", rows, cols))
	}
	return Matrix[T]{Rows: rows, Cols: cols, Data: make([]T, rows*cols), Stride: cols}
}

// Row returns row i as a slice of length Cols that shares m's memory.
func (m Matrix[T]) Row(i int) []T {
	if uint(i) >= uint(m.Rows) {
		panic(fmt.Sprintf("kernels: Row: row %d of a %d×%d matrix", i, m.Rows, m.Cols))
	}
	if m.Cols == 0 {
		return nil // Data may end before the row
	}
	o := i * m.Stride
	return m.Data[o : o+m.Cols : o+m.Cols]
}

// RowRange returns rows lo ≤ i < hi as a matrix that shares m's memory.
func (m Matrix[T]) RowRange(lo, hi int) Matrix[T] {
	if lo < 0 || hi < lo || hi > m.Rows {
		panic(fmt.Sprintf("kernels: RowRange: rows [%d, %d) of a %d×%d matrix", lo, hi, m.Rows, m.Cols))
	}
	if lo == hi {
		return Matrix[T]{Cols: m.Cols, Stride: m.Stride}
	}
	return Matrix[T]{Rows: hi - lo, Cols: m.Cols, Stride: m.Stride,
		Data: m.Data[lo*m.Stride : (hi-1)*m.Stride+m.Cols]}
}

// ColRange returns columns lo ≤ j < hi as a matrix that shares m's memory.
func (m Matrix[T]) ColRange(lo, hi int) Matrix[T] {
	if lo < 0 || hi < lo || hi > m.Cols {
		panic(fmt.Sprintf("kernels: ColRange: columns [%d, %d) of a %d×%d matrix", lo, hi, m.Rows, m.Cols))
	}
	if lo == hi || m.Rows == 0 {
		return Matrix[T]{Rows: m.Rows, Cols: hi - lo, Stride: m.Stride}
	}
	return m.colRange(lo, hi)
}

// check panics unless m's fields describe a matrix that its Data can hold.
func (m Matrix[T]) check(op, name string) {
	if !m.valid() {
		panic(fmt.Sprintf("kernels: %s: %s is %d×%d with stride %d, but has %d elements",
			op, name, m.Rows, m.Cols, m.Stride, len(m.Data)))
	}
}

// valid tells whether m's fields describe a matrix that its Data can hold.
func (m *Matrix[T]) valid() bool {
	if m.Rows <= 0 || m.Cols <= 0 {
		return m.Rows >= 0 && m.Cols >= 0 && m.Stride >= m.Cols
	}
	hi, last := mathbits.Mul64(uint64(m.Rows-1), uint64(m.Stride)) // where the last row begins
	n := uint64(len(m.Data))
	return m.Stride >= m.Cols && hi == 0 && last < n && n-last >= uint64(m.Cols)
}

// extent returns m's memory, from its first element to its last.
func (m *Matrix[T]) extent() []T {
	if m.Rows == 0 || m.Cols == 0 {
		return nil
	}
	return m.Data[:(m.Rows-1)*m.Stride+m.Cols]
}

// Overlaps tells whether m and x share an element, as the products that forbid
// it see it: of two matrices whose memory is interleaved, only column ranges of
// one matrix count as disjoint.
func (m Matrix[T]) Overlaps(x Matrix[T]) bool { return m.overlaps(&x) }

// overlaps tells whether m and x share an element. Of two matrices whose
// memory is interleaved, only column ranges of one matrix count as disjoint.
func (m *Matrix[T]) overlaps(x *Matrix[T]) bool {
	if !overlaps(m.extent(), x.extent()) {
		return false
	}
	if m.Stride != x.Stride {
		return true
	}
	d := (int(uintptr(unsafe.Pointer(&x.Data[0]))-uintptr(unsafe.Pointer(&m.Data[0]))) / int(unsafe.Sizeof(T(0)))) % m.Stride
	if d < 0 {
		d += m.Stride
	}
	// x's columns start d after m's, in a row of either.
	return d < m.Cols || d+x.Cols > m.Stride
}
