package kernels

import (
	"fmt"
)

// SoftmaxCrossEntropyGrad returns −Σᵢⱼ x[i][j]·log softmax(a[i])[j], −log p of
// the target distributions in the rows of x under categorical variables with
// the logits in the rows of a, and sets da to its gradient with respect to a,
// times scale. Rows of x sum to 1. For a row with maximum m, it is
//
//	for j := range a { da[j] = e^(a[j]−m); z += da[j] }         z in Dot's lanes
//	for j := range a { s = fma(x[j], a[j]−m, s);                s in Dot's lanes
//	                   da[j] = scale · fma(da[j], 1/z, −x[j]) }
//	value = log z − s
//
// and the values of the rows are added in ascending order. The row of a that
// has a NaN, +Inf, or nothing but −Inf gives NaN; so does a logit of −Inf with
// x = 0, since 0·Inf is NaN (SoftmaxClassGrad takes it). A finite logit so far below m that
// the difference overflows counts as −Inf: NaN with x = 0, else +Inf. Without columns each
// row adds −Inf, the log of z = 0. All matrices have one
// shape; da is disjoint from a and x.
func SoftmaxCrossEntropyGrad[T Float](scale T, da, a, x Matrix[T]) T {
	const op = "SoftmaxCrossEntropyGrad"
	checkSameShape(op, da, a)
	checkSameShape(op, da, x)
	var sum T
	for i := range a.Rows {
		d, l, t := da.Row(i), a.Row(i), x.Row(i)
		raceRead(l)
		raceRead(t)
		raceWrite(d)
		sum += crossEntropyRow(active, scale, d, l, t)
	}
	return sum
}

func crossEntropyRow[T Float](l level, scale T, da, a, x []T) T {
	m := dispatchMax(l, a)
	z := dispatchExpShift(l, da, a, m)
	return logOf(z) - dispatchCrossEntropyGrad(l, da, a, x, m, 1/z, scale)
}

// SoftmaxClassGrad is SoftmaxCrossEntropyGrad for targets that put all their
// weight on class[i] in row i: the same bits as with such an x, but for a
// logit in another class of −Inf, or that counts as it, which is a class that cannot be.
// len(class) is a.Rows, and 0 ≤ class[i] < a.Cols. da and a have one shape; da
// is a itself or disjoint from it.
func SoftmaxClassGrad[T Float](scale T, da, a Matrix[T], class []int) T {
	const op = "SoftmaxClassGrad"
	if !sameMatrix(da, a) {
		checkSameShape(op, da, a)
	}
	if len(class) != a.Rows {
		panic(fmt.Sprintf("kernels: %s: %d classes for %d rows", op, len(class), a.Rows))
	}
	for i, c := range class {
		if uint(c) >= uint(a.Cols) {
			panic(fmt.Sprintf("kernels: %s: class %d in row %d of %d columns", op, c, i, a.Cols))
		}
	}
	var sum T
	for i, c := range class {
		d, l := da.Row(i), a.Row(i)
		raceRead(l)
		raceWrite(d)
		sum += classRow(active, scale, d, l, c)
	}
	return sum
}

func classRow[T Float](l level, scale T, da, a []T, c int) T {
	m := dispatchMax(l, a)
	s := a[c] - m
	z := dispatchExpShift(l, da, a, m)
	inv := 1 / z
	e := da[c]
	dispatchScale(l, da, da, inv)
	da[c] = fma(e, inv, -1)
	dispatchScale(l, da, da, scale)
	return logOf(z) - s
}

// logOf is Log of one number, by its definition.
func logOf[T Float](x T) T {
	v := [1]T{x}
	logGo(v[:], v[:])
	return v[0]
}

// crossEntropyGradGo is the second loop of SoftmaxCrossEntropyGrad.
func crossEntropyGradGo[T Float](acc *[maxLanes]T, da, a, x []T, m, inv, scale T) {
	w := lanes[T]() - 1
	for i, v := range a {
		acc[i&w] = fma(x[i], v-m, acc[i&w])
		da[i] = scale * fma(da[i], inv, -x[i])
	}
}
