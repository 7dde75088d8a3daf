package kernels

import "fmt"

// AddRow is: for each row i of m { m[i] += row }, element by element.
// NaN and infinities go as in Add. row has m.Cols elements and is disjoint from m.
func AddRow[T Float](m Matrix[T], row []T) {
	checkRow("AddRow", m, row)
	for i := range m.Rows {
		r := m.Row(i)
		raceWrite(r)
		dispatchAdd(active, r, r, row)
	}
	raceRead(row)
}

// ColSums adds to dst, where [RowSums] and [ColSquaredNorms] set it: for each row i of
// m { dst += m[i] }, element by element, rows in ascending order, NaN and infinities as
// in Add. dst has m.Cols elements and is disjoint from m.
func ColSums[T Float](dst []T, m Matrix[T]) {
	checkRow("ColSums", m, dst)
	for i := range m.Rows {
		r := m.Row(i)
		raceRead(r)
		dispatchAdd(active, dst, dst, r)
	}
	raceWrite(dst)
}

// ColSquaredNorms sets dst, where [ColSums] adds to it: dst = 0; for each row i of m {
// dst[j] = fma(m[i][j], m[i][j], dst[j]) }, rows in ascending order: the squared norms of
// m's columns. A column with a NaN gives NaN, else one with an infinity +Inf. dst has
// m.Cols elements and is disjoint from m.
func ColSquaredNorms[T Float](dst []T, m Matrix[T]) {
	checkRow("ColSquaredNorms", m, dst)
	clear(dst)
	for i := range m.Rows {
		r := m.Row(i)
		raceRead(r)
		dispatchAddSquares(active, dst, r)
	}
	raceWrite(dst)
}

func checkRow[T Float](op string, m Matrix[T], row []T) {
	m.check(op, "the matrix")
	if len(row) != m.Cols {
		panic(fmt.Sprintf("kernels: %s: row has %d elements, the matrix %d×%d", op, len(row), m.Rows, m.Cols))
	}
	if overlaps(row, m.extent()) {
		panic(fmt.Sprintf("kernels: %s: the row overlaps the matrix", op))
	}
}
