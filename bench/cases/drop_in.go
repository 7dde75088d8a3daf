package cases

import (
	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/blas/gonum"
	"gonum.org/v1/gonum/mat"

	"github.com/lamina-go/lamina/bench/harness"
	"github.com/lamina-go/lamina/kernels/gonumblas"
)

// dropInCases run gonum's matrices on gonumblas and on gonum's own BLAS.
func dropInCases() []harness.Case {
	const n = 1000
	var cs []harness.Case
	for _, op := range []struct {
		name string
		bar  float64
		run  func(x *dropIn)
	}{
		{"mul", 10, func(x *dropIn) { x.dst.Mul(x.a, x.b) }},
		{"cholesky", 0, func(x *dropIn) {
			var c mat.Cholesky
			c.Factorize(x.sym)
		}},
		{"solve", 0, func(x *dropIn) { x.dst.Solve(x.a, x.b) }},
		{"qr", 0, func(x *dropIn) {
			var q mat.QR
			q.Factorize(x.a)
		}},
		{"svd", 0, func(x *dropIn) {
			var s mat.SVD
			s.Factorize(x.a, mat.SVDThin)
		}},
	} {
		cs = append(cs, harness.Case{
			Name: "drop-in/float64/" + op.name, Table: "gonum's mat on kernels/gonumblas, float64, 1000 x 1000, one thread",
			Element: "float64", Work: n * n * n, Unit: harness.GFLOPs, Bar: op.bar, Against: "gonum",
			Setup: func() []harness.Contestant {
				x := newDropIn(n)
				on := func(b blas.Float64) func(calls int) {
					return func(calls int) {
						blas64.Use(b)
						defer blas64.Use(gonum.Implementation{})
						for range calls {
							op.run(x)
						}
					}
				}
				return []harness.Contestant{
					{Name: reference, Run: on(gonumblas.Implementation{})},
					{Name: "gonum", Run: on(gonum.Implementation{})},
				}
			},
		})
	}
	return cs
}

// dropIn are operands of gonum's; a has a strong diagonal, sym is definite.
type dropIn struct {
	a, b, dst *mat.Dense
	sym       *mat.SymDense
}

func newDropIn(n int) *dropIn {
	x := &dropIn{a: mat.NewDense(n, n, uniform[float64](n*n, -1, 1)), b: mat.NewDense(n, n, uniform[float64](n*n, -1, 1)), dst: &mat.Dense{}}
	for i := range n {
		x.a.Set(i, i, 4)
	}
	x.sym = mat.NewSymDense(n, nil)
	for i := range n {
		for j := i; j < n; j++ {
			x.sym.SetSym(i, j, x.a.At(i, j)/float64(n))
		}
		x.sym.SetSym(i, i, 2)
	}
	return x
}
