package kernels

import "fmt"

// What these are for is told under Jacobians in doc.go.

// ScaleRowsCols is: for i, j { dst[i][j] = (r[i] · m[i][j]) · c[j] }, the
// product diag(r)·m·diag(c); 0·NaN and 0·Inf are NaN. dst has m's shape and is disjoint
// from m, r and c; r has an element for each row, c for each column.
func ScaleRowsCols[T Float](dst Matrix[T], r []T, m Matrix[T], c []T) {
	checkScaled("ScaleRowsCols", dst, r, m, c)
	for i, f := range r {
		d, s := dst.Row(i), m.Row(i)
		raceRead(s)
		raceWrite(d)
		dispatchScaleProduct(active, d, s, c, f)
	}
}

func scaleProductGo[T Float](dst, x, y []T, alpha T) {
	for i, v := range x {
		dst[i] = T(alpha*v) * y[i]
	}
}

// AddScaledRowsCols is: for i, j { dst[i][j] = fma((alpha·r[i]) · m[i][j],
// c[j], dst[i][j]) }, which adds alpha·diag(r)·m·diag(c). Shapes, aliasing, NaN and
// infinities are ScaleRowsCols's.
func AddScaledRowsCols[T Float](alpha T, r []T, m Matrix[T], c []T, dst Matrix[T]) {
	checkScaled("AddScaledRowsCols", dst, r, m, c)
	for i, f := range r {
		d, s := dst.Row(i), m.Row(i)
		raceRead(s)
		raceWrite(d)
		dispatchAddScaledProduct(active, d, c, s, T(alpha*f))
	}
}

// FrobeniusDot returns ⟨x, y⟩ = Σᵢⱼ x[i][j]·y[i][j]: Dot of each pair of rows,
// added in ascending order. FrobeniusDot(x, x) is ‖x‖²_F. A NaN gives NaN, and so do
// 0·Inf and infinities of both signs; matrices without elements give +0. Both have one
// shape.
func FrobeniusDot[T Float](x, y Matrix[T]) T {
	x.check("FrobeniusDot", "x")
	y.check("FrobeniusDot", "y")
	if x.Rows != y.Rows || x.Cols != y.Cols {
		panic(fmt.Sprintf("kernels: FrobeniusDot: x is %d×%d, y %d×%d", x.Rows, x.Cols, y.Rows, y.Cols))
	}
	var sum T
	for i := range x.Rows {
		sum += Dot(x.Row(i), y.Row(i))
	}
	return sum
}

// ScaledProductGrad carries the gradient p by diag(r)·w·diag(c) back to r and
// c, times alpha, in one pass over p and w:
//
//	dr[i] = fma(alpha, Σⱼ (p[i][j]·w[i][j])·c[j], dr[i])     the sum in Dot's lanes
//	dc[j] = fma(alpha·r[i], p[i][j]·w[i][j], dc[j])          for i ascending
//
// NaN and ±Inf go where the formulas take them: 0·NaN and 0·Inf are NaN.
//
// p and w have one shape; r and dr have an element for each row, c and dc for
// each column. dr and dc are disjoint from all others.
func ScaledProductGrad[T Float](alpha T, p, w Matrix[T], r, c, dr, dc []T) {
	const op = "ScaledProductGrad"
	p.check(op, "p")
	w.check(op, "w")
	if p.Rows != w.Rows || p.Cols != w.Cols {
		panic(fmt.Sprintf("kernels: %s: p is %d×%d, w %d×%d", op, p.Rows, p.Cols, w.Rows, w.Cols))
	}
	checkLen(op, "r", len(r), p.Rows)
	checkLen(op, "dr", len(dr), p.Rows)
	checkLen(op, "c", len(c), p.Cols)
	checkLen(op, "dc", len(dc), p.Cols)
	for _, d := range [2][]T{dr, dc} {
		if overlaps(d, r) || overlaps(d, c) || overlaps(d, p.extent()) || overlaps(d, w.extent()) {
			panicLength(op, len(d))
		}
	}
	if overlaps(dr, dc) {
		panicLength(op, len(dr))
	}
	raceRead(r)
	raceRead(c)
	raceWrite(dr)
	raceWrite(dc)
	for i, f := range r {
		pi, wi := p.Row(i), w.Row(i)
		raceRead(pi)
		raceRead(wi)
		dr[i] = fma(alpha, dispatchScaledProductGrad(active, dc, pi, wi, c, T(alpha*f)), dr[i])
	}
}

func scaledProductGradGo[T Float](acc *[maxLanes]T, dc, p, w, c []T, alpha T) {
	m := lanes[T]() - 1
	for i, v := range p {
		t := T(v * w[i])
		acc[i&m] = fma(t, c[i], acc[i&m])
		dc[i] = fma(alpha, t, dc[i])
	}
}

func checkScaled[T Float](op string, dst Matrix[T], r []T, m Matrix[T], c []T) {
	checkSameShape(op, dst, m)
	checkLen(op, "r", len(r), m.Rows)
	checkLen(op, "c", len(c), m.Cols)
	if overlaps(r, dst.extent()) || overlaps(c, dst.extent()) {
		panic("kernels: " + op + ": the result overlaps a vector")
	}
	raceRead(r)
	raceRead(c)
}
