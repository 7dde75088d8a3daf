package nn

import (
	"github.com/lamina-go/lamina/internal/keep"
	"github.com/lamina-go/lamina/kernels"
)

// gradientSpace is where a band's gradient lives for a moment. Each core uses its
// own again and again, so that it stays in its cache.
type gradientSpace[T kernels.Float] struct {
	all, data []T
}

var (
	spaces32 keep.List[gradientSpace[float32]]
	spaces64 keep.List[gradientSpace[float64]]
)

// wholeSpace is what a band has at most, mostly. A space for a quarter of it or more is
// made so large at once: growing step by step would leave as much again to the collector.
const wholeSpace = 2 * bandElements * 9 / 8

func getSpace[T kernels.Float](n int) *gradientSpace[T] {
	s := keep.Of[gradientSpace[T]](&spaces32, &spaces64).Get()
	if s == nil {
		s = new(gradientSpace[T])
	}
	if len(s.all) < n {
		size := n
		if n >= wholeSpace/4 {
			size = max(n, wholeSpace)
		}
		s.all = make([]T, size)
	}
	s.data = s.all[:n]
	return s
}

func (s *gradientSpace[T]) put() { keep.Of[gradientSpace[T]](&spaces32, &spaces64).Put(s) }
