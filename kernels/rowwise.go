package kernels

import "fmt"

// RowSums sets dst, where [ColSums] adds to it: for each row i of m { dst[i] =
// Sum(m[i]) }, NaN and infinities as in Sum. dst has m.Rows elements and is disjoint
// from m.
func RowSums[T Float](dst []T, m Matrix[T]) {
	checkColumn("RowSums", m, dst)
	raceReadRows(m)
	raceWrite(dst)
	for i := range dst {
		dst[i] = dispatchSum(active, m.Row(i))
	}
}

// RowSquaredNorms sets dst: for each row i of m { dst[i] = Dot(m[i], m[i]) }. A row
// with a NaN gives NaN, else one with an infinity +Inf. dst has m.Rows elements and is
// disjoint from m.
func RowSquaredNorms[T Float](dst []T, m Matrix[T]) {
	checkColumn("RowSquaredNorms", m, dst)
	raceReadRows(m)
	raceWrite(dst)
	for i := range dst {
		r := m.Row(i)
		dst[i] = dispatchDot(active, r, r)
	}
}

// NormalizeRows is: for each row i of src { dst[i] = src[i] / Nrm2(src[i]) },
// element by element, so that rows have unit length; a row of zeros is copied
// as it is. Where the norm is subnormal, or +Inf though all elements are finite, the
// row is multiplied by 2⁶⁴ or 2⁻³² first, and divided by the norm of that. A row
// with a NaN becomes NaN; in one with infinities they become NaN and the rest 0.
// dst is src itself or disjoint from it, with its shape.
func NormalizeRows[T Float](dst, src Matrix[T]) {
	checkMapMatrix("NormalizeRows", dst, src)
	normalizeRows(active, dst, src)
}

func normalizeRows[T Float](l level, dst, src Matrix[T]) {
	for i := range src.Rows {
		d, s := dst.Row(i), src.Row(i)
		n := nrm2(l, s)
		switch {
		case n == 0:
			n = 1
		case n < leastNormal[T]():
			dispatchScale(l, d, s, 0x1p64)
			s, n = d, nrm2(l, d)
		case n == inf[T]() && dispatchAmax(l, s) < n:
			dispatchScale(l, d, s, 0x1p-32) // what loses bits is 0 beside the norm
			s, n = d, nrm2(l, d)
		}
		dispatchDivScalar(l, d, s, n)
	}
}

// ScaleRows is: for each row i of m { m[i] = s[i] · m[i] }, element by element;
// 0·NaN and 0·Inf are NaN. s has m.Rows elements and is disjoint from m.
func ScaleRows[T Float](m Matrix[T], s []T) {
	checkColumn("ScaleRows", m, s)
	raceRead(s)
	raceWriteRows(m)
	for i, v := range s {
		r := m.Row(i)
		dispatchScale(active, r, r, v)
	}
}

// ScaleCols is: for each row i of m { m[i][j] = m[i][j] · s[j] }; 0·NaN and 0·Inf are
// NaN. s has m.Cols elements and is disjoint from m.
func ScaleCols[T Float](m Matrix[T], s []T) {
	checkRow("ScaleCols", m, s)
	raceRead(s)
	raceWriteRows(m)
	for i := range m.Rows {
		r := m.Row(i)
		dispatchMul(active, r, r, s)
	}
}

// AxpyCols is an Axpy for each column, with its own factor: for each row i of
// x { y[i][j] = fma(alpha·s[j], x[i][j], y[i][j]) }, alpha·s[j] rounded before
// the fma; 0·NaN and 0·Inf are NaN, for alpha or s[j] = 0 too. So y gets alpha·X·diag(s), as the gradient of a contractive penalty
// by the weights does (see [JacobianSigmoid]). s has x.Cols elements and y has
// x's shape; y is disjoint from both.
func AxpyCols[T Float](alpha T, x Matrix[T], s []T, y Matrix[T]) {
	checkRow("AxpyCols", x, s)
	checkRow("AxpyCols", y, s)
	if x.Rows != y.Rows || y.overlaps(&x) {
		panic(fmt.Sprintf("kernels: AxpyCols: x is %d×%d, y %d×%d, or they overlap", x.Rows, x.Cols, y.Rows, y.Cols))
	}
	raceRead(s)
	raceReadRows(x)
	raceWriteRows(y)
	for i := range x.Rows {
		dispatchAddScaledProduct(active, y.Row(i), x.Row(i), s, alpha)
	}
}

// checkColumn is checkRow for a vector with an element for each row.
func checkColumn[T Float](op string, m Matrix[T], col []T) {
	m.check(op, "the matrix")
	if len(col) != m.Rows {
		panic(fmt.Sprintf("kernels: %s: the vector has %d elements, the matrix %d rows", op, len(col), m.Rows))
	}
	if overlaps(col, m.extent()) {
		panic(fmt.Sprintf("kernels: %s: the vector overlaps the matrix", op))
	}
}

// checkMapMatrix is checkMap for matrices.
func checkMapMatrix[T Float](op string, dst, src Matrix[T]) {
	dst.check(op, "dst")
	src.check(op, "src")
	if dst.Rows != src.Rows || dst.Cols != src.Cols {
		panic(fmt.Sprintf("kernels: %s: dst is %d×%d, src %d×%d", op, dst.Rows, dst.Cols, src.Rows, src.Cols))
	}
	if dst.overlaps(&src) && (&dst.Data[0] != &src.Data[0] || dst.Stride != src.Stride) {
		panic(fmt.Sprintf("kernels: %s: dst and src overlap without being the same", op))
	}
	raceReadRows(src)
	raceWriteRows(dst)
}

func raceReadRows[T Float](m Matrix[T]) {
	if raceEnabled {
		for i := range m.Rows {
			raceRead(m.Row(i))
		}
	}
}

func raceWriteRows[T Float](m Matrix[T]) {
	if raceEnabled {
		for i := range m.Rows {
			raceWrite(m.Row(i))
		}
	}
}
