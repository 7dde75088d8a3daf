package ir

import "fmt"

// TransposeSignature and TransposeText describe the transpose of n square
// tiles of w elements a side: w·n rows of src become w rows of dst.
func TransposeSignature(bits int) string {
	return fmt.Sprintf("func(n int, dst, src []float%d, ldd, lds int)", bits)
}

func TransposeText(w int) string {
	return fmt.Sprintf("for i := range %d*n { dst[j*ldd+i] = src[i*lds+j] } for j < %[1]d", w)
}
