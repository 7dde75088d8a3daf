package sparsecode

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"runtime"
	"strings"
	"testing"
	"unsafe"

	"gonum.org/v1/gonum/mat"

	"github.com/lamina-go/lamina/kernels"
)

// normal is a matrix of normal variates.
func normal[T kernels.Float](seed uint64, rows, cols int) kernels.Matrix[T] {
	m := kernels.NewMatrix[T](rows, cols)
	kernels.Normal(kernels.Philox{Seed: seed}, m.Data, 0)
	return m
}

// atoms is a dictionary of random unit atoms.
func atoms[T kernels.Float](k, d int) kernels.Matrix[T] {
	m := normal[T](1, k, d)
	kernels.NormalizeRows(m, m)
	return m
}

// solve starts from zero and fails on any error.
func solve[T kernels.Float](t *testing.T, d kernels.Matrix[T], o Options, x, f kernels.Matrix[T]) (kernels.Matrix[T], []Certificate) {
	t.Helper()
	c, err := New(d, o)
	if err != nil {
		t.Fatal(err)
	}
	h, certs := kernels.NewMatrix[T](x.Rows, d.Rows), make([]Certificate, x.Rows)
	if err := c.Solve(h, x, f, certs); err != nil {
		t.Fatal(err)
	}
	return h, certs
}

// primalDual computes the objective and the dual value of one row as they are
// defined, in the augmented problem, with plain loops.
func primalDual(d kernels.Matrix[float64], lambda, gamma float64, h, x, f []float64) (primal, dual, norm float64) {
	k, n := d.Rows, d.Cols
	root := math.Sqrt(gamma)
	xh, r := make([]float64, n+k), make([]float64, n+k)
	copy(xh, x)
	for j := range k {
		xh[n+j] = root * f[j]
	}
	copy(r, xh)
	for j := range k {
		for i := range n {
			r[i] -= h[j] * d.Row(j)[i]
		}
		r[n+j] -= root * h[j]
	}
	largest := 0.0
	for j := range k {
		c := root * r[n+j]
		for i := range n {
			c += d.Row(j)[i] * r[i]
		}
		largest = max(largest, math.Abs(2*c))
		primal += lambda * math.Abs(h[j])
	}
	s := min(1, lambda/largest)
	for i := range r {
		theta := 2 * s * r[i]
		primal += r[i] * r[i]
		dual += theta*xh[i] - theta*theta/4
		norm += xh[i] * xh[i]
	}
	return primal, dual, norm
}

func TestCertificateIsTheDualityGap(t *testing.T) {
	const k, n, rows = 24, 12, 20
	d, x, f := atoms[float64](k, n), normal[float64](2, rows, n), normal[float64](3, rows, k)
	for _, gamma := range []float64{0, 0.3, 5} {
		for _, solver := range Solvers() {
			for _, limit := range []int{1, 3, 1000} { // unfinished codes have gaps too
				o := Options{Lambda: 0.4, Gamma: gamma, Solver: solver, Tolerance: 1e-9, MaxIterations: limit}
				h, certs := solve(t, d, o, x, f)
				again := make([]Certificate, rows)
				if err := Certify(d, o, h, x, f, again); err != nil {
					t.Fatal(err)
				}
				for i, c := range certs {
					primal, dual, norm := primalDual(d, o.Lambda, gamma, h.Row(i), x.Row(i), f.Row(i))
					want := (primal - dual) / norm
					for _, c := range []Certificate{c, again[i]} {
						if math.Abs(c.Gap-want) > 1e-12 || math.Abs(c.Objective-primal) > 1e-11*primal || c.Reached != (c.Gap <= o.Tolerance) {
							t.Fatalf("γ %v, %s, row %d: %+v, want gap %v and objective %v", gamma, solver, i, c, want, primal)
						}
					}
					if limit == 1000 && !c.Reached || c.Iterations > limit {
						t.Errorf("γ %v, %s, row %d: not solved: %+v", gamma, solver, i, c)
					}
				}
			}
		}
	}
}

