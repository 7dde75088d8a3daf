package kernels

// startMax and startMin fill lanes with the identity of their fold.

func startMax[T Float](acc *[maxLanes]T) { fillLanes(acc, -inf[T]()) }
func startMin[T Float](acc *[maxLanes]T) { fillLanes(acc, inf[T]()) }

func fillLanes[T Float](acc *[maxLanes]T, x T) {
	for i := range acc {
		acc[i] = x
	}
}

// maxOfLanes and minOfLanes need not keep to the lanes' order, as sumLanes
// does: Go's max and min give the same bits in any.

func maxOfLanes[T Float](acc *[maxLanes]T) T {
	m := acc[0]
	for _, x := range acc[1:lanes[T]()] {
		m = max(m, x)
	}
	return m
}

func minOfLanes[T Float](acc *[maxLanes]T) T {
	m := acc[0]
	for _, x := range acc[1:lanes[T]()] {
		m = min(m, x)
	}
	return m
}

// Max is: m = −Inf; for _, v := range x { m = max(m, v) }, with Go's max: NaN
// if any element is NaN, and −0 < +0. An empty slice gives −Inf.
func Max[T Float](x []T) T {
	raceRead(x)
	return dispatchMax(active, x)
}

func maxGo[T Float](acc *[maxLanes]T, x []T) {
	w := lanes[T]() - 1
	for i, v := range x {
		acc[i&w] = max(acc[i&w], v)
	}
}

// Min is: m = +Inf; for _, v := range x { m = min(m, v) }, with Go's min: NaN
// if any element is NaN, and −0 < +0. An empty slice gives +Inf.
func Min[T Float](x []T) T {
	raceRead(x)
	return dispatchMin(active, x)
}

func minGo[T Float](acc *[maxLanes]T, x []T) {
	w := lanes[T]() - 1
	for i, v := range x {
		acc[i&w] = min(acc[i&w], v)
	}
}

func amaxGo[T Float](acc *[maxLanes]T, x []T) {
	w := lanes[T]() - 1
	for i, v := range x {
		acc[i&w] = max(acc[i&w], abs(v))
	}
}

// ArgMax returns the index of the first NaN in x or, without one, the first
// index of the largest element, where −0 and +0 are equal. An empty slice
// gives −1.
func ArgMax[T Float](x []T) int {
	raceRead(x)
	return argMax(active, x)
}

// argBlock is few enough elements for one assembly call, and for reading those
// of the maximum's block once more.
const argBlock = 1024

func argMax[T Float](l level, x []T) int {
	if len(x) == 0 {
		return -1
	}
	at, i := 0, 0
	if len(x) <= argBlock {
		i = dispatchArgMax(l, x)
	} else {
		var best T
		best, at = maxBlock(l, x)
		x = x[at:min(at+argBlock, len(x))]
		i = dispatchIndex(l, x, best)
	}
	if i == len(x) { // nothing equals NaN
		i = firstNaN(x)
	}
	return at + i
}

// maxBlock returns the maximum of x and where the first block that has it begins.
func maxBlock[T Float](l level, x []T) (best T, at int) {
	best = dispatchMax(l, x[:min(argBlock, len(x))])
	for i := argBlock; i < len(x) && best == best; i += argBlock {
		if m := dispatchMax(l, x[i:min(i+argBlock, len(x))]); m > best || m != m {
			best, at = m, i
		}
	}
	return best, at
}

func firstNaN[T Float](x []T) int {
	for i, v := range x {
		if v != v {
			return i
		}
	}
	return len(x)
}

func argMaxGo[T Float](x []T) int {
	var acc [maxLanes]T
	startMax(&acc)
	maxGo(&acc, x)
	return indexGo(x, maxOfLanes(&acc))
}

func indexGo[T Float](x []T, v T) int {
	for i := range x {
		if x[i] == v {
			return i
		}
	}
	return len(x)
}
