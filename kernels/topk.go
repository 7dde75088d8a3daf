package kernels

import "fmt"

// TopK writes, for each row i of src, its k = values.Cols largest elements in
// descending order to values[i] and their column indices to
// indices[i*k : (i+1)*k]. NaN ranks above +Inf, −0 and +0 are equal, and of
// equal elements (two NaN among them) the lower index comes first: the first
// index is [ArgMax]'s. values has src.Rows rows and at most src.Cols columns,
// indices has src.Rows·k elements, and values is disjoint from src.
//
// A row is read once. Its blocks of 64 elements whose maximum is not above the
// k-th largest so far are skipped; the other elements go through a heap of k.
// So for k much less than the columns the cost is a few times that of [Max],
// and n·log k at worst.
func TopK[T Float](values Matrix[T], indices []int, src Matrix[T]) {
	checkTopK(values, indices, src)
	raceReadRows(src)
	raceWriteRows(values)
	topK(active, values, indices, src)
}

func checkTopK[T Float](values Matrix[T], indices []int, src Matrix[T]) {
	values.check("TopK", "values")
	src.check("TopK", "src")
	if k := values.Cols; values.Rows != src.Rows || k > src.Cols || len(indices) != src.Rows*k {
		panic(fmt.Sprintf("kernels: TopK: values is %d×%d, with %d indices, for a %d×%d matrix",
			values.Rows, k, len(indices), src.Rows, src.Cols))
	}
	if values.overlaps(&src) {
		panic("kernels: TopK: values overlaps src")
	}
}

func topK[T Float](l level, values Matrix[T], indices []int, src Matrix[T]) {
	k := values.Cols
	if k == 0 {
		return
	}
	for i := range src.Rows {
		h := topHeap[T]{values.Row(i), indices[i*k : (i+1)*k]}
		h.row(l, src.Row(i))
	}
}

// topHeap is a heap of elements, the one that ranks last at its root.
type topHeap[T Float] struct {
	value []T
	index []int
}

// row fills the heap with the first of x and sorts it.
func (h topHeap[T]) row(l level, x []T) {
	const block = 64
	k := len(h.value)
	copy(h.value, x)
	for i := range h.index {
		h.index[i] = i
	}
	for i := k/2 - 1; i >= 0; i-- {
		h.down(i, k)
	}
	for i := k; i < len(x); i += block {
		part := x[i:min(i+block, len(x))]
		last := h.value[0]
		if last != last {
			break // k NaN: nothing ranks above
		}
		if !above(dispatchMax(l, part), last) {
			continue
		}
		for j, v := range part {
			if v <= last || last != last { // an equal one comes later, and ranks below
				continue
			}
			h.value[0], h.index[0] = v, i+j
			h.down(0, k)
			last = h.value[0]
		}
	}
	for n := k - 1; n > 0; n-- {
		h.swap(0, n)
		h.down(0, n)
	}
}

// above tells whether x ranks above y for its value alone.
func above[T Float](x, y T) bool { return x > y || x != x && y == y }

// below tells whether element i ranks below element j.
func (h topHeap[T]) below(i, j int) bool {
	x, y := h.value[i], h.value[j]
	return above(y, x) || !above(x, y) && h.index[i] > h.index[j]
}

func (h topHeap[T]) swap(i, j int) {
	h.value[i], h.value[j] = h.value[j], h.value[i]
	h.index[i], h.index[j] = h.index[j], h.index[i]
}

// down moves element i to its place among the first n.
func (h topHeap[T]) down(i, n int) {
	for {
		c := 2*i + 1
		if c >= n {
			return
		}
		if c+1 < n && h.below(c+1, c) {
			c++
		}
		if !h.below(c, i) {
			return
		}
		h.swap(i, c)
		i = c
	}
}
