package kernels

// Rot is: for i := range x { x[i], y[i] = fma(s, y[i], c·x[i]), fma(−s, x[i], c·y[i]) },
// c·x[i] and c·y[i] rounded first: a rotation of the plane of x and y. 0·NaN and 0·Inf
// are NaN, for c or s = 0 too. Both slices have one length and are disjoint.
func Rot[T Float](x, y []T, c, s T) {
	checkUpdate("Rot", x, y)
	if overlaps(x, y) {
		panic("kernels: Rot: x and y overlap")
	}
	raceWrite(y)
	dispatchRot(active, x, y, c, s)
}

func rotGo[T Float](x, y []T, c, s T) {
	for i, v := range x {
		x[i], y[i] = fma(s, y[i], T(c*v)), fma(-s, v, T(c*y[i]))
	}
}
