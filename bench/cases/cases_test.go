package cases

import (
	"math"
	"testing"
	"time"

	"github.com/lamina-go/lamina/bench/harness"
	"github.com/lamina-go/lamina/kernels"
)

func TestNamesAreUnique(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range All() {
		if seen[c.Name] {
			t.Errorf("two cases are called %s", c.Name)
		}
		seen[c.Name] = true
	}
}

// Rivals that compute something else would make the ratios worthless.
func TestRivalsAgree(t *testing.T) {
	testRivalsAgree(t, gonumGemm32, gonum32, 1e-5)
	testRivalsAgree(t, gonumGemm64, gonum64, 1e-13)
}

func testRivalsAgree[T kernels.Float](t *testing.T, gemm gemmFunc[T], vectors vectorFuncs[T], tol float64) {
	compare := func(what string, got, want []T) {
		t.Helper()
		for i := range got {
			g, w := float64(got[i]), float64(want[i])
			if !(math.Abs(g-w) <= tol*(1+math.Abs(w))) {
				t.Errorf("%s: element %d is %v, the rival's %v", what, i, g, w)
				return
			}
		}
	}
	for _, s := range []shape{{m: 5, n: 3, k: 7}, {m: 5, n: 3, k: 7, transA: true}, {m: 5, n: 3, k: 7, transB: true}} {
		a, b, got := operands[T](s)
		want := kernels.NewMatrix[T](s.m, s.n)
		kernels.Gemm(s.transA, s.transB, 1, a, b, 0, got)
		gemm(s.transA, s.transB, 1, a, b, 0, want)
		compare("gemm "+s.String(), got.Data, want.Data)
	}
	for _, f := range functions[T]() {
		src := uniform[T](100, f.lo, f.hi)
		got, want := make([]T, len(src)), make([]T, len(src))
		f.lamina(got, src)
		f.math(want, src)
		compare(f.name, got, want)
	}
	x, y := uniform[T](100, -1, 1), uniform[T](100, 0, 1)
	compare("dot", []T{kernels.Dot(x, y)}, []T{vectors.dot(x, y)})
	got, want := append([]T(nil), y...), append([]T(nil), y...)
	kernels.Axpy(2, x, got)
	vectors.axpy(2, x, want)
	compare("axpy", got, want)
}

// One tiny case, measured for real.
func TestSmoke(t *testing.T) {
	c := All()[0]
	r := harness.Run(c, harness.Options{Rounds: 2, Turn: time.Millisecond})
	if r.Rounds != 2 || len(r.Scores) != 2 || r.Reference() == nil || r.Reference().Contestant != reference {
		t.Fatalf("%s: %+v", c.Name, r)
	}
	for _, s := range r.Scores {
		if !(s.Rate.Median > 0) {
			t.Errorf("%s: %s has rate %v", c.Name, s.Contestant, s.Rate)
		}
	}
	if (r.Roof == nil) != (kernels.Active() == "generic") {
		t.Errorf("on %s the roof is %v", kernels.Active(), r.Roof)
	}
}
