package kernels

// The Jacobian of one layer h = s(Wx + b) is diag(s′(a))·Wᵀ for weights stored
// in × out, so ‖J‖²_F = Σⱼ s′(aⱼ)²·‖Wⱼ‖², with Wⱼ column j (Rifai et al.,
// "Contractive auto-encoders", ICML 2011). Each kernel here takes one
// row h and w[j] = ‖Wⱼ‖² (ColSquaredNorms), with d = s′ from the output h:
//
//	value  Σⱼ dⱼ²·wⱼ                    returned, in Dot's lanes
//	s[j]  += dⱼ²                        so that, after all rows, the gradient by
//	                                    W is scale·2·W[i][j]·s[j]
//	dh[j] += scale·2·dⱼ·(∂dⱼ/∂hⱼ)·wⱼ    the gradient by the layer's output
//
// A NaN in h or w goes where the formulas take it.

// JacobianSigmoid adds one row of a sigmoid layer: d = h(1 − h).
// s and dh are disjoint from each other, from h and from w; all have one
// length.
func JacobianSigmoid[T Float](scale T, h, w, s, dh []T) T {
	checkJacobian("JacobianSigmoid", h, w, s, dh)
	raceWrite(s)
	raceWrite(dh)
	return dispatchJacobianSigmoid(active, s, dh, h, w, 2*T(scale)) // T(): the compiler may fuse what the caller multiplied
}

func jacobianSigmoidGo[T Float](acc *[maxLanes]T, s, dh, h, w []T, scale2 T) {
	m := lanes[T]() - 1
	for i, v := range h {
		d := T(v * (1 - v))
		d2 := T(d * d)
		acc[i&m] = fma(d2, w[i], acc[i&m])
		s[i] += d2
		u := T(d*fma(-2, v, 1)) * w[i]
		dh[i] = fma(scale2, u, dh[i])
	}
}

// JacobianTanh adds one row of a tanh layer: d = 1 − h².
// s and dh are disjoint from each other, from h and from w; all have one
// length.
func JacobianTanh[T Float](scale T, h, w, s, dh []T) T {
	checkJacobian("JacobianTanh", h, w, s, dh)
	raceWrite(s)
	raceWrite(dh)
	return dispatchJacobianTanh(active, s, dh, h, w, -4*T(scale))
}

func jacobianTanhGo[T Float](acc *[maxLanes]T, s, dh, h, w []T, scale4 T) {
	m := lanes[T]() - 1
	for i, v := range h {
		d := fma(-v, v, 1)
		d2 := T(d * d)
		acc[i&m] = fma(d2, w[i], acc[i&m])
		s[i] += d2
		u := T(d*v) * w[i]
		dh[i] = fma(scale4, u, dh[i])
	}
}

// JacobianReLU adds one row of a ReLU layer: d is 1 where h > 0, else 0, and
// its own derivative is 0, so scale and dh, which is not written, only keep the
// family's shape; a NaN in h counts as off. The aliasing rules are the family's.
func JacobianReLU[T Float](scale T, h, w, s, dh []T) T {
	checkJacobian("JacobianReLU", h, w, s, dh)
	raceWrite(s)
	return dispatchJacobianRelu(active, s, h, w)
}

func jacobianReluGo[T Float](acc *[maxLanes]T, s, h, w []T) {
	m := lanes[T]() - 1
	for i, v := range h {
		var d, g T
		if v > 0 {
			d, g = 1, w[i]
		}
		acc[i&m] += g
		s[i] += d
	}
}
