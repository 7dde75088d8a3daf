package kernels

// JacobianRow is [JacobianSigmoid] for a layer with any activation that has
// derivatives: d = s′(a) and dd = s″(a) come from the forward pass (the …Grad and
// …Curvature kernels have them), so the gradient is by the pre-activation a, where
// JacobianSigmoid's and its siblings' are by the output:
//
//	return   Σⱼ dⱼ²·wⱼ                    in Dot's lanes
//	s[j]  += dⱼ²
//	da[j]  = fma(2·scale, (dⱼ·ddⱼ)·wⱼ, da[j])
//
// NaN and ±Inf go where the formulas take them: 0·Inf is NaN. s and da are
// disjoint from each other and from d, dd and w; all have one length.
func JacobianRow[T Float](scale T, d, dd, w, s, da []T) T {
	checkJacobian("JacobianRow", d, w, s, da)
	checkLen("JacobianRow", "dd", len(dd), len(d))
	if overlaps(s, dd) || overlaps(da, dd) {
		panicLength("JacobianRow", len(s), len(dd))
	}
	raceRead(dd)
	raceWrite(s)
	raceWrite(da)
	return dispatchJacobianRow(active, s, da, d, dd, w, 2*T(scale))
}

func jacobianRowGo[T Float](acc *[maxLanes]T, s, da, d, dd, w []T, scale2 T) {
	m := lanes[T]() - 1
	for i, v := range d {
		d2 := T(v * v)
		acc[i&m] = fma(d2, w[i], acc[i&m])
		s[i] += d2
		u := T(v*dd[i]) * w[i]
		da[i] = fma(scale2, u, da[i])
	}
}
