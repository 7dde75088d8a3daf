package nn

import (
	"sync"

	"github.com/lamina-go/lamina/kernels"
)

// gradientSpace is where a band's gradient lives for a moment. Each core uses its
// own again and again, so that it stays in its cache.
type gradientSpace[T kernels.Float] struct {
	all, data []T
}

var spaces32, spaces64 sync.Pool

func getSpace[T kernels.Float](n int) *gradientSpace[T] {
	s, ok := poolOf[T](&spaces32, &spaces64).Get().(*gradientSpace[T])
	if !ok {
		s = new(gradientSpace[T])
	}
	if len(s.all) < n {
		s.all = make([]T, n)
	}
	s.data = s.all[:n]
	return s
}

func (s *gradientSpace[T]) put() { poolOf[T](&spaces32, &spaces64).Put(s) }
