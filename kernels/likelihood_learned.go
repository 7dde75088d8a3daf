package kernels

// GaussianFloorGrad is GaussianGrad with the variance s = floor + e^a[i], which
// never falls below floor > 0: for i := range m { s := floor + e^a[i];
// d := m[i] − x[i]; g := d·(1/s); q := d·g; sum = fma(½, ln s + q, sum);
// dm[i] = scale · g; da[i] = scale · (fma(−½, q, ½)·(e^a[i]·(1/s))) }, in Dot's
// lanes: −log p of data x under independent Gaussian variables with means m,
// without its constant ½·log 2π an element, and the gradients with respect to m
// and a, times scale (the bound on the variance is that of Chua et al.,
// "Deep reinforcement learning in a handful of trials", 2018, appendix A.1).
//
// e^a overflows for a > 88.7 (float64: 709.8), which gives Inf or NaN. All
// slices have one length; dm and da are disjoint from each other, and each is m, a
// or x itself or disjoint from it.
func GaussianFloorGrad[T Float](scale, floor T, dm, da, m, a, x []T) T {
	checkGrad2("GaussianFloorGrad", dm, da, m, a, x)
	return dispatchGaussianFloorGrad(active, dm, da, m, a, x, scale, floor)
}

func gaussianFloorGradGo[T Float](acc *[maxLanes]T, dm, da, m, a, x []T, scale, floor T) {
	w := lanes[T]() - 1
	for i, v := range a {
		e := exp1(v)
		s := floor + e
		inv := 1 / s
		d := m[i] - x[i]
		g := T(d * inv)
		q := T(d * g)
		acc[i&w] = fma(0.5, logOf(s)+q, acc[i&w])
		dm[i] = scale * g
		da[i] = scale * T(fma(-0.5, q, 0.5)*T(e*inv))
	}
}

// ContinuousBernoulliGrad adds −log p of data x in [0, 1] under independent
// continuous Bernoulli variables with logits a, p(x) = e^(ax)·a/(e^a − 1)
// (Loaiza-Ganem and Cunningham, "The continuous Bernoulli", NeurIPS 2019), in Dot's
// lanes, and sets da to scale · (E[x] − x), its gradient with respect to a times
// scale. With u = max(|a|, 2⁻⁶⁰) and e = e^−u − 1,
//
//	−log p = max(a, 0) + ln(−e/u) − x·a
//	E[x]   = −1/e − 1/u for a ≥ 1, 1 less that for a ≤ −1, and between them, where
//	         this cancels, ½ + a/12 − a³/720 + … (Bernoulli's numbers)
//
// Infinite logits and NaN give NaN. da is a or x itself, or disjoint from both; all
// have one length.
func ContinuousBernoulliGrad[T Float](scale T, da, a, x []T) T {
	checkMap2("ContinuousBernoulliGrad", da, a, x)
	return dispatchContinuousBernoulliGrad(active, da, a, x, scale)
}

func continuousBernoulliGradGo[T Float](acc *[maxLanes]T, da, a, x []T, scale T) {
	w := lanes[T]() - 1
	for i, v := range a {
		negLog, mean := continuousBernoulli1(v)
		acc[i&w] += fma(-x[i], v, negLog)
		da[i] = scale * (mean - x[i])
	}
}

// ContinuousBernoulliMean is: for i, a := range src { dst[i] = E[x] }, the mean of
// the continuous Bernoulli variable with logit a (see ContinuousBernoulliGrad,
// which has it within 3·2⁻²⁴). ≤ 2 ULP.
//
// With u = |a| and d = (1 − u/(e^u − 1))/u it is d for a ≤ −2, 1 − d for a ≥ 2 and, where
// this cancels, ½ + a·P(a²). An infinite a gives 0 or 1, NaN gives NaN. dst is
// src itself or disjoint from it; both have one length.
func ContinuousBernoulliMean[T Float](dst, src []T) {
	checkMap("ContinuousBernoulliMean", dst, src)
	dispatchContinuousBernoulliMean(active, dst, src)
}

func continuousBernoulliMeanGo[T Float](dst, src []T) {
	for i, a := range src {
		u := abs(a)
		if u < 2 {
			dst[i] = fma(horner(T(a*a), bernoulliMeanCoef32, bernoulliMeanCoef64), a, 0.5)
			continue
		}
		v := u // where v/(e^v − 1) is no NaN
		if v > 1000 {
			v = 1000
		}
		d := fma(-v, 1/expm1(v), 1) / u
		if a < 0 {
			dst[i] = d
		} else {
			dst[i] = 1 - d
		}
	}
}

// Coefficients of (coth(u/2)/2 − 1/u)/u in u² for u ≤ 2: errors of the whole
// 2^-27.7 and 2^-56.6 (interpolation at Chebyshev's nodes).
var (
	bernoulliMeanCoef32 = []float32{-0x1.b174dep-32, 0x1.5ce65cp-26, -0x1.bb3a1ep-21, 0x1.156466p-15, -0x1.6c16bcp-10, 0x1.555556p-4}
	bernoulliMeanCoef64 = []float64{0x1.db16cc9ec36f6p-59, -0x1.c85ef977724aep-53, 0x1.31c14b6cc26a3p-47, -0x1.7d480a243cf13p-42,
		0x1.d6d514ef48785p-37, -0x1.22803c5468dd9p-31, 0x1.66a8f1dec7df9p-26, -0x1.bbd7792fd1d51p-21, 0x1.1566abc00dc60p-15,
		-0x1.6c16c16c16be9p-10, 0x1.5555555555555p-4}
)

// continuousBernoulli1 returns log((e^a − 1)/a) and its derivative, the mean.
func continuousBernoulli1[T Float](a T) (logNorm, mean T) {
	u := max(abs(a), 0x1p-60)
	e := expm1(-u)
	logNorm = max(a, 0) + logOf(-e/u)
	if u < 1 {
		s := T(u * u)
		p := T(bernoulliSeries[0])
		for _, c := range bernoulliSeries[1:] {
			p = fma(p, s, T(c))
		}
		mean = fma(p, u, 0.5)
	} else {
		mean = -1/e - 1/u
	}
	if a < 0 {
		mean = 1 - mean
	}
	return logNorm, mean
}

// bernoulliSeries has the Taylor coefficients of coth(u/2)/2 − 1/u by u, u³, …, the
// highest first: B₂ₙ/(2n)! (Abramowitz and Stegun 4.5.67). At u = 1 the next one is
// 2⁻⁵⁷.
var bernoulliSeries = [...]float64{
	-174611.0 / 802857662698291200000,
	43867.0 / 5109094217170944000,
	-3617.0 / 10670622842880000,
	1.0 / 74724249600,
	-691.0 / 1307674368000,
	1.0 / 47900160,
	-1.0 / 1209600,
	1.0 / 30240,
	-1.0 / 720,
	1.0 / 12,
}
