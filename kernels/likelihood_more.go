package kernels

// GaussianGrad is: for i := range m { d := m[i] − x[i]; g := d·e^−v[i];
// q := d·g; sum = fma(½, v[i] + q, sum); dm[i] = scale · g;
// dv[i] = scale · fma(−½, q, ½) }, in Dot's lanes: −log p of data x under
// independent Gaussian variables with means m and log-variances v, without its
// constant ½·log 2π an element, and the gradients with respect to m and v,
// times scale. With one fixed variance, use SquaredErrorGrad.
//
// e^−v overflows for v < −88.7 (float64: −709.8), which gives Inf or NaN:
// callers keep v above a floor. All slices have one length; dm and dv are
// disjoint from each other, and each is m, v or x itself or disjoint from it.
func GaussianGrad[T Float](scale T, dm, dv, m, v, x []T) T {
	checkGrad2("GaussianGrad", dm, dv, m, v, x)
	return dispatchGaussianGrad(active, dm, dv, m, v, x, scale)
}

func gaussianGradGo[T Float](acc *[maxLanes]T, dm, dv, m, v, x []T, scale T) {
	w := lanes[T]() - 1
	for i, lv := range v {
		d := m[i] - x[i]
		g := T(d * exp1(-lv))
		q := T(d * g)
		acc[i&w] = fma(0.5, lv+q, acc[i&w])
		dm[i] = scale * g
		dv[i] = scale * fma(-0.5, q, 0.5)
	}
}

// PoissonGrad is: for i := range a { e := e^a[i]; sum += fma(−x[i], a[i], e);
// da[i] = scale · (e − x[i]) }, in Dot's lanes: −log p of counts x under
// independent Poisson variables with log-rates a, without its constant
// log x[i]!, and its gradient with respect to a, times scale. 0·(−Inf) is NaN:
// a log-rate of −Inf has no value even for a count of 0.
// da is a or x itself, or disjoint from both; all have one length.
func PoissonGrad[T Float](scale T, da, a, x []T) T {
	checkMap2("PoissonGrad", da, a, x)
	return dispatchPoissonGrad(active, da, a, x, scale)
}

func poissonGradGo[T Float](acc *[maxLanes]T, da, a, x []T, scale T) {
	w := lanes[T]() - 1
	for i, v := range a {
		e := exp1(v)
		acc[i&w] += fma(-x[i], v, e)
		da[i] = scale * (e - x[i])
	}
}

// LaplaceGrad is: for i := range m { d := m[i] − x[i]; sum += |d|;
// dm[i] = scale · sign(d) }, in Dot's lanes, with sign(0) = sign(NaN) = 0: the
// absolute error ‖m − x‖₁ and, with scale = c, the gradient of c·‖m − x‖₁ with
// respect to m. −log p of data x under n Laplace variables with location m and
// scale b is sum/b + n·log 2b.
// dm is m or x itself, or disjoint from both; all have one length.
func LaplaceGrad[T Float](scale T, dm, m, x []T) T {
	checkMap2("LaplaceGrad", dm, m, x)
	return dispatchLaplaceGrad(active, dm, m, x, scale)
}

func laplaceGradGo[T Float](acc *[maxLanes]T, dm, m, x []T, scale T) {
	w := lanes[T]() - 1
	for i, v := range m {
		d := v - x[i]
		acc[i&w] += abs(d)
		dm[i] = scaledSign(scale, d)
	}
}

// scaledSign is scale·sign(x), +0 where x is 0 or NaN.
func scaledSign[T Float](scale, x T) T {
	switch {
	case x > 0:
		return scale
	case x < 0:
		return -scale
	}
	return 0
}
