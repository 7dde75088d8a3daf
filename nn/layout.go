package nn

import "github.com/lamina-go/lamina/kernels"

// A Slot is one tensor's place in a parameter buffer: rows × cols elements,
// row-major, from Offset on. A bias is a slot of one row.
type Slot struct {
	Name               string
	Rows, Cols, Offset int
}

// Shape is {Rows, Cols}, as files keep it.
func (s Slot) Shape() []int { return []int{s.Rows, s.Cols} }

// Len is the number of elements of the slot.
func (s Slot) Len() int { return s.Rows * s.Cols }

// A Layout divides one contiguous buffer into named tensors, in the order in
// which they were added and without gaps. The zero Layout is empty.
type Layout struct {
	slots []Slot
	size  int
}

// Add appends a tensor of rows × cols and returns its place.
func (l *Layout) Add(name string, rows, cols int) Slot {
	s := Slot{Name: name, Rows: rows, Cols: cols, Offset: l.size}
	l.slots = append(l.slots, s)
	l.size += s.Len()
	return s
}

// Size is the length that a buffer of this layout has.
func (l *Layout) Size() int { return l.size }

// Slots returns the tensors in the order of the buffer. The caller must not
// change the slice.
func (l *Layout) Slots() []Slot { return l.slots }

// Mat is the slot's tensor inside buf, as a matrix that shares buf's memory.
func Mat[T kernels.Float](buf []T, s Slot) kernels.Matrix[T] {
	return kernels.Matrix[T]{Rows: s.Rows, Cols: s.Cols, Stride: s.Cols, Data: Vec(buf, s)}
}

// Vec is the slot's tensor inside buf, as a slice that shares buf's memory.
func Vec[T kernels.Float](buf []T, s Slot) []T {
	return buf[s.Offset : s.Offset+s.Len() : s.Offset+s.Len()]
}
