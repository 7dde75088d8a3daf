package kernels

import "fmt"

// Ger is: for i { for j { A[i][j] = fma(alpha·x[i], y[j], A[i][j]) } }, alpha·x
// rounded first. alpha = 0 does nothing. x has A.Rows elements, y A.Cols; A is
// disjoint from both.
func Ger[T Float](alpha T, x, y []T, a Matrix[T]) {
	a.check("Ger", "A")
	if len(x) != a.Rows || len(y) != a.Cols {
		panic(fmt.Sprintf("kernels: Ger: A is %d×%d, x has %d elements, y %d", a.Rows, a.Cols, len(x), len(y)))
	}
	if overlaps(x, a.extent()) || overlaps(y, a.extent()) {
		panic("kernels: Ger: A overlaps an operand")
	}
	if alpha == 0 {
		return
	}
	raceRead(x)
	raceRead(y)
	for i, v := range x {
		r := a.Row(i)
		raceWrite(r)
		dispatchAxpy(active, r, y, T(alpha*v))
	}
}