func TestOptimality(t *testing.T) {
	const k, n, rows = 30, 15, 70 // more rows than a block
	d, x, f := atoms[float64](k, n), normal[float64](2, rows, n), normal[float64](3, rows, k)
	for _, gamma := range []float64{0, 0.5} {
		objectives := map[string][]Certificate{}
		for _, solver := range Solvers() {
			o := Options{Lambda: 0.5, Gamma: gamma, Solver: solver, Tolerance: 1e-14, MaxIterations: 20000}
			h, certs := solve(t, d, o, x, f)
			objectives[solver] = certs
			for i, c := range certs {
				if !c.Reached || c.Gap > 1e-8 {
					t.Fatalf("γ %v, %s: row %d has %+v", gamma, solver, i, c)
				}
				active := 0
				for j, v := range h.Row(i) {
					g := -2 * gamma * (v - f.Row(i)[j])
					r := append([]float64(nil), x.Row(i)...)
					for l, w := range h.Row(i) {
						kernels.Axpy(-w, d.Row(l), r)
					}
					g += 2 * kernels.Dot(d.Row(j), r)
					switch {
					case v == 0 && math.Abs(g) > o.Lambda*(1+1e-6):
						t.Fatalf("γ %v, %s: row %d, unit %d is 0 with gradient %v", gamma, solver, i, j, g)
					case v != 0 && math.Abs(g-math.Copysign(o.Lambda, v)) > 1e-6*o.Lambda:
						t.Fatalf("γ %v, %s: row %d, unit %d is %v with gradient %v", gamma, solver, i, j, v, g)
					}
					if v != 0 {
						active++
					}
				}
				if active == 0 || active == k || c.KKT > 1e-6 {
					t.Fatalf("γ %v, %s: row %d has %d active units, KKT %v", gamma, solver, i, active, c.KKT)
				}
			}
		}
		for i := range rows {
			a, b := objectives["descent"][i].Objective, objectives["fista"][i].Objective
			if math.Abs(a-b) > 1e-7*a {
				t.Errorf("γ %v, row %d: objectives %v and %v", gamma, i, a, b)
			}
		}
	}
}

// Duplicate atoms make the Gram matrix singular.
func TestDependentAtoms(t *testing.T) {
	const k, n, rows = 30, 10, 10
	d, x := atoms[float64](k, n), normal[float64](2, rows, n)
	copy(d.Row(1), d.Row(0))
	kernels.Scale(d.Row(3), -1, d.Row(2))
	for _, solver := range Solvers() {
		_, certs := solve(t, d, Options{Lambda: 0.2, Solver: solver, Tolerance: 1e-9, MaxIterations: 20000}, x, kernels.Matrix[float64]{})
		for i, c := range certs {
			if !c.Reached {
				t.Errorf("%s: row %d has %+v", solver, i, c)
			}
		}
	}
}

func TestOrthonormalClosedForm(t *testing.T) {
	const n, rows = 16, 9
	var qr mat.QR
	g := normal[float64](5, n, n)
	qr.Factorize(mat.NewDense(n, n, g.Data))
	var q mat.Dense
	qr.QTo(&q)
	d := kernels.Matrix[float64](q.RawMatrix())
	x, f := normal[float64](2, rows, n), normal[float64](3, rows, n)
	const lambda, gamma = 0.8, 0.7
	for _, solver := range Solvers() {
		h, certs := solve(t, d, Options{Lambda: lambda, Gamma: gamma, Solver: solver, Tolerance: 1e-15, MaxIterations: 10000}, x, f)
		for i := range rows {
			most := 0.0
			for j, v := range h.Row(i) {
				b := kernels.Dot(d.Row(j), x.Row(i)) + gamma*f.Row(i)[j]
				most = max(most, math.Abs(b))
				want := math.Copysign(max(0, math.Abs(b)-lambda/2), b) / (1 + gamma)
				if math.Abs(v-want) > 1e-7 {
					t.Errorf("%s: row %d, unit %d is %v, want %v", solver, i, j, v, want)
				}
			}
			// Each sweep settles all that is within greed of the largest correlation.
			if most := 1 + int(math.Log(2*most/lambda)/math.Log(1/greed)); solver == "descent" && certs[i].Iterations > most {
				t.Errorf("row %d took %d sweeps where %d are enough", i, certs[i].Iterations, most)
			}
		}
	}
}

