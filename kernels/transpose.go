package kernels

import "fmt"

// Transpose is: for each row i and column j of src { dst[j][i] = src[i][j] }, all bits
// of NaN, ±Inf and −0 included.
// dst has src.Cols rows and src.Rows columns, and is disjoint from src.
func Transpose[T Float](dst, src Matrix[T]) {
	dst.check("Transpose", "dst")
	src.check("Transpose", "src")
	if dst.Rows != src.Cols || dst.Cols != src.Rows {
		panic(fmt.Sprintf("kernels: Transpose: dst is %d×%d, src %d×%d", dst.Rows, dst.Cols, src.Rows, src.Cols))
	}
	if dst.overlaps(&src) {
		panic("kernels: Transpose: dst overlaps src")
	}
	raceReadRows(src)
	raceWriteRows(dst)
	transpose(active, dst, src)
}

// transposeBlock is the number of src's rows that are transposed together:
// few enough for the first level of the TLB, a multiple of every tile.
const transposeBlock = 64

func transpose[T Float](l level, dst, src Matrix[T]) {
	w := transposeTile[T](l)
	for lo := 0; lo < src.Rows; lo += transposeBlock {
		hi := min(lo+transposeBlock, src.Rows)
		if w == 0 || src.Rows < w || src.Cols < w {
			transposeGo(dst, src, lo, hi)
			continue
		}
		// Where whole tiles leave a rest, the last one goes over the one before.
		for at := 0; at < src.Cols; at += w {
			j := min(at, src.Cols-w)
			n := (hi - lo) / w
			if n > 0 {
				transposeTiles(l, n, dst, src, lo, j)
			}
			if lo+n*w < hi {
				transposeTiles(l, 1, dst, src, hi-w, j)
			}
		}
	}
}

// transposeTiles transposes n tiles below each other from row i, column j on.
func transposeTiles[T Float](l level, n int, dst, src Matrix[T], i, j int) {
	dispatchTransposeTiles(l, n, dst.Data[j*dst.Stride+i:], src.Data[i*src.Stride+j:], dst.Stride, src.Stride)
}

// transposeGo transposes the rows lo ≤ i < hi of src.
func transposeGo[T Float](dst, src Matrix[T], lo, hi int) {
	for j := range src.Cols {
		d := dst.Row(j)[lo:hi]
		for i := range d {
			d[i] = src.Data[(lo+i)*src.Stride+j]
		}
	}
}
