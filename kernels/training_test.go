package kernels

import (
	"math"
	"slices"
	"strings"
	"testing"
)

// gradientClose compares a gradient with central differences of f at x.
func gradientClose(t *testing.T, name string, f func() float64, x, grad []float64) {
	t.Helper()
	const h = 1e-5
	for i := range x {
		at := x[i]
		x[i] = at + h
		up := f()
		x[i] = at - h
		down := f()
		x[i] = at
		if want := (up - down) / (2 * h); math.Abs(grad[i]-want) > 1e-6*max(1, math.Abs(want)) {
			t.Errorf("%s: gradient %d is %v, differences give %v", name, i, grad[i], want)
		}
	}
}

func sample(seed uint64, n int) []float64 {
	x := make([]float64, n)
	Normal(Philox{Seed: seed}, x, 0)
	return x
}

// TestLikelihoods compares values with the densities' logarithms in Go's math,
// and gradients with differences.
func TestLikelihoods(t *testing.T) {
	const n = 37
	const scale = 0.7
	m, v, x := sample(1, n), sample(2, n), sample(3, n)
	counts, grey := make([]float64, n), make([]float64, n)
	m[3], m[4] = 4, -3 // beyond the series of the continuous Bernoulli's mean
	for i := range counts {
		grey[i] = float64(i) / n
		counts[i] = float64(i % 5)
	}
	for _, tt := range []struct {
		name  string
		value func(d, e []float64) float64
		want  func(i int) float64
	}{
		{"GaussianGrad", func(d, e []float64) float64 { return GaussianGrad(scale, d, e, m, v, x) }, func(i int) float64 {
			return v[i]/2 + (m[i]-x[i])*(m[i]-x[i])/(2*math.Exp(v[i]))
		}},
		{"GaussianFloorGrad", func(d, e []float64) float64 { return GaussianFloorGrad(scale, 0.3, d, e, m, v, x) }, func(i int) float64 {
			s := 0.3 + math.Exp(v[i])
			return math.Log(s)/2 + (m[i]-x[i])*(m[i]-x[i])/(2*s)
		}},
		{"ContinuousBernoulliGrad", func(d, _ []float64) float64 { return ContinuousBernoulliGrad(scale, d, m, grey) }, func(i int) float64 {
			return math.Log(math.Expm1(m[i])/m[i]) - grey[i]*m[i]
		}},
		{"PoissonGrad", func(d, _ []float64) float64 { return PoissonGrad(scale, d, m, counts) }, func(i int) float64 {
			return math.Exp(m[i]) - counts[i]*m[i]
		}},
		{"LaplaceGrad", func(d, _ []float64) float64 { return LaplaceGrad(scale, d, m, x) }, func(i int) float64 {
			return math.Abs(m[i] - x[i])
		}},
	} {
		d, e := make([]float64, n), make([]float64, n)
		got, want := tt.value(d, e), 0.0
		for i := range n {
			want += tt.want(i)
		}
		if math.Abs(got-want) > 1e-13*math.Abs(want) {
			t.Errorf("%s is %v, want %v", tt.name, got, want)
		}
		f := func() float64 {
			var a, b [n]float64
			return scale * tt.value(a[:], b[:])
		}
		gradientClose(t, tt.name, f, m, d)
		if strings.HasPrefix(tt.name, "Gaussian") {
			gradientClose(t, tt.name+" by v", f, v, e)
		}
	}
}

// TestSoftmaxCrossEntropy compares value and gradient with Go's math and with
// differences, and the form for classes with one-hot targets, bit for bit.
func TestSoftmaxCrossEntropy(t *testing.T) {
	const rows, cols = 3, 11
	const scale = -1.3
	a := Matrix[float64]{Rows: rows, Cols: cols, Stride: cols, Data: sample(4, rows*cols)}
	x, d := NewMatrix[float64](rows, cols), NewMatrix[float64](rows, cols)
	want := 0.0
	for i := range rows {
		z, s := 0.0, 0.0
		for j, v := range sample(uint64(5+i), cols) {
			x.Row(i)[j] = math.Exp(v)
			s += math.Exp(v)
			z += math.Exp(a.Row(i)[j])
		}
		for j := range cols {
			x.Row(i)[j] /= s
			want -= x.Row(i)[j] * math.Log(math.Exp(a.Row(i)[j])/z)
		}
	}
	if got := SoftmaxCrossEntropyGrad(scale, d, a, x); math.Abs(got-want) > 1e-13*want {
		t.Errorf("%v, want %v", got, want)
	}
	gradientClose(t, "SoftmaxCrossEntropyGrad", func() float64 {
		return scale * SoftmaxCrossEntropyGrad(1, NewMatrix[float64](rows, cols), a, x)
	}, a.Data, d.Data)
	both(t, testSoftmaxClass[float32], testSoftmaxClass[float64])
}

