package gonumblas

import (
	"unsafe"

	"github.com/lamina-go/lamina/kernels"
)

func dot[T kernels.Float](n int, x []T, incX int, y []T, incY int) T {
	if !vectors(n, x, incX, y, incY) {
		return 0
	}
	if incX == 1 && incY == 1 {
		return kernels.Dot(x[:n], y[:n])
	}
	w := getScratch[T]()
	defer w.put()
	return kernels.Dot(gather(&w.x, n, x, incX), gather(&w.y, n, y, incY))
}

func axpy[T kernels.Float](n int, alpha T, x []T, incX int, y []T, incY int) {
	if !vectors(n, x, incX, y, incY) || alpha == 0 {
		return
	}
	if incX == 1 && incY == 1 && disjoint(x[:n], y[:n]) {
		kernels.Axpy(alpha, x[:n], y[:n])
		return
	}
	w := getScratch[T]()
	defer w.put()
	gy := gather(&w.y, n, y, incY)
	kernels.Axpy(alpha, aside(w, gather(&w.x, n, x, incX), gy), gy)
	scatter(gy, y, incY)
}

func scal[T kernels.Float](n int, alpha T, x []T, incX int) {
	if !vector(n, x, incX) {
		return
	}
	switch {
	case incX == 1 && alpha == 0:
		clear(x[:n])
	case incX == 1:
		kernels.Scale(x[:n], alpha, x[:n])
	case alpha == 0:
		for i := range n {
			x[i*incX] = 0
		}
	default:
		for i := range n {
			x[i*incX] *= alpha
		}
	}
}

func nrm2[T kernels.Float](n int, x []T, incX int) T {
	if !vector(n, x, incX) {
		return 0
	}
	if incX == 1 {
		return kernels.Nrm2(x[:n])
	}
	w := getScratch[T]()
	defer w.put()
	return kernels.Nrm2(gather(&w.x, n, x, incX))
}

func iamax[T kernels.Float](n int, x []T, incX int) int {
	if !vector(n, x, incX) {
		return -1
	}
	if incX == 1 {
		return firstLargest(x[:n])
	}
	w := getScratch[T]()
	defer w.put()
	return firstLargest(gather(&w.x, n, x, incX))
}

// firstLargest is gonum's Iamax: a first NaN is the largest, others count as
// nothing. Only pieces that have something larger, or a NaN, are searched.
func firstLargest[T kernels.Float](x []T) int {
	const piece = 1024
	largest, at := max(x[0], -x[0]), 0
	for i := 0; i < len(x); i += piece {
		p := x[i:min(i+piece, len(x))]
		if m := max(kernels.Max(p), -kernels.Min(p)); m <= largest {
			continue
		}
		for j, v := range p {
			if v = max(v, -v); v > largest {
				largest, at = v, i+j
			}
		}
	}
	return at
}

func asum[T kernels.Float](n int, x []T, incX int) T {
	must(n >= 0, nLT0) // which gonum's Asum checks first
	if !vector(n, x, incX) {
		return 0
	}
	if incX == 1 {
		return kernels.Asum(x[:n])
	}
	w := getScratch[T]()
	defer w.put()
	return kernels.Asum(gather(&w.x, n, x, incX))
}

func swap[T kernels.Float](n int, x []T, incX int, y []T, incY int) {
	if !vectors(n, x, incX, y, incY) {
		return
	}
	if incX == 1 && incY == 1 {
		var buf [256]T
		for x, y = x[:n], y[:n]; len(x) > 0; {
			k := copy(buf[:], x)
			copy(x[:k], y[:k])
			copy(y, buf[:k])
			x, y = x[k:], y[k:]
		}
		return
	}
	ix, iy := first(n, incX), first(n, incY)
	for range n {
		x[ix], y[iy] = y[iy], x[ix]
		ix += incX
		iy += incY
	}
}

func copyVector[T kernels.Float](n int, x []T, incX int, y []T, incY int) {
	if !vectors(n, x, incX, y, incY) {
		return
	}
	if incX == 1 && incY == 1 {
		copy(y[:n], x[:n])
		return
	}
	ix, iy := first(n, incX), first(n, incY)
	for range n {
		y[iy] = x[ix]
		ix += incX
		iy += incY
	}
}

func rot[T kernels.Float](n int, x []T, incX int, y []T, incY int, c, s T) {
	if !vectors(n, x, incX, y, incY) {
		return
	}
	if incX == 1 && incY == 1 && disjoint(x[:n], y[:n]) {
		kernels.Rot(x[:n], y[:n], c, s)
		return
	}
	w := getScratch[T]()
	defer w.put()
	gy := gather(&w.y, n, y, incY)
	gx := aside(w, gather(&w.x, n, x, incX), gy)
	kernels.Rot(gx, gy, c, s)
	copyVector(n, gx, 1, x, incX)
	scatter(gy, y, incY)
}

// aside returns x, or a copy in w if it shares memory with y.
func aside[T kernels.Float](w *scratch[T], x, y []T) []T {
	if disjoint(x, y) {
		return x
	}
	return append(w.x[:0], x...)
}

// disjoint tells whether x and y, neither empty, share no memory.
func disjoint[T kernels.Float](x, y []T) bool {
	a, b := uintptr(unsafe.Pointer(&x[0])), uintptr(unsafe.Pointer(&y[0]))
	size := unsafe.Sizeof(T(0))
	return a >= b+uintptr(len(y))*size || b >= a+uintptr(len(x))*size
}
