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

// ArgMax looks for the maximum block by block, then in parts of the block that
// has it, and then searches one part element by element.
const (
	argBlock = 1024
	argPart  = 64
)

func argMax[T Float](l level, x []T) int {
	if len(x) == 0 {
		return -1
	}
	best, at := maxPart(l, x, argBlock)
	x = x[at:min(at+argBlock, len(x))]
	_, i := maxPart(l, x, argPart)
	at, x = at+i, x[i:]
	if best != best {
		for i, v := range x {
			if v != v {
				return at + i
			}
		}
	}
	for i, v := range x {
		if v == best {
			return at + i
		}
	}
	panic("unreachable")
}

// maxPart returns the maximum of x and where the first part of size elements
// that has it begins.
func maxPart[T Float](l level, x []T, size int) (best T, at int) {
	best = dispatchMax(l, x[:min(size, len(x))])
	for i := size; i < len(x) && best == best; i += size {
		if m := dispatchMax(l, x[i:min(i+size, len(x))]); m > best || m != m {
			best, at = m, i
		}
	}
	return best, at
}
