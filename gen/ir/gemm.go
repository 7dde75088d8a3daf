package ir

import "fmt"

// GemmSignature and GemmText describe a micro-kernel of the matrix product: a
// tile of C and its epilogue.
func GemmSignature(bits int) string {
	return fmt.Sprintf("func(cols, k int, a []float%d, ars, acs int, b []float%[1]d, ldb int, c []float%[1]d, ldc int, fresh bool, bias []float%[1]d, relu bool)", bits)
}

func GemmText(rows int, limit string, cols int) string {
	return fmt.Sprintf("for p := range k { c[i*ldc+j] = fma(a[i*ars+p*acs], b[p*ldb+j], c[i*ldc+j]) } for i < %d, j < cols %s%d; fresh takes +0 for c; then c[i*ldc+j] += bias[j] if there are any, and relu", rows, limit, cols)
}

// GemmRowSignature and GemmRowText describe one for tiles beside one another.
func GemmRowSignature(bits int) string {
	return fmt.Sprintf("func(cols, k int, a []float%d, ars, acs int, b []float%[1]d, ldb, next int, c []float%[1]d, ldc int, fresh bool, bias []float%[1]d, relu bool, then int, ahead []float%[1]d, aheadLd, asks int)", bits)
}

func GemmRowText(rows, cols int) string {
	return fmt.Sprintf("for p := range k { c[i*ldc+j] = fma(a[i*ars+p*acs], b[j/%d*next+p*ldb+j%%%[2]d], c[i*ldc+j]) } for i < %[1]d, j < cols; fresh, bias and relu as in the others; the tile after the last is then elements from the place beside it; of ahead[p/4*aheadLd:] the first asks × 512 bytes are likely read soon; ars or acs is 1", rows, cols)
}

// GemmPackingSignature and GemmPackingText describe one that copies its panel
// of B and prefetches nothing.
func GemmPackingSignature(bits int) string {
	return fmt.Sprintf("func(k int, a []float%d, ars, acs int, b []float%[1]d, ldb int, c []float%[1]d, ldc int, fresh bool, bias []float%[1]d, relu bool, panel []float%[1]d)", bits)
}

func GemmPackingText(rows, cols int) string {
	return fmt.Sprintf("for p := range k { panel[p*%[2]d+j] = b[p*ldb+j]; c[i*ldc+j] = fma(a[i*ars+p*acs], b[p*ldb+j], c[i*ldc+j]) } for i < %[1]d, j < %[2]d; fresh, bias and relu as in the others", rows, cols)
}

// GemmColumnSignature and GemmColumnText describe one that computes tiles below
// one another, from a panel of B that is packed or that it packs.
func GemmColumnSignature(bits int, packed bool) string {
	ars := "ars int, "
	if packed {
		ars = ""
	}
	return fmt.Sprintf("func(tiles, k int, a []float%d, %sb []float%[1]d, ldb int, panel, c []float%[1]d, ldc int, fresh bool, bias []float%[1]d, relu bool)", bits, ars)
}

func GemmColumnText(rows, cols int) string {
	return fmt.Sprintf("for p := range k { c[i*ldc+j] = fma(a[i*ars+p], b[p*%[2]d+j], c[i*ldc+j]) } for i < %[1]d*tiles, j < %[2]d; fresh, bias and relu as in the others; tiles > 0; b is a packed panel if ldb = 0, else panel[p*%[2]d+j] = b[p*ldb+j]", rows, cols)
}

// GemmColumnPackedText describes one whose tiles' rows of A are packed too.
func GemmColumnPackedText(rows, cols int) string {
	return fmt.Sprintf("for p := range k { c[i*ldc+j] = fma(a[(i/%[1]d*k+p)*%[1]d+i%%%[1]d], b[p*%[2]d+j], c[i*ldc+j]) } for i < %[1]d*tiles, j < %[2]d; fresh, bias, relu, b and panel as in the others; tiles > 0", rows, cols)
}

// GemmCopySignature and GemmCopyText describe the copy of a block of A.
func GemmCopySignature(bits int) string {
	return fmt.Sprintf("func(rows, cols int, dst []float%d, ldd int, src []float%[1]d, lds int, alpha float%[1]d)", bits)
}

const GemmCopyText = "dst[i*ldd+j] = alpha*src[i*lds+j] for i < rows, j < cols; rows > 0, ascending; may write up to a vector beyond a row's cols, and beyond the last row"

// GemmFewSignature and GemmFewText describe the product for few rows of C.
func GemmFewSignature(bits int) string {
	return fmt.Sprintf("func(n, k int, alpha float%d, a []float%[1]d, ars, acs int, b []float%[1]d, ldb int, c []float%[1]d, ldc int, ask bool)", bits)
}

func GemmFewText(rows int) string {
	return fmt.Sprintf("for p := range k { c[i*ldc+j] = fma(alpha*a[i*ars+p*acs], b[p*ldb+j], c[i*ldc+j]) } for i < %d, j < n; ask may ask for the rows of the next pass", rows)
}

// GemmTransposingSignature and GemmTransposingText describe the product of few
// rows with whole squares of Bᵀ, a vector's lanes a side.
func GemmTransposingSignature(bits int) string {
	return fmt.Sprintf("func(rows, squares int, a []float%d, ars int, b []float%[1]d, ldb int, c []float%[1]d, ldc int, two bool)", bits)
}

func GemmTransposingText(lanes int) string {
	return fmt.Sprintf("for p := range %d*squares { c[i*ldc+j] = fma(a[i*ars+p], b[j*ldb+p], c[i*ldc+j]) } for i < rows, j < %[1]d or, if two, twice that; rows, squares > 0", lanes)
}

// DotsSignature and DotsText describe the dot products of rows with a vector.
func DotsSignature(bits int) string {
	return fmt.Sprintf("func(rows int, y, a []float%d, lda int, x []float%[1]d)", bits)
}

const DotsText = "for i := range rows { y[i] = Dot(a[i*lda:i*lda+len(x)], x) }; rows > 0"
