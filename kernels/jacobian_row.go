package kernels

// JacobianRow adds one row of a layer with any activation s that has
// derivatives: d = s′(a) and dd = s″(a) come from the forward pass, so the
// gradient is by the pre-activation a, where those of JacobianSigmoid and the
// others are by the output:
//
//	value  Σⱼ dⱼ²·wⱼ                    returned, in Dot's lanes
//	s[j]  += dⱼ²
//	da[j]  = fma(2·scale, (dⱼ·ddⱼ)·wⱼ, da[j])
//
// s and da are disjoint from each other and from d, dd and w; all have one
// length.
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
