package kernels

// Add is: for i := range dst { dst[i] = x[i] + y[i] }. Exact rounding; +Inf − Inf is
// NaN, and a sum of unlike zeros +0, as in Go.
// dst is x or y itself, or disjoint from both; all have one length.
func Add[T Float](dst, x, y []T) {
	checkMap2("Add", dst, x, y)
	dispatchAdd(active, dst, x, y)
}

func addGo[T Float](dst, x, y []T) {
	for i, v := range x {
		dst[i] = v + y[i]
	}
}

// Sub is: for i := range dst { dst[i] = x[i] − y[i] }. Exact rounding; Inf − Inf is
// NaN, as in Go.
// dst is x or y itself, or disjoint from both; all have one length.
func Sub[T Float](dst, x, y []T) {
	checkMap2("Sub", dst, x, y)
	dispatchSub(active, dst, x, y)
}

func subGo[T Float](dst, x, y []T) {
	for i, v := range x {
		dst[i] = v - y[i]
	}
}

// Mul is: for i := range dst { dst[i] = x[i] · y[i] }. Exact rounding; 0·NaN
// and 0·Inf are NaN. dst is x or y itself, or disjoint from both; all have one
// length.
func Mul[T Float](dst, x, y []T) {
	checkMap2("Mul", dst, x, y)
	dispatchMul(active, dst, x, y)
}

func mulGo[T Float](dst, x, y []T) {
	for i, v := range x {
		dst[i] = v * y[i]
	}
}

// Scale is: for i, v := range x { dst[i] = alpha · v }. Exact rounding; alpha = 0 is no
// special case: 0·NaN and 0·Inf are NaN.
// dst is x itself or disjoint from it; both have one length.
func Scale[T Float](dst []T, alpha T, x []T) {
	checkMap("Scale", dst, x)
	dispatchScale(active, dst, x, alpha)
}

func scaleGo[T Float](dst, x []T, alpha T) {
	for i, v := range x {
		dst[i] = alpha * v
	}
}

// Axpy is: for i, v := range x { y[i] = fma(alpha, v, y[i]) }, rounded once;
// alpha = 0 is no special case: 0·NaN and 0·Inf are NaN. y is x itself or disjoint from it; both have one length.
func Axpy[T Float](alpha T, x, y []T) {
	checkUpdate("Axpy", y, x)
	dispatchAxpy(active, y, x, alpha)
}

func axpyGo[T Float](y, x []T, alpha T) {
	for i, v := range x {
		y[i] = fma(alpha, v, y[i])
	}
}

// addSquaresGo is: for i, v := range x { y[i] = fma(v, v, y[i]) }.
func addSquaresGo[T Float](y, x []T) {
	for i, v := range x {
		y[i] = fma(v, v, y[i])
	}
}
