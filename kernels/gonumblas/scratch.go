package gonumblas

import (
	"sync"
	"unsafe"

	"github.com/lamina-go/lamina/kernels"
)

// scratch is the memory of one call.
type scratch[T kernels.Float] struct{ x, y []T }

var scratches [2]sync.Pool // by element type

func pool[T kernels.Float]() *sync.Pool { return &scratches[unsafe.Sizeof(T(0))/8] }

func getScratch[T kernels.Float]() *scratch[T] {
	if w, ok := pool[T]().Get().(*scratch[T]); ok {
		return w
	}
	return new(scratch[T])
}

func (w *scratch[T]) put() { pool[T]().Put(w) }

// grow returns n elements of *s, whatever they are.
func grow[T kernels.Float](s *[]T, n int) []T {
	if cap(*s) < n {
		*s = make([]T, n)
	}
	return (*s)[:n]
}

// A strided vector's element i is at first + i·inc, where first is 0 or, for a
// negative increment, such that the last one is at 0.

// gather returns the n elements of x one after the other: x itself or a copy
// in buf.
func gather[T kernels.Float](buf *[]T, n int, x []T, inc int) []T {
	if inc == 1 {
		return x[:n]
	}
	d := grow(buf, n)
	ix := first(n, inc)
	for i := range d {
		d[i] = x[ix]
		ix += inc
	}
	return d
}

// scatter copies what gather returned back.
func scatter[T kernels.Float](src, x []T, inc int) {
	if inc == 1 {
		return
	}
	ix := first(len(src), inc)
	for _, v := range src {
		x[ix] = v
		ix += inc
	}
}

func first(n, inc int) int {
	if inc < 0 {
		return (1 - n) * inc
	}
	return 0
}
