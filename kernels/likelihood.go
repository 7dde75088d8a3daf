package kernels

// SquaredErrorGrad is: for i := range r { d := r[i] − x[i]; sum = fma(d, d, sum);
// dr[i] = scale · d }, in Dot's lanes: the squared error ‖r − x‖² and, with
// scale = 2c, the gradient of c·‖r − x‖² with respect to r.
// A NaN or an infinity in r or x gives what the loop gives. dr is r or x itself,
// or disjoint from both; all have one length.
func SquaredErrorGrad[T Float](scale T, dr, r, x []T) T {
	checkMap2("SquaredErrorGrad", dr, r, x)
	return dispatchSquaredErrorGrad(active, dr, r, x, scale)
}

func squaredErrorGradGo[T Float](acc *[maxLanes]T, dr, r, x []T, scale T) {
	w := lanes[T]() - 1
	for i, v := range r {
		d := v - x[i]
		acc[i&w] = fma(d, d, acc[i&w])
		dr[i] = scale * d
	}
}

// BernoulliGrad is: for i := range a { sum += softplus(a[i]) − x[i]·a[i];
// da[i] = scale · (sigmoid(a[i]) − x[i]) }, in Dot's lanes: −log p of data x
// in {0, 1} under independent Bernoulli variables with logits a, and its
// gradient with respect to a, times scale. For x strictly between 0 and 1 the
// value is the cross-entropy, not a likelihood.
//
// With u = e^−|a|/(1 + e^−|a|), what is summed is max(a, 0) − x·a, in one rounding,
// plus log(1 + e^−|a|), and the gradient is u − x or, for a ≥ 0, (1 − x) − u: so both
// keep their digits where a logit is sure of the right x. a = −Inf with x > 0 gives
// +Inf, other infinities and NaN give NaN. da is a or x itself, or disjoint from
// both; all have one length.
func BernoulliGrad[T Float](scale T, da, a, x []T) T {
	checkMap2("BernoulliGrad", da, a, x)
	return dispatchBernoulliGrad(active, da, a, x, scale)
}

func bernoulliGradGo[T Float](acc *[maxLanes]T, da, a, x []T, scale T) {
	w := lanes[T]() - 1
	for i, v := range a {
		e := exp1(-abs(v))
		u := portion(e)
		positive, g := v, (1-x[i])-u
		if v < 0 {
			positive, g = 0, u-x[i]
		}
		acc[i&w] += fma(-x[i], v, positive) + log1pUnit(e)
		da[i] = scale * g
	}
}

// L1Grad is: for i, v := range h { sum += |v|; dh[i] += scale · sign(v) }, in
// Dot's lanes, with sign(0) = 0 and, for the gradient, sign(NaN) = 0: the
// value and gradient of the ℓ1 norm of h.
// dh and h are disjoint and have one length.
func L1Grad[T Float](scale T, h, dh []T) T {
	checkUpdate("L1Grad", dh, h)
	if overlaps(dh, h) {
		panic("kernels: L1Grad: dh overlaps h")
	}
	return dispatchL1Grad(active, dh, h, scale)
}

func l1GradGo[T Float](acc *[maxLanes]T, dh, h []T, scale T) {
	w := lanes[T]() - 1
	for i, v := range h {
		acc[i&w] += abs(v)
		dh[i] += scaledSign(scale, v)
	}
}
