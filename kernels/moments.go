package kernels

import "math"

// Mean is m + c with m = Sum(x)/n and c = Sum(x − m)/n: the second sum takes
// away most of the first one's rounding. Where m is not finite, which a sum that
// overflows makes it too, Mean is m; an empty slice gives NaN.
func Mean[T Float](x []T) T {
	raceRead(x)
	return mean(active, x)
}

func mean[T Float](l level, x []T) T {
	m, c := shiftedMean(l, x)
	return m + c
}

// shiftedMean returns the mean in two parts, of which c is small.
func shiftedMean[T Float](l level, x []T) (m, c T) {
	n := T(len(x))
	m = dispatchSum(l, x) / n
	if math.IsInf(float64(m), 0) || m != m {
		return m, 0
	}
	return m, dispatchDeviations(l, x, m) / n
}

// MeanVariance returns the mean, as [Mean] does, and the variance of the
// population. With m and c as in Mean, m + c, it is fma(−c, c, Σ(x − m)²/n), or
// 0 where that is negative, summed as Dot sums: the corrected two-pass
// algorithm (Chan, Golub & LeVeque, "Algorithms for computing the sample
// variance", 1983, eq. 1.7), sound where the mean is large beside the
// deviation. The unbiased variance of a sample is n/(n−1) times that. An empty
// slice gives NaN for both, a mean that is not finite a NaN variance.
func MeanVariance[T Float](x []T) (mean, variance T) {
	raceRead(x)
	return meanVariance(active, x)
}

func meanVariance[T Float](l level, x []T) (mean, variance T) {
	m, c := shiftedMean(l, x)
	if math.IsInf(float64(m), 0) || m != m {
		return m, T(math.NaN())
	}
	return m + c, max(0, fma(-c, c, dispatchSquaredDeviations(l, x, m)/T(len(x))))
}

func deviationsGo[T Float](acc *[maxLanes]T, x []T, c T) {
	w := lanes[T]() - 1
	for i, v := range x {
		acc[i&w] += v - c
	}
}

func squaredDeviationsGo[T Float](acc *[maxLanes]T, x []T, c T) {
	w := lanes[T]() - 1
	for i, v := range x {
		d := v - c
		acc[i&w] = fma(d, d, acc[i&w])
	}
}
