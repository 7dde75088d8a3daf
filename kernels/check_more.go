package kernels

import "fmt"

// checkGrad2 checks a loop over three sources with two results.
func checkGrad2[T Float](op string, d, e, x, y, z []T) {
	if len(d) != len(x) || len(e) != len(x) || len(y) != len(x) || len(z) != len(x) || overlaps(d, e) ||
		clashes(d, x) || clashes(d, y) || clashes(d, z) || clashes(e, x) || clashes(e, y) || clashes(e, z) {
		panicLength(op, len(d), len(e), len(x), len(y), len(z))
	}
	raceRead(x)
	raceRead(y)
	raceRead(z)
	raceWrite(d)
	raceWrite(e)
}

// checkSameShape checks that a result has its source's shape and none of its
// elements.
func checkSameShape[T Float](op string, dst, src Matrix[T]) {
	dst.check(op, "the result")
	src.check(op, "a source")
	if dst.Rows != src.Rows || dst.Cols != src.Cols {
		panic(fmt.Sprintf("kernels: %s: the result is %d×%d, a source %d×%d", op, dst.Rows, dst.Cols, src.Rows, src.Cols))
	}
	if dst.overlaps(&src) {
		panic(fmt.Sprintf("kernels: %s: the result overlaps a source", op))
	}
}

// sameMatrix tells whether x and y are one matrix, with memory for it.
func sameMatrix[T Float](x, y Matrix[T]) bool {
	if x.Rows != y.Rows || x.Cols != y.Cols || x.Stride != y.Stride || len(x.Data) != len(y.Data) || len(x.Data) == 0 || &x.Data[0] != &y.Data[0] {
		return false
	}
	x.check("", "a matrix")
	return true
}

func checkLen(op, name string, got, want int) {
	if got != want {
		panic(fmt.Sprintf("kernels: %s: %s has %d elements, want %d", op, name, got, want))
	}
}
