package cases

import (
	"math"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/lamina-go/lamina/bench/harness"
	"github.com/lamina-go/lamina/bench/python"
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
	testRivalsAgree(t, gonumGemm32, vek32Maps, operations32, folds32, 1e-5)
	testRivalsAgree(t, gonumGemm64, nil, operations64, folds64, 1e-13)
}

func testRivalsAgree[T kernels.Float](t *testing.T, gemm gemmFunc[T], vek map[string]mapFunc[T],
	operationRivals map[string]map[string]operationFunc[T], foldRivals map[string]map[string]foldFunc[T], tol float64) {
	py := workers(t)
	for _, s := range []shape{{m: 5, n: 3, k: 7}, {m: 5, n: 3, k: 7, transA: true}, {m: 5, n: 3, k: 7, transB: true}} {
		a, b, got := operands[T](s)
		want := kernels.NewMatrix[T](s.m, s.n)
		kernels.Gemm(s.transA, s.transB, 1, a, b, 0, got)
		gemm(s.transA, s.transB, 1, a, b, 0, want)
		compare(t, "gemm "+s.String(), got.Data, want.Data, tol)
	}
	const n = 100
	for _, f := range functions[T]() {
		src := uniform[T](n, f.lo, f.hi)
		got, want := make([]T, n), make([]T, n)
		f.lamina(got, src)
		mathMap[T](f.math)(want, src)
		compare(t, f.name, got, want, tol)
		if v := vek[f.name]; v != nil {
			v(want, src)
			compare(t, "vek "+f.name, got, want, tol)
		}
		comparePython(t, py, "torch_functions."+f.torch, inputs{"function": f.name, "x": src}, got, tol)
	}
	for _, f := range derivatives[T]() {
		got, dy, x := make([]T, n), uniform[T](n, -1, 1), uniform[T](n, f.lo, f.hi)
		f.lamina(got, dy, x)
		comparePython(t, py, "torch_functions.backward", inputs{"function": f.name, "dy": dy, "x": x}, got, tol)
	}
	for _, op := range operations[T]() {
		d, x, y, z := uniform[T](n, -1, 1), uniform[T](n, 0, 1), uniform[T](n, 1, 2), uniform[T](n, -1, 1)
		got := slices.Clone(d)
		op.lamina(got, x, y, z)
		for name, r := range operationRivals {
			if f := r[op.name]; f != nil {
				want := slices.Clone(d)
				f(want, x, y, z)
				compare(t, name+" "+op.name, got, want, tol)
			}
		}
		if op.torch != "" && op.torch != "axpy" { // which adds to another slice
			comparePython(t, py, "torch_functions."+op.torch, op.torchInputs(x, y, z), got, tol)
		}
	}
	x, y := uniform[T](n, -1, 1), uniform[T](n, 0, 1)
	for _, f := range folds[T]() {
		got := []T{f.lamina(x, y)}
		for name, r := range foldRivals {
			if g := r[f.name]; g != nil {
				compare(t, name+" "+f.name, got, []T{g(x, y)}, tol)
			}
		}
		if f.torch != "" {
			comparePython(t, py, "torch_functions."+f.torch, f.torchInputs(x, y), got, tol)
		}
	}
	src, dst := uniformMatrix[T](3, 50), kernels.NewMatrix[T](3, 50)
	for _, f := range rowFunctions[T]() {
		f.lamina(dst, src)
		comparePython(t, py, "torch_functions.rows", inputs{"function": f.name, "x": src}, dst.Data, tol)
	}
}

func compare[T kernels.Float](t *testing.T, what string, got, want []T, tol float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s: %d elements, the rival has %d", what, len(got), len(want))
		return
	}
	for i := range got {
		g, w := float64(got[i]), float64(want[i])
		if !(math.Abs(g-w) <= tol*(1+math.Abs(w))) {
			t.Errorf("%s: element %d is %v, the rival's %v", what, i, g, w)
			return
		}
	}
}

// workers are the interpreters that LAMINA_BENCH_PYTHON names, if any.
func workers(t *testing.T) []*python.Worker {
	var py []*python.Worker
	for _, path := range strings.FieldsFunc(os.Getenv("LAMINA_BENCH_PYTHON"), func(r rune) bool { return r == ',' }) {
		w := python.New(path)
		t.Cleanup(w.Close)
		py = append(py, w)
	}
	return py
}

// comparePython compares with the first array of a case's result.
func comparePython[T kernels.Float](t *testing.T, py []*python.Worker, name string, in inputs, got []T, tol float64) {
	t.Helper()
	for _, w := range py {
		c, err := w.Make(name, in)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			return
		}
		defer c.Close()
		arrays, err := c.Result()
		if err != nil {
			t.Errorf("%s: %v", name, err)
			return
		}
		want := make([]T, len(arrays[0]))
		for i, v := range arrays[0] {
			want[i] = T(v)
		}
		compare(t, c.Library+" "+name, got, want, tol)
	}
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
