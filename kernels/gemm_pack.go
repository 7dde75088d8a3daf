package kernels

import "github.com/lamina-go/lamina/internal/keep"

// gemmSpace is the memory that one goroutine packs into.
type gemmSpace[T Float] struct {
	a, b   []T
	square []T // a triangle and what is beyond it, or a transposed C
	tile   [gemmTileGo * gemmTileGo]T
}

var (
	gemmSpaces32 keep.List[gemmSpace[float32]]
	gemmSpaces64 keep.List[gemmSpace[float64]]
)

func getGemmSpace[T Float]() *gemmSpace[T] {
	if w := keep.Of[gemmSpace[T]](&gemmSpaces32, &gemmSpaces64).Get(); w != nil {
		return w
	}
	return new(gemmSpace[T])
}

// need returns w, or space if there is none yet.
func (w *gemmSpace[T]) need() *gemmSpace[T] {
	if w == nil {
		return getGemmSpace[T]()
	}
	return w
}

func (w *gemmSpace[T]) put() { keep.Of[gemmSpace[T]](&gemmSpaces32, &gemmSpaces64).Put(w) }

func typeIndex[T Float]() int {
	if isFloat32[T]() {
		return 0
	}
	return 1
}

func grow[T Float](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}

// growTo is grow for what has at most that many elements, mostly. A quarter of it or more
// is made so large at once: growing step by step would leave as much again to the collector.
func growTo[T Float](s []T, n, most int) []T {
	if cap(s) < n && n >= most/4 {
		return make([]T, max(n, most))[:n]
	}
	return grow(s, n)
}

// packA copies alpha·op(A)[i:i+mb][p:p+kb] into panels of mr rows, each stored
// column after column; rows past mb are zero.
func packA[T Float](dst []T, a Matrix[T], trans bool, alpha T, i, p, mb, kb, mr int) {
	if trans {
		packRows(dst, a, p, i, kb, mb, mr)
	} else {
		packCols(dst, a, i, p, mb, kb, mr)
	}
	if alpha != 1 {
		for i, v := range dst {
			dst[i] = alpha * v
		}
	}
}

// packB copies op(B)[p:p+kb][j:j+nb] into panels of nr columns, each stored
// row after row; columns past nb are zero.
func packB[T Float](dst []T, b Matrix[T], trans bool, p, j, kb, nb, nr int) {
	if trans {
		packCols(dst, b, j, p, nb, kb, nr)
	} else {
		packRows(dst, b, p, j, kb, nb, nr)
	}
}

// packRows copies m[r:r+rows][c:c+cols] into panels of w columns, row after row.
func packRows[T Float](dst []T, m Matrix[T], r, c, rows, cols, w int) {
	for i := range rows {
		src := m.Data[(r+i)*m.Stride+c:][:cols]
		o := i * w
		for ; len(src) >= w; src = src[w:] {
			copy(dst[o:o+w], src)
			o += rows * w
		}
		if len(src) > 0 {
			n := copy(dst[o:o+w], src)
			clear(dst[o+n : o+w])
		}
	}
}

// packCols copies m[r:r+rows][c:c+cols] into panels of w rows, column after
// column.
func packCols[T Float](dst []T, m Matrix[T], r, c, rows, cols, w int) {
	for i := 0; i < rows; i += w {
		panel := dst[i*cols : (i+w)*cols]
		for j := range w {
			if i+j >= rows {
				for o := j; o < len(panel); o += w {
					panel[o] = 0
				}
				continue
			}
			o := j
			for _, v := range m.Data[(r+i+j)*m.Stride+c:][:cols] {
				panel[o] = v
				o += w
			}
		}
	}
}
