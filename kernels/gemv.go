package kernels

import "fmt"

// Gemv is y = alpha·op(A)·x + beta·y, where op(A) is A or, with trans, Aᵀ.
// Exactly, where beta = 0 gives +0 and does not read y, and beta·y is rounded:
//
//	trans false:  for i { y[i] = fma(alpha, Dot(A[i], x), beta·y[i]) }
//	trans true:   for j { y[j] = beta·y[j] }
//	              for i { for j { y[j] = fma(alpha·x[i], A[i][j], y[j]) } }    alpha·x rounded first
//
// so that the second has the bits of Gemm with xᵀ for its A. alpha = 0 stops
// after beta·y. y is disjoint from A and x. Gemv panics on lengths that do not
// match. With trans, large products run on several goroutines as Gemm's do, so that
// Gemv's arguments escape.
func Gemv[T Float](trans bool, alpha T, a Matrix[T], x []T, beta T, y []T) {
	a.check("Gemv", "A")
	rows, cols := a.Rows, a.Cols
	if trans {
		rows, cols = cols, rows
	}
	if len(x) != cols || len(y) != rows {
		panic(fmt.Sprintf("kernels: Gemv: op(A) is %d×%d, x has %d elements, y %d", rows, cols, len(x), len(y)))
	}
	if overlaps(y, x) || overlaps(y, a.extent()) {
		panic("kernels: Gemv: y overlaps an operand")
	}
	raceMatrix(a, Matrix[T]{}, Matrix[T]{})
	raceRead(x)
	raceWrite(y)
	gemv(active, trans, alpha, a, x, beta, y)
}

// gemvRows and gemvCall bound the rows and the elements of one call.
const (
	gemvRows = 64
	gemvCall = 1 << 16
)

func gemv[T Float](l level, trans bool, alpha T, a Matrix[T], x []T, beta T, y []T) {
	if len(y) == 0 {
		return
	}
	if trans {
		g := gemmArgs[T]{level: l, alpha: alpha, b: a,
			a: Matrix[T]{Rows: 1, Cols: len(x), Stride: len(x), Data: x},
			c: Matrix[T]{Rows: 1, Cols: len(y), Stride: len(y), Data: y}}
		g.runBeta(beta)
		return
	}
	scaleMatrix(l, beta, Matrix[T]{Rows: 1, Cols: len(y), Stride: len(y), Data: y})
	if alpha == 0 || len(x) == 0 {
		return
	}
	var dots [gemvRows]T
	each := max(min(gemvCall/len(x), gemvRows), 1)
	for i := 0; i < len(y); i += each {
		n := min(each, len(y)-i)
		if len(x) > gemvCall { // too long for one call
			dots[0] = dispatchDot(l, a.Data[i*a.Stride:i*a.Stride+len(x)], x)
		} else {
			dispatchDots(l, n, dots[:n], a.Data[i*a.Stride:], a.Stride, x)
		}
		for j, d := range dots[:n] {
			y[i+j] = fma(alpha, d, y[i+j])
		}
	}
}