func TestGamma(t *testing.T) {
	const k, n, rows = 20, 10, 8
	d, x, f := atoms[float64](k, n), normal[float64](2, rows, n), normal[float64](3, rows, k)
	for _, solver := range Solvers() {
		o := Options{Lambda: 0.3, Solver: solver, Tolerance: 1e-12, MaxIterations: 20000}
		// γ = 0 is sparse coding, whatever f says.
		with, _ := solve(t, d, o, x, f)
		without, _ := solve(t, d, o, x, kernels.Matrix[float64]{})
		for i := range with.Data {
			if with.Data[i] != without.Data[i] {
				t.Fatalf("%s: γ = 0 depends on f", solver)
			}
		}
		// γ > 0 is sparse coding of [x; √γ f] in [D; √γ I].
		o.Gamma = 0.25
		wide, rowsWide := kernels.NewMatrix[float64](k, n+k), kernels.NewMatrix[float64](rows, n+k)
		for j := range k {
			copy(wide.Row(j), d.Row(j))
			wide.Row(j)[n+j] = 0.5
		}
		for i := range rows {
			copy(rowsWide.Row(i), x.Row(i))
			kernels.Scale(rowsWide.Row(i)[n:], 0.5, f.Row(i))
		}
		near, _ := solve(t, d, o, x, f)
		o.Gamma = 0
		same, _ := solve(t, wide, o, rowsWide, kernels.Matrix[float64]{})
		// γ → ∞ gives f.
		o.Gamma = 1e8
		far, certs := solve(t, d, o, x, f)
		for i := range near.Data {
			if math.Abs(near.Data[i]-same.Data[i]) > 1e-5 {
				t.Fatalf("%s: code %d is %v, in the augmented dictionary %v", solver, i, near.Data[i], same.Data[i])
			}
			if math.Abs(far.Data[i]-f.Data[i]) > 1e-6 {
				t.Fatalf("%s: γ = 1e8 gives %v for f = %v: %+v", solver, far.Data[i], f.Data[i], certs[i/k])
			}
		}
	}
}

// Every half-finished code is better than the one before it.
func TestDescentIsMonotone(t *testing.T) {
	const k, n, rows = 40, 12, 10
	d, x, f := atoms[float64](k, n), normal[float64](2, rows, n), normal[float64](3, rows, k)
	kernels.Axpy(3, d.Row(0), d.Data[:n]) // atoms of any length
	before := make([]float64, rows)
	for i := range before {
		before[i] = math.Inf(1)
	}
	for limit := 1; limit < 20; limit++ {
		_, certs := solve(t, d, Options{Lambda: 0.1, Gamma: 0.01, Tolerance: 1e-13, MaxIterations: limit}, x, f)
		for i, c := range certs {
			if c.Objective > before[i]*(1+1e-14) {
				t.Fatalf("row %d: objective %v after %d iterations, %v before", i, c.Objective, limit, before[i])
			}
			before[i] = c.Objective
		}
	}
}

func TestWarmStart(t *testing.T) {
	d, x := atoms[float32](24, 12), normal[float32](2, 20, 12)
	for _, solver := range Solvers() {
		o := Options{Lambda: 0.3, Solver: solver}
		h, _ := solve(t, d, o, x, kernels.Matrix[float32]{})
		c, err := New(d, o)
		if err != nil {
			t.Fatal(err)
		}
		start, certs := append([]float32(nil), h.Data...), make([]Certificate, x.Rows)
		if err := c.Solve(h, x, kernels.Matrix[float32]{}, certs); err != nil {
			t.Fatal(err)
		}
		for i, c := range certs {
			if c.Iterations > 2 {
				t.Errorf("%s: row %d took %d iterations from its solution", solver, i, c.Iterations)
			}
		}
		for i, v := range start {
			if math.Abs(float64(v-h.Data[i])) > 0.05 {
				t.Fatalf("%s: a solution moved from %v to %v", solver, v, h.Data[i])
			}
		}
	}
}

// Sparse and dense starts, in one block or alone, lead to the same code.
func TestStartsInABlock(t *testing.T) {
	d, x, start := atoms[float32](40, 12), normal[float32](2, 9, 12), normal[float32](3, 9, 40)
	for i := range start.Rows {
		clear(start.Row(i)[4*i:]) // 0 to 32 numbers
	}
	for _, solver := range Solvers() {
		c, err := New(d, Options{Lambda: 0.3, Gamma: 0.2, Solver: solver, Tolerance: 1e-5})
		if err != nil {
			t.Fatal(err)
		}
		whole, certs := kernels.NewMatrix[float32](9, 40), make([]Certificate, 9)
		copy(whole.Data, start.Data)
		if err := c.Solve(whole, x, start, certs); err != nil {
			t.Fatal(err)
		}
		for i := range whole.Rows {
			alone := kernels.NewMatrix[float32](1, 40)
			copy(alone.Data, start.Row(i))
			if err := c.Solve(alone, x.RowRange(i, i+1), start.RowRange(i, i+1), nil); err != nil {
				t.Fatal(err)
			}
			if fmt.Sprint(alone.Data) != fmt.Sprint(whole.Row(i)) || !certs[i].Reached {
				t.Errorf("%s: row %d depends on its block, or has %+v", solver, i, certs[i])
			}
		}
	}
}

