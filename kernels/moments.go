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
	n := T(len(x))
	m := dispatchSum(l, x) / n
	if !finite(m) {
		return m
	}
	return m + dispatchDeviations(l, x, m)/n
}

func finite[T Float](x T) bool { return x-x == 0 }

// MeanVariance returns the mean and the variance of the population. With s the median
// of the first, the middle (x[len(x)/2]) and the last element, p = s + Sum(x − s)/n and
// c = Sum(x − p)/n, the mean is p + c and the variance fma(−c, c, Σ(x − p)²/n), or
// 0 where that is negative, summed as Dot sums: the corrected two-pass
// algorithm of shifted data (Chan, Golub & LeVeque, "Algorithms for computing the
// sample variance", 1983, eq. 1.7), sound where the mean is large beside the
// deviation; equal elements have variance 0. Its mean, too, is closer than [Mean] in
// long slices. Where p is not finite, it is Sum(x)/n, and where that is not, it is the
// mean and the variance NaN. The unbiased variance of a sample is n/(n−1) times that.
// An empty slice gives NaN for both.
func MeanVariance[T Float](x []T) (mean, variance T) {
	raceRead(x)
	return meanVariance(active, x)
}

func meanVariance[T Float](l level, x []T) (mean, variance T) {
	p, c := shiftedMean(l, x)
	if !finite(p) {
		return p, T(math.NaN())
	}
	return p + c, max(0, fma(-c, c, dispatchSquaredDeviations(l, x, p)/T(len(x))))
}

// shiftedMean returns the mean in two parts, of which c is small.
func shiftedMean[T Float](l level, x []T) (p, c T) {
	if len(x) == 0 {
		return T(math.NaN()), 0
	}
	n := T(len(x))
	s := median(x[0], x[len(x)/2], x[len(x)-1])
	if p = s + dispatchDeviations(l, x, s)/n; !finite(p) {
		if p = dispatchSum(l, x) / n; !finite(p) {
			return p, 0
		}
	}
	return p, dispatchDeviations(l, x, p) / n
}

// median is of three, so that one outlier does not make deviations large.
func median[T Float](a, b, c T) T { return max(min(a, b), min(max(a, b), c)) }

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
