//go:build !purego

package kernels

// eachTile is dispatchGemmRow for levels whose micro-kernels take one tile.
func eachTile[T Float](l level, rows, cols, k int, a []T, ars, acs int, b []T, ldb, next int, c []T, ldc int, fresh bool, bias []T, relu bool) {
	width := gemmTileOf[T](l).cols
	for j := 0; j < cols; j += width {
		n := min(width, cols-j)
		dispatchGemmTile(l, rows, n, k, a, ars, acs, b[j/width*next:], ldb, c[j:], ldc, fresh, part(bias, j, n), relu)
	}
}