func testSoftmaxClass[T Float](t *testing.T) {
	inf := T(math.Inf(1))
	for _, cols := range []int{1, 2, 10, 129, 300} {
		a := make([]T, cols)
		fill(&values{r: Philox{Seed: uint64(cols)}}, a, false)
		c := cols / 2
		x := make([]T, cols)
		x[c] = 1
		want, d := make([]T, cols), make([]T, cols)
		value := crossEntropyRow(levelGeneric, 1.7, want, a, x)
		for _, l := range available {
			if v := crossEntropyRow(l, 1.7, d, a, x); !same(v, value) {
				t.Errorf("%v, %d columns: %v, want %v", l, cols, v, value)
			}
			compare(t, d, want, "%v, %d columns", l, cols)
			if v := classRow(l, 1.7, d, a, c); !same(v, value) {
				t.Errorf("class, %v, %d columns: %v, want %v", l, cols, v, value)
			}
			compare(t, d, want, "class, %v, %d columns", l, cols)
			copy(d, a) // in place
			if v := classRow(l, 1.7, d, d, c); !same(v, value) {
				t.Errorf("class in place, %v, %d columns: %v, want %v", l, cols, v, value)
			}
			compare(t, d, want, "class in place, %v, %d columns", l, cols)
		}
	}
	d := make([]T, 2)
	for _, tt := range []struct{ a, want []T }{
		{[]T{1, inf}, []T{T(math.NaN())}}, {[]T{-inf, -inf}, []T{T(math.NaN())}}, {[]T{T(math.NaN()), 0}, []T{T(math.NaN())}}, {[]T{3, -inf}, []T{0}},
	} {
		compare(t, []T{classRow(active, 1, d, tt.a, 0)}, tt.want, "logits %v", tt.a)
	}
}

// TestJacobianRow agrees with the kernels of known activations.
func TestJacobianRow(t *testing.T) {
	const n = 21
	h, w := make([]float64, n), make([]float64, n)
	Sigmoid(h, sample(1, n))
	for i, v := range sample(2, n) {
		w[i] = v * v
	}
	s, dh, s2, da := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
	d, dd := make([]float64, n), make([]float64, n)
	for i, v := range h {
		d[i] = v * (1 - v)
		dd[i] = d[i] * (1 - 2*v)
	}
	want, got := JacobianSigmoid(0.3, h, w, s, dh), JacobianRow(0.3, d, dd, w, s2, da)
	if math.Abs(got-want) > 1e-15*want {
		t.Errorf("value %v, want %v", got, want)
	}
	for i := range h {
		if math.Abs(s[i]-s2[i]) > 1e-15 || math.Abs(dh[i]*d[i]-da[i]) > 1e-15 {
			t.Errorf("element %d: %v, %v, want %v, %v", i, s2[i], da[i], s[i], dh[i]*d[i])
		}
	}
}

// TestDeepJacobian computes ‖D₂W₂ᵀD₁W₁ᵀ‖²_F and its gradients as the comment in
// jacobian_deep.go has it, and compares with the product itself and with
// differences.
func TestDeepJacobian(t *testing.T) {
	const in, hid, out = 7, 5, 3
	w1 := Matrix[float64]{Rows: in, Cols: hid, Stride: hid, Data: sample(1, in*hid)}
	w2 := Matrix[float64]{Rows: hid, Cols: out, Stride: out, Data: sample(2, hid*out)}
	d1, d2 := sample(3, hid), sample(4, out)
	direct := func() float64 {
		// R₁ = (D₂W₂ᵀ)D₁ and J = R₁W₁ᵀ: the way from the narrow side.
		r2, r1, j := NewMatrix[float64](out, out), NewMatrix[float64](out, hid), NewMatrix[float64](out, in)
		for i, d := range d2 {
			r2.Row(i)[i] = d
		}
		Gemm(false, true, 1, r2, w2, 0, r1)
		ScaleCols(r1, d1)
		Gemm(false, true, 1, r1, w1, 0, j)
		return FrobeniusDot(j, j)
	}
	g, m, p := NewMatrix[float64](hid, hid), NewMatrix[float64](hid, out), NewMatrix[float64](hid, out)
	Gemm(true, false, 1, w1, w1, 0, g)
	ScaleRowsCols(m, d1, w2, d2)
	Gemm(false, false, 1, g, m, 0, p)
	if got, want := FrobeniusDot(m, p), direct(); math.Abs(got-want) > 1e-13*want {
		t.Errorf("‖J‖² is %v, want %v", got, want)
	}
	dw1, dw2, mm := NewMatrix[float64](in, hid), NewMatrix[float64](hid, out), NewMatrix[float64](hid, hid)
	dd1, dd2 := make([]float64, hid), make([]float64, out)
	AddScaledRowsCols(2, d1, p, d2, dw2)
	ScaledProductGrad(2, p, w2, d1, d2, dd1, dd2)
	Gemm(false, true, 1, m, m, 0, mm)
	Gemm(false, false, 2, w1, mm, 0, dw1)
	gradientClose(t, "∂W₁", direct, w1.Data, dw1.Data)
	gradientClose(t, "∂W₂", direct, w2.Data, dw2.Data)
	gradientClose(t, "∂d₁", direct, d1, dd1)
	gradientClose(t, "∂d₂", direct, d2, dd2)
}

