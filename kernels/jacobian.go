package kernels

// JacobianSigmoid adds one row to a contractive penalty scale·‖J‖²_F, where J is
// the Jacobian by x of a layer h = sigmoid(xW + b), with weights W stored in × out: J =
// diag(d)·Wᵀ with d = h(1 − h), so that ‖J‖²_F = Σⱼ dⱼ²·‖Wⱼ‖², Wⱼ being column j (Rifai
// et al., "Contractive auto-encoders", ICML 2011). h is the layer's output for that row and
// w[j] is ‖Wⱼ‖², from [ColSquaredNorms], the same for all rows:
//
//	return   Σⱼ dⱼ²·wⱼ                    ‖J‖²_F without scale, in Dot's lanes
//	s[j]  += dⱼ²                          after all rows, the penalty's gradient by W is
//	                                      2·scale·W·diag(s): AxpyCols(2*scale, W, s, dW)
//	dh[j] += 2·scale·dⱼ·(∂dⱼ/∂hⱼ)·wⱼ      the gradient by h; only here does scale enter
//
// NaN and ±Inf in h and w go where the formulas take them: 0·Inf is NaN.
// s and dh are disjoint from each other, from h and from w; all have one
// length. [JacobianRow] is for other activations, Jacobians in the package's
// documentation for encoders of several layers.
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

// JacobianTanh is [JacobianSigmoid] for a tanh layer: d = 1 − h². The arguments, the
// result, NaN and ±Inf, and aliasing are JacobianSigmoid's.
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

// JacobianReLU is [JacobianSigmoid] for a ReLU layer: d is 1 where h > 0, else 0, and
// its own derivative is 0, so scale and dh, which is not written, only keep the
// family's shape. A NaN in h counts as off, and NaN and Inf in w count where h is on.
// Aliasing is JacobianSigmoid's.
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
