package kernels

import "math"

// LogSumExp is m + ln Σe^(x−m) with m = Max(x), which does not overflow; the
// sum is in lanes. Where m is not finite it is m: NaN if any element is NaN,
// else +Inf if any is +Inf, and −Inf if all are −Inf or there is none.
func LogSumExp[T Float](x []T) T {
	raceRead(x)
	return logSumExp(active, x)
}

func logSumExp[T Float](l level, x []T) T {
	m := dispatchMax(l, x)
	if math.IsInf(float64(m), 0) || m != m {
		return m
	}
	s := [1]T{dispatchExpSum(l, x, m)}
	dispatchLog(l, s[:], s[:]) // dearer in Go than the whole sum
	return m + s[0]
}

// Softmax is, for each row: m = Max(src[i]); dst[i] = Exp(src[i] − m), element
// by element; dst[i] *= 1/Sum(dst[i]). The elements of a row add up to 1 but
// for rounding; x − m and the reciprocal are rounded too.
//
// A row with a NaN or +Inf, or of −Inf only, becomes NaN; other −Inf give +0.
// dst is src itself or disjoint from it, with its shape.
func Softmax[T Float](dst, src Matrix[T]) {
	checkMapMatrix("Softmax", dst, src)
	softmax(active, dst, src)
}

// rowBlock is how many rows go through a step before the next step: their
// folds do not wait for one another, as the steps of one row do.
const rowBlock = 8

// rowBlockElements bounds a block, so that it stays in the first cache.
const rowBlockElements = 4096

// rowsPerBlock returns how many of m's rows make a block.
func rowsPerBlock[T Float](m Matrix[T]) int {
	return min(rowBlock, max(1, rowBlockElements/max(1, m.Cols)))
}

func softmax[T Float](l level, dst, src Matrix[T]) {
	var s [rowBlock]T
	for lo, step := 0, rowsPerBlock(src); lo < src.Rows; lo += step {
		n := min(step, src.Rows-lo)
		for i := range n {
			s[i] = dispatchMax(l, src.Row(lo+i))
		}
		for i := range n {
			s[i] = dispatchExpShift(l, dst.Row(lo+i), src.Row(lo+i), s[i])
		}
		for i := range n {
			row := dst.Row(lo + i)
			dispatchScale(l, row, row, 1/s[i])
		}
	}
}

// LogSoftmax is, for each row: m = Max(src[i]); dst[i] = (src[i] − m) −
// ln Sum(Exp(src[i] − m)), element by element.
//
// A row with a NaN or +Inf, or of −Inf only, becomes NaN; other −Inf stay
// −Inf. dst is src itself or disjoint from it, with its shape.
func LogSoftmax[T Float](dst, src Matrix[T]) {
	checkMapMatrix("LogSoftmax", dst, src)
	logSoftmax(active, dst, src)
}

func logSoftmax[T Float](l level, dst, src Matrix[T]) {
	var m, s [rowBlock]T
	for lo, step := 0, rowsPerBlock(src); lo < src.Rows; lo += step {
		n := min(step, src.Rows-lo)
		for i := range n {
			m[i] = dispatchMax(l, src.Row(lo+i))
		}
		for i := range n {
			s[i] = dispatchExpSum(l, src.Row(lo+i), m[i])
		}
		dispatchLog(l, s[:n], s[:n])
		for i := range n {
			dispatchSubScalars(l, dst.Row(lo+i), src.Row(lo+i), m[i], s[i])
		}
	}
}

// expSumGo and expShiftGo are for an m that no element is above; x may have NaN.
func expSumGo[T Float](acc *[maxLanes]T, x []T, m T) {
	w := lanes[T]() - 1
	for i, v := range x {
		acc[i&w] += exp1(v - m)
	}
}

func expShiftGo[T Float](acc *[maxLanes]T, dst, src []T, m T) {
	w := lanes[T]() - 1
	for i, v := range src {
		e := exp1(v - m)
		dst[i] = e
		acc[i&w] += e
	}
}