// TestAdamW: without decay it is Adam, bit for bit; with decay it shrinks
// parameters whose gradient is 0 by 1 − lr·decay.
func TestAdamW(t *testing.T) {
	const n = 50
	c := AdamConfig[float64]{LR: 0.1, Beta1: 0.9, Beta2: 0.999, Eps: 1e-8, C1: 10, C2: 1000}
	p, g := sample(1, n), sample(2, n)
	m, v := make([]float64, n), make([]float64, n)
	p2, m2, v2 := slices.Clone(p), slices.Clone(m), slices.Clone(v)
	AdamStep(c, p, g, m, v)
	AdamWStep(c, 0, p2, g, m2, v2)
	compare(t, p2, p, "p")
	compare(t, m2, m, "m")
	compare(t, v2, v, "v")
	clear(m)
	clear(v)
	AdamWStep(c, 0.5, p, make([]float64, n), m, v)
	for i := range p {
		if math.Abs(p[i]-p2[i]*0.95) > 1e-15*math.Abs(p2[i]) {
			t.Errorf("p[%d] is %v, want %v", i, p[i], p2[i]*0.95)
		}
	}
}

// TestNesterov: a step of a zero buffer goes (1 + momentum)·lr along g.
func TestNesterov(t *testing.T) {
	p, g, buf := []float64{1, 2}, []float64{0.5, -1}, make([]float64, 2)
	NesterovStep(0.1, 0.9, p, g, buf)
	compare(t, buf, g, "buf")
	for i, want := range []float64{1 - 0.19*0.5, 2 + 0.19} {
		if math.Abs(p[i]-want) > 1e-15 {
			t.Errorf("p[%d] is %v, want %v", i, p[i], want)
		}
	}
}

// TestMomentsFlush: what decays ends at zero, not among subnormals.
func TestMomentsFlush(t *testing.T) {
	t.Run("float32", func(t *testing.T) { momentsFlush[float32](t, 0x1p-126) })
	t.Run("float64", func(t *testing.T) { momentsFlush[float64](t, 0x1p-1022) })
}

func momentsFlush[T Float](t *testing.T, least T) {
	const n = 100
	defer func(l level) { active = l }(active)
	c := AdamConfig[T]{LR: 0.1, Beta1: 0.5, Beta2: 0.5, Eps: 1e-8, C1: 1, C2: 1}
	for _, active = range available {
		for name, step := range map[string]func(p, g, m, v []T){
			"Adam":     func(p, g, m, v []T) { AdamStep(c, p, g, m, v) },
			"AdamW":    func(p, g, m, v []T) { AdamWStep(c, 0.1, p, g, m, v) },
			"SGD":      func(p, g, m, v []T) { SGDStep(0.1, 0.5, p, g, m) },
			"Nesterov": func(p, g, m, v []T) { NesterovStep(0.1, 0.5, p, g, m) },
		} {
			p, g, m, v := make([]T, n), make([]T, n), make([]T, n), make([]T, n)
			for i := range m {
				m[i], v[i] = -least, 2*least
			}
			v[0] = least
			m[1] = 4 * least
			m[2] = T(math.Copysign(0, -1))
			m[3] = T(math.NaN())
			step(p, g, m, v)
			for i := range m {
				want := T(0)
				if i == 1 {
					want = 2 * least
				}
				if i == 3 {
					if m[i] == m[i] {
						t.Fatalf("%v %s: a NaN became %g", active, name, m[i])
					}
					continue
				}
				if math.Float64bits(float64(m[i])) != math.Float64bits(float64(want)) {
					t.Fatalf("%v %s: m[%d] is %g, want %g", active, name, i, m[i], want)
				}
			}
			if name[0] == 'A' && (v[0] != 0 || v[1] != least) {
				t.Fatalf("%v %s: v is %g, %g, want 0, %g", active, name, v[0], v[1], least)
			}
		}
	}
}
