package gonumblas

import (
	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/gonum"
)

// Implementation is a BLAS of all four element types, for blas32.Use,
// blas64.Use, cblas64.Use and cblas128.Use. What it does not define is
// gonum's: the packed and banded routines, rotations' parameters, complex numbers.
type Implementation struct{ gonum.Implementation }

var (
	_ blas.Float32    = Implementation{}
	_ blas.Float64    = Implementation{}
	_ blas.Complex64  = Implementation{}
	_ blas.Complex128 = Implementation{}
)
