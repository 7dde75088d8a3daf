//go:build openblas && cgo

package cases

// #cgo LDFLAGS: -lopenblas
// #cgo noescape cblas_sgemm
// #cgo noescape cblas_dgemm
// #include <cblas-openblas.h>
import "C"

import (
	"unsafe"

	"github.com/lamina-go/lamina/kernels"
)

// OpenBLAS, as Debian's libopenblas-dev has it, on one thread. The environment
// variable OPENBLAS_CORETYPE chooses its kernels.
func init() {
	C.openblas_set_num_threads(1)
	rivals32 = append(rivals32, rival[float32]{openblas, openblas32})
	rivals64 = append(rivals64, rival[float64]{openblas, openblas64})
}

func openblas32(transA, transB bool, alpha float32, a, b kernels.Matrix[float32], beta float32, c kernels.Matrix[float32]) {
	C.cblas_sgemm(C.CblasRowMajor, ctrans(transA), ctrans(transB), C.blasint(c.Rows), C.blasint(c.Cols), inner(transA, a),
		C.float(alpha), (*C.float)(unsafe.Pointer(&a.Data[0])), C.blasint(a.Stride), (*C.float)(unsafe.Pointer(&b.Data[0])), C.blasint(b.Stride),
		C.float(beta), (*C.float)(unsafe.Pointer(&c.Data[0])), C.blasint(c.Stride))
}

func openblas64(transA, transB bool, alpha float64, a, b kernels.Matrix[float64], beta float64, c kernels.Matrix[float64]) {
	C.cblas_dgemm(C.CblasRowMajor, ctrans(transA), ctrans(transB), C.blasint(c.Rows), C.blasint(c.Cols), inner(transA, a),
		C.double(alpha), (*C.double)(unsafe.Pointer(&a.Data[0])), C.blasint(a.Stride), (*C.double)(unsafe.Pointer(&b.Data[0])), C.blasint(b.Stride),
		C.double(beta), (*C.double)(unsafe.Pointer(&c.Data[0])), C.blasint(c.Stride))
}

func ctrans(t bool) uint32 {
	if t {
		return C.CblasTrans
	}
	return C.CblasNoTrans
}

func inner[T kernels.Float](trans bool, a kernels.Matrix[T]) C.blasint {
	if trans {
		return C.blasint(a.Rows)
	}
	return C.blasint(a.Cols)
}