// The Lipschitz constant is never too small for long.
func TestStep(t *testing.T) {
	d := atoms[float64](30, 20)
	var svd mat.SVD
	svd.Factorize(mat.NewDense(30, 20, d.Data), mat.SVDNone)
	sigma := svd.Values(nil)[0]
	if l, want := lipschitz(d, 0.5), 2*(sigma*sigma+0.5); l < want || l > 1.03*want {
		t.Errorf("L is %v, want at least %v and little more", l, want)
	}
	c, err := New(d, Options{Lambda: 0.3, Solver: "fista", Tolerance: 1e-9})
	if err != nil {
		t.Fatal(err)
	}
	c.step /= 50
	x := normal[float64](2, 5, 20)
	h, certs := kernels.NewMatrix[float64](5, 30), make([]Certificate, 5)
	if err := c.Solve(h, x, kernels.Matrix[float64]{}, certs); err != nil {
		t.Fatal(err)
	}
	for i, c := range certs {
		if !c.Reached {
			t.Errorf("row %d, steps that begin too long: %+v", i, c)
		}
	}
}

// digests of the codes in float32; levels and threads must not show.
var digests = map[string]string{
	"descent": "65ca21231d587166",
	"fista":   "88894ace5f3d4d8b",
}

func TestSameBits(t *testing.T) {
	d, x, f := atoms[float32](35, 19), normal[float32](2, 80, 19), normal[float32](3, 80, 35)
	for _, solver := range Solvers() {
		o := Options{Lambda: 0.3, Gamma: 0.1, Solver: solver}
		whole, _ := solve(t, d, o, x, f)
		for _, threads := range []int{1, 2, 3} {
			old := runtime.GOMAXPROCS(threads)
			part, _ := solve(t, d, o, x.RowRange(10, 78), f.RowRange(10, 78))
			runtime.GOMAXPROCS(old)
			for i := range part.Rows {
				for j, v := range part.Row(i) {
					if math.Float32bits(v) != math.Float32bits(whole.Row(10 + i)[j]) {
						t.Fatalf("%s: row %d depends on its batch or the threads", solver, 10+i)
					}
				}
			}
		}
		sum := sha256.Sum256(unsafe.Slice((*byte)(unsafe.Pointer(&whole.Data[0])), 4*len(whole.Data)))
		if got := hex.EncodeToString(sum[:8]); got != digests[solver] {
			t.Errorf("%s: digest %s, want %s", solver, got, digests[solver])
		}
	}
}

// A context that has ended leaves the codes alone.
func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, solver := range Solvers() {
		c, err := New(atoms[float32](20, 9), Options{Lambda: 0.3, Solver: solver})
		if err != nil {
			t.Fatal(err)
		}
		h := kernels.NewMatrix[float32](100, 20)
		if err := c.SolveContext(ctx, h, normal[float32](2, 100, 9), kernels.Matrix[float32]{}, nil); !errors.Is(err, context.Canceled) || kernels.Asum(h.Data) != 0 {
			t.Errorf("%s: %v, codes of ‖h‖₁ %v", solver, err, kernels.Asum(h.Data))
		}
	}
}

func TestSimpleRows(t *testing.T) {
	d := atoms[float32](10, 6)
	for _, solver := range Solvers() {
		x := normal[float32](2, 3, 6)
		clear(x.Row(1))
		kernels.Scale(x.Row(2), 1e-6, x.Row(2)) // too faint for λ
		h, certs := solve(t, d, Options{Lambda: 0.1, Solver: solver}, x, kernels.Matrix[float32]{})
		for i, zero := range []bool{false, true, true} {
			if got := kernels.Asum(h.Row(i)) == 0; got != zero || !certs[i].Reached {
				t.Errorf("%s: row %d: zero %v, %+v", solver, i, got, certs[i])
			}
		}
		if none, _ := solve(t, d, Options{Lambda: 1, Solver: solver}, kernels.NewMatrix[float32](0, 6), kernels.Matrix[float32]{}); none.Rows != 0 {
			t.Error("no rows gave codes")
		}
	}
}

