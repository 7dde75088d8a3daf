package gonumblas_test

import (
	"testing"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/testblas"

	"github.com/lamina-go/lamina/kernels/gonumblas"
)

// TestFloat64 is gonum's suite on the drop-in.
func TestFloat64(t *testing.T) { suite(t, gonumblas.Implementation{}) }

// TestFloat32 is the same on the float32 routines, which gonum does not test.
func TestFloat32(t *testing.T) { suite(t, &viaFloat32{t: t}) }

func suite(t *testing.T, impl blas.Float64) {
	for _, tt := range []struct {
		name string
		test func(t *testing.T)
	}{
		{"dot", func(t *testing.T) { testblas.DdotTest(t, impl) }},
		{"nrm2", func(t *testing.T) { testblas.Dnrm2Test(t, impl) }},
		{"asum", func(t *testing.T) { testblas.DasumTest(t, impl) }},
		{"iamax", func(t *testing.T) { testblas.IdamaxTest(t, impl) }},
		{"swap", func(t *testing.T) { testblas.DswapTest(t, impl) }},
		{"copy", func(t *testing.T) { testblas.DcopyTest(t, impl) }},
		{"axpy", func(t *testing.T) { testblas.DaxpyTest(t, impl) }},
		{"rotg", func(t *testing.T) { testblas.DrotgTest(t, impl, false) }},
		{"rotmg", func(t *testing.T) { testblas.DrotmgTest(t, impl) }},
		{"rot", func(t *testing.T) { testblas.DrotTest(t, impl) }},
		{"rotm", func(t *testing.T) { testblas.DrotmTest(t, impl) }},
		{"scal", func(t *testing.T) { testblas.DscalTest(t, impl) }},
		{"gemv", func(t *testing.T) { testblas.DgemvTest(t, impl) }},
		{"ger", func(t *testing.T) { testblas.DgerTest(t, impl) }},
		{"txmv", func(t *testing.T) { testblas.DtxmvTest(t, impl) }},
		{"gbmv", func(t *testing.T) { testblas.DgbmvTest(t, impl) }},
		{"tbsv", func(t *testing.T) { testblas.DtbsvTest(t, impl) }},
		{"sbmv", func(t *testing.T) { testblas.DsbmvTest(t, impl) }},
		{"tbmv", func(t *testing.T) { testblas.DtbmvTest(t, impl) }},
		{"trsv", func(t *testing.T) { testblas.DtrsvTest(t, impl) }},
		{"trmv", func(t *testing.T) { testblas.DtrmvTest(t, impl) }},
		{"symv", func(t *testing.T) { testblas.DsymvTest(t, impl) }},
		{"syr", func(t *testing.T) { testblas.DsyrTest(t, impl) }},
		{"syr2", func(t *testing.T) { testblas.Dsyr2Test(t, impl) }},
		{"spr", func(t *testing.T) { testblas.DsprTest(t, impl) }},
		{"spr2", func(t *testing.T) { testblas.Dspr2Test(t, impl) }},
		{"spmv", func(t *testing.T) { testblas.DspmvTest(t, impl) }},
		{"tpsv", func(t *testing.T) { testblas.DtpsvTest(t, impl) }},
		{"tpmv", func(t *testing.T) { testblas.DtpmvTest(t, impl) }},
		{"gemm", func(t *testing.T) { testblas.TestDgemm(t, impl) }},
		{"symm", func(t *testing.T) { testblas.DsymmTest(t, impl) }},
		{"syrk", func(t *testing.T) { testblas.DsyrkTest(t, impl) }},
		{"syr2k", func(t *testing.T) { testblas.Dsyr2kTest(t, impl) }},
		{"trmm", func(t *testing.T) { testblas.DtrmmTest(t, impl) }},
		{"trsm", func(t *testing.T) { testblas.DtrsmTest(t, impl) }},
	} {
		t.Run(tt.name, tt.test)
	}
}
