package kernels

// The reductions share one shape: element i goes to lane i mod 64 (float32) or
// 32 (float64), every lane starts at +0 and takes its elements in ascending
// order, and sumLanes folds the lanes. So a sum of −0 is +0, an empty slice
// gives +0, a NaN gives NaN, and so do infinities of both signs. Their dispatch
// checks the lengths.

// Dot is: for i, v := range x { sum = fma(v, y[i], sum) }, in lanes (see [Sum]).
// 0·NaN and 0·Inf are NaN. Both slices have one length.
func Dot[T Float](x, y []T) T {
	raceRead2(x, y)
	return dispatchDot(active, x, y)
}

func dotGo[T Float](acc *[maxLanes]T, x, y []T) {
	w := lanes[T]() - 1
	for i, v := range x {
		acc[i&w] = fma(v, y[i], acc[i&w])
	}
}

// Sum is: for _, v := range x { sum += v }, in 64 (float32) or 32 (float64)
// lanes: element i goes to lane i mod 64, lanes start at +0, and the upper half
// is added onto the lower until one is left. A NaN gives NaN, and so do
// infinities of both signs; an empty slice gives +0.
func Sum[T Float](x []T) T {
	raceRead(x)
	return dispatchSum(active, x)
}

func sumGo[T Float](acc *[maxLanes]T, x []T) {
	w := lanes[T]() - 1
	for i, v := range x {
		acc[i&w] += v
	}
}

// Asum is: for _, v := range x { sum += |v| }, in Sum's lanes. A NaN gives NaN.
func Asum[T Float](x []T) T {
	raceRead(x)
	return dispatchAsum(active, x)
}

func asumGo[T Float](acc *[maxLanes]T, x []T) {
	w := lanes[T]() - 1
	for i, v := range x {
		acc[i&w] += abs(v)
	}
}

// SquaredDistance is: for i, v := range x { d := v − y[i]; sum = fma(d, d, sum) },
// in Sum's lanes. A NaN and Inf − Inf give NaN. Both slices have one length.
func SquaredDistance[T Float](x, y []T) T {
	raceRead2(x, y)
	return dispatchSquaredDistance(active, x, y)
}

func squaredDistanceGo[T Float](acc *[maxLanes]T, x, y []T) {
	w := lanes[T]() - 1
	for i, v := range x {
		d := v - y[i]
		acc[i&w] = fma(d, d, acc[i&w])
	}
}