func TestLimits(t *testing.T) {
	d, x := atoms[float32](16, 8), normal[float32](2, 6, 8)
	for _, solver := range Solvers() {
		_, certs := solve(t, d, Options{Lambda: 0.01, Solver: solver, Tolerance: 1e-6, MaxIterations: 1}, x, kernels.Matrix[float32]{})
		for i, c := range certs {
			if c.Reached || c.Iterations != 1 || !(c.Gap > 1e-6) {
				t.Errorf("%s: row %d in one iteration: %+v", solver, i, c)
			}
		}
	}
	// A gap that float32 cannot tell ends before the limit.
	_, certs := solve(t, d, Options{Lambda: 0.01, Tolerance: 1e-12, MaxIterations: 1 << 30}, x, kernels.Matrix[float32]{})
	for i, c := range certs {
		if c.Iterations > 2000 || c.Gap > 1e-5 {
			t.Errorf("row %d: %+v", i, c)
		}
	}
}

func TestBadInput(t *testing.T) {
	good := Options{Lambda: 1}
	with := func(f func(*Options)) Options { o := good; f(&o); return o }
	zero := atoms[float32](5, 4)
	clear(zero.Row(2))
	for _, c := range []struct {
		d    kernels.Matrix[float32]
		o    Options
		want string
	}{
		{atoms[float32](5, 4), Options{}, "lambda 0: expected"},
		{atoms[float32](5, 4), Options{Lambda: -1}, "lambda -1: expected"},
		{atoms[float32](5, 4), Options{Lambda: math.NaN()}, "lambda NaN"},
		{atoms[float32](5, 4), Options{Lambda: 1e-60}, "out of the range"},
		{atoms[float32](5, 4), with(func(o *Options) { o.Gamma = -0.1 }), "gamma -0.1: expected"},
		{atoms[float32](5, 4), with(func(o *Options) { o.Solver = "lars" }), `unknown solver "lars": choose one of descent, fista`},
		{atoms[float32](5, 4), with(func(o *Options) { o.Tolerance = 2 }), "tolerance 2"},
		{atoms[float32](5, 4), with(func(o *Options) { o.MaxIterations = -1 }), "iterations -1"},
		{zero, good, "atom 3 is zero"},
		{kernels.NewMatrix[float32](0, 4), good, "dictionary of 0 atoms"},
	} {
		if _, err := New(c.d, c.o); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v, want %q", c.o, err, c.want)
		}
	}
	c, err := New(atoms[float32](5, 4), good)
	if err != nil {
		t.Fatal(err)
	}
	m := kernels.NewMatrix[float32]
	bad := m(2, 4)
	bad.Row(1)[3] = float32(math.Inf(1))
	for _, p := range []struct {
		h, x, f kernels.Matrix[float32]
		certs   []Certificate
		want    string
	}{
		{m(2, 5), m(2, 3), m(0, 0), nil, "rows of 3 numbers, expected the atoms' 4"},
		{m(2, 4), m(2, 4), m(0, 0), nil, "codes are 2×4, expected 2×5"},
		{m(2, 5), m(2, 4), m(1, 5), nil, "predictions are 1×5"},
		{m(2, 5), m(2, 4), m(0, 0), make([]Certificate, 3), "3 certificates for 2 rows"},
		{m(2, 5), bad, m(0, 0), nil, "row 2 has +Inf at place 4"},
	} {
		if err := c.Solve(p.h, p.x, p.f, p.certs); err == nil || !strings.Contains(err.Error(), p.want) {
			t.Errorf("%v, want %q", err, p.want)
		}
	}
}

func ExampleCoder() {
	// Two atoms, and a row that is mostly the first of them.
	dictionary := kernels.Matrix[float64]{Rows: 2, Cols: 2, Stride: 2, Data: []float64{1, 0, 0, 1}}
	coder, err := New(dictionary, Options{Lambda: 0.5})
	if err != nil {
		fmt.Println(err)
		return
	}
	x := kernels.Matrix[float64]{Rows: 1, Cols: 2, Stride: 2, Data: []float64{2, 0.1}}
	h, certificates := kernels.NewMatrix[float64](1, 2), make([]Certificate, 1)
	if err := coder.Solve(h, x, kernels.Matrix[float64]{}, certificates); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(h.Row(0), certificates[0].Gap, certificates[0].Reached)
	// Output: [1.75 0] 0 true
}
