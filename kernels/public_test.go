package kernels

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unsafe"
)

// publicCall calls an exported kernel as its users do, on operands that it
// takes from c. The tests of the contract that concern whole calls, above all
// those composed of several, run over all of these.
type publicCall[T Float] struct {
	name string
	run  func(c *call[T], m, n int) // for m×n elements, or n
}

// call hands out a publicCall's operands and keeps them for tests to look at.
type call[T Float] struct {
	memory func(slot, bytes int) []byte // of an operand, 8-byte aligned
	values values
	wild   bool
	gap    int // between the rows of matrices

	operands []operand
	keep     bool // operands' bytes before the call, too
	results  []T  // what the call returned
}

// operand is memory that a kernel gets: rows of size bytes, stride apart.
type operand struct {
	bytes, before      []byte
	rows, size, stride int
	access             access
	floats             bool
	inGo               bool // what concerns it is not in assembly
}

// access is what a kernel does with an operand; one that it writes it may read
// as well.
type access uint8

const (
	reads access = iota
	writes
	ignores
)

func (c *call[T]) take(rows, size, stride int, a access, floats bool) []byte {
	n := 0
	if rows > 0 && size > 0 {
		n = (rows-1)*stride + size
	}
	b := c.memory(len(c.operands), n)
	c.operands = append(c.operands, operand{bytes: b, rows: rows, size: size, stride: stride, access: a, floats: floats})
	return b
}

// ready is called when the last operand has its values.
func (c *call[T]) ready() {
	if o := &c.operands[len(c.operands)-1]; c.keep {
		o.before = slices.Clone(o.bytes)
	}
}

func (c *call[T]) vector(n int, a access) []T {
	size := int(unsafe.Sizeof(T(0)))
	b := c.take(1, n*size, n*size, a, true)
	return c.filled(b)
}

func (c *call[T]) filled(b []byte) []T {
	s := unsafe.Slice((*T)(unsafe.Pointer(unsafe.SliceData(b))), len(b)/int(unsafe.Sizeof(T(0))))
	fill(&c.values, s, c.wild)
	c.ready()
	return s
}

func (c *call[T]) matrix(rows, cols int, a access) Matrix[T] {
	size := int(unsafe.Sizeof(T(0)))
	b := c.take(rows, cols*size, (cols+c.gap)*size, a, true)
	return Matrix[T]{Rows: rows, Cols: cols, Stride: cols + c.gap, Data: c.filled(b)}
}

func (c *call[T]) in(n int) []T                       { return c.vector(n, reads) }
func (c *call[T]) out(n int) []T                      { return c.vector(n, writes) }
func (c *call[T]) inMatrix(rows, cols int) Matrix[T]  { return c.matrix(rows, cols, reads) }
func (c *call[T]) outMatrix(rows, cols int) Matrix[T] { return c.matrix(rows, cols, writes) }
func (c *call[T]) returned(x ...T)                    { c.results = append(c.results, x...) }

// others is an operand of n elements that are no T, each from value.
func others[E uint8 | uint16 | uint64 | int | float32 | float64, T Float](c *call[T], n int, a access, value func(i int) E) []E {
	size := int(unsafe.Sizeof(E(0)))
	b := c.take(1, n*size, n*size, a, false)
	s := unsafe.Slice((*E)(unsafe.Pointer(unsafe.SliceData(b))), n)
	for i := range s {
		s[i] = value(i)
	}
	if _, ok := any(s).([]int); ok {
		c.operands[len(c.operands)-1].inGo = true
	}
	c.ready()
	return s
}

func random[E uint8 | uint16 | uint64, T Float](c *call[T]) func(int) E {
	return func(int) E { return E(c.values.next()) }
}

func zero[E any](int) (e E) { return e }

// dstSrc and dstXY are calls of the most common shapes.
func dstSrc[T Float](name string, f func(dst, src []T)) publicCall[T] {
	return publicCall[T]{name, func(c *call[T], _, n int) { f(c.out(n), c.in(n)) }}
}

func dstXY[T Float](name string, f func(dst, x, y []T)) publicCall[T] {
	return publicCall[T]{name, func(c *call[T], _, n int) { f(c.out(n), c.in(n), c.in(n)) }}
}

// fold and fold2 are calls that return a number.
func fold[T Float](name string, f func(x []T) T) publicCall[T] {
	return publicCall[T]{name, func(c *call[T], _, n int) { c.returned(f(c.in(n))) }}
}

func fold2[T Float](name string, f func(x, y []T) T) publicCall[T] {
	return publicCall[T]{name, func(c *call[T], _, n int) { c.returned(f(c.in(n), c.in(n))) }}
}

// likelihood is a call that writes a gradient and returns a sum.
func likelihood[T Float](name string, f func(scale T, da, a, x []T) T) publicCall[T] {
	return publicCall[T]{name, func(c *call[T], _, n int) { c.returned(f(testScalar, c.out(n), c.in(n), c.in(n))) }}
}

func matrixMap[T Float](name string, f func(dst, src Matrix[T])) publicCall[T] {
	return publicCall[T]{name, func(c *call[T], m, n int) { f(c.outMatrix(m, n), c.inMatrix(m, n)) }}
}

func publicCalls[T Float]() []publicCall[T] {
	return slices.Concat(publicVectors[T](), publicFunctions[T](), publicMatrices[T](), publicProducts[T](), publicOthers[T]())
}

func publicVectors[T Float]() []publicCall[T] {
	adam := AdamConfig[T]{LR: 0.01, Beta1: 0.9, Beta2: 0.999, Eps: 1e-8, C1: 1.3, C2: 1.7}
	return []publicCall[T]{
		dstXY("Add", Add[T]), dstXY("Sub", Sub[T]), dstXY("Mul", Mul[T]), dstXY("Div", Div[T]),
		dstXY("Maximum", Maximum[T]), dstXY("Minimum", Minimum[T]),
		{"MulAdd", func(c *call[T], _, n int) { MulAdd(c.out(n), c.in(n), c.in(n), c.in(n)) }},
		{"Scale", func(c *call[T], _, n int) { Scale(c.out(n), testScalar, c.in(n)) }},
		{"Axpy", func(c *call[T], _, n int) { Axpy(testScalar, c.in(n), c.out(n)) }},
		{"Axpby", func(c *call[T], _, n int) { Axpby(testScalar, c.in(n), 0.3, c.out(n)) }},
		{"Clamp", func(c *call[T], _, n int) { Clamp(c.out(n), c.in(n), -1, 2) }},
		{"Bare", func(c *call[T], _, n int) { Bare(c.out(n), c.in(n), c.in(n), c.in(n)) }},
		{"Rot", func(c *call[T], _, n int) { Rot(c.out(n), c.out(n), 0.6, 0.8) }},
		dstSrc("Abs", Abs[T]), dstSrc("Neg", Neg[T]), dstSrc("Sqrt", Sqrt[T]), dstSrc("Sign", Sign[T]),
		fold("Sum", Sum[T]), fold("Asum", Asum[T]), fold("Nrm2", Nrm2[T]), fold("Mean", Mean[T]),
		fold("Max", Max[T]), fold("Min", Min[T]), fold("LogSumExp", LogSumExp[T]),
		{"ArgMax", func(c *call[T], _, n int) { c.returned(T(ArgMax(c.in(n + 1)))) }},
		{"MeanVariance", func(c *call[T], _, n int) { c.returned(MeanVariance(c.in(n))) }},
		fold2("Dot", Dot[T]), fold2("SquaredDistance", SquaredDistance[T]),
		{"AdamStep", func(c *call[T], _, n int) { AdamStep(adam, c.out(n), c.in(n), c.out(n), c.out(n)) }},
		{"AdamWStep", func(c *call[T], _, n int) { AdamWStep(adam, 0.1, c.out(n), c.in(n), c.out(n), c.out(n)) }},
		{"SGDStep", func(c *call[T], _, n int) { SGDStep(0.01, 0.9, c.out(n), c.in(n), c.out(n)) }},
		{"NesterovStep", func(c *call[T], _, n int) { NesterovStep(0.01, 0.9, c.out(n), c.in(n), c.out(n)) }},
	}
}

func publicFunctions[T Float]() []publicCall[T] {
	const alpha = 0.75
	return []publicCall[T]{
		dstSrc("Exp", Exp[T]), dstSrc("Expm1", Expm1[T]), dstSrc("Log", Log[T]), dstSrc("Log1p", Log1p[T]),
		dstSrc("Tanh", Tanh[T]), dstSrc("Sigmoid", Sigmoid[T]), dstSrc("LogSigmoid", LogSigmoid[T]), dstSrc("Softplus", Softplus[T]),
		dstSrc("Erf", Erf[T]), dstSrc("Sin", Sin[T]), dstSrc("Cos", Cos[T]),
		dstSrc("ReLU", ReLU[T]), dstSrc("GELU", GELU[T]), dstSrc("SiLU", SiLU[T]),
		dstSrc("LeakyReLU", func(d, s []T) { LeakyReLU(alpha, d, s) }), dstSrc("ELU", func(d, s []T) { ELU(alpha, d, s) }),
		dstSrc("SoftThreshold", func(d, s []T) { SoftThreshold(alpha, d, s) }),
		dstSrc("SigmoidCurvature", SigmoidCurvature[T]), dstSrc("TanhCurvature", TanhCurvature[T]),
		dstSrc("ELUCurvature", func(d, s []T) { ELUCurvature(alpha, d, s) }), dstSrc("SoftplusCurvature", SoftplusCurvature[T]),
		dstSrc("SiLUCurvature", SiLUCurvature[T]), dstSrc("GELUCurvature", GELUCurvature[T]),
		dstXY("SigmoidGrad", SigmoidGrad[T]), dstXY("TanhGrad", TanhGrad[T]), dstXY("ReLUGrad", ReLUGrad[T]), dstXY("SoftplusGrad", SoftplusGrad[T]),
		dstXY("GELUGrad", GELUGrad[T]), dstXY("SiLUGrad", SiLUGrad[T]), dstXY("SoftThresholdGrad", SoftThresholdGrad[T]),
		dstXY("LeakyReLUGrad", func(d, dy, y []T) { LeakyReLUGrad(alpha, d, dy, y) }),
		dstXY("ELUGrad", func(d, dy, y []T) { ELUGrad(alpha, d, dy, y) }),
		likelihood("SquaredErrorGrad", SquaredErrorGrad[T]), likelihood("BernoulliGrad", BernoulliGrad[T]), likelihood("PoissonGrad", PoissonGrad[T]),
		likelihood("LaplaceGrad", LaplaceGrad[T]), likelihood("ContinuousBernoulliGrad", ContinuousBernoulliGrad[T]),
		dstSrc("ContinuousBernoulliMean", ContinuousBernoulliMean[T]),
		{"L1Grad", func(c *call[T], _, n int) { c.returned(L1Grad(testScalar, c.in(n), c.out(n))) }},
		{"GaussianGrad", func(c *call[T], _, n int) {
			c.returned(GaussianGrad(testScalar, c.out(n), c.out(n), c.in(n), c.in(n), c.in(n)))
		}},
		{"GaussianFloorGrad", func(c *call[T], _, n int) {
			c.returned(GaussianFloorGrad(testScalar, 0.01, c.out(n), c.out(n), c.in(n), c.in(n), c.in(n)))
		}},
		{"JacobianSigmoid", func(c *call[T], _, n int) {
			c.returned(JacobianSigmoid(testScalar, c.in(n), c.in(n), c.out(n), c.out(n)))
		}},
		{"JacobianTanh", func(c *call[T], _, n int) {
			c.returned(JacobianTanh(testScalar, c.in(n), c.in(n), c.out(n), c.out(n)))
		}},
		{"JacobianReLU", func(c *call[T], _, n int) {
			c.returned(JacobianReLU(testScalar, c.in(n), c.in(n), c.out(n), c.vector(n, ignores)))
		}},
		{"JacobianRow", func(c *call[T], _, n int) {
			c.returned(JacobianRow(testScalar, c.in(n), c.in(n), c.in(n), c.out(n), c.out(n)))
		}},
	}
}

func publicMatrices[T Float]() []publicCall[T] {
	return []publicCall[T]{
		matrixMap("Softmax", Softmax[T]), matrixMap("LogSoftmax", LogSoftmax[T]), matrixMap("NormalizeRows", NormalizeRows[T]),
		{"Transpose", func(c *call[T], m, n int) { Transpose(c.outMatrix(n, m), c.inMatrix(m, n)) }},
		{"TopK", func(c *call[T], m, n int) {
			k := min(3, n)
			TopK(c.outMatrix(m, k), others(c, m*k, writes, zero[int]), c.inMatrix(m, n))
		}},
		{"RowSums", func(c *call[T], m, n int) { RowSums(c.out(m), c.inMatrix(m, n)) }},
		{"RowSquaredNorms", func(c *call[T], m, n int) { RowSquaredNorms(c.out(m), c.inMatrix(m, n)) }},
		{"ColSums", func(c *call[T], m, n int) { ColSums(c.out(n), c.inMatrix(m, n)) }},
		{"ColSquaredNorms", func(c *call[T], m, n int) { ColSquaredNorms(c.out(n), c.inMatrix(m, n)) }},
		{"AddRow", func(c *call[T], m, n int) { AddRow(c.outMatrix(m, n), c.in(n)) }},
		{"ScaleRows", func(c *call[T], m, n int) { ScaleRows(c.outMatrix(m, n), c.in(m)) }},
		{"ScaleCols", func(c *call[T], m, n int) { ScaleCols(c.outMatrix(m, n), c.in(n)) }},
		{"AxpyCols", func(c *call[T], m, n int) { AxpyCols(testScalar, c.inMatrix(m, n), c.in(n), c.outMatrix(m, n)) }},
		{"ScaleRowsCols", func(c *call[T], m, n int) { ScaleRowsCols(c.outMatrix(m, n), c.in(m), c.inMatrix(m, n), c.in(n)) }},
		{"AddScaledRowsCols", func(c *call[T], m, n int) {
			AddScaledRowsCols(testScalar, c.in(m), c.inMatrix(m, n), c.in(n), c.outMatrix(m, n))
		}},
		{"FrobeniusDot", func(c *call[T], m, n int) { c.returned(FrobeniusDot(c.inMatrix(m, n), c.inMatrix(m, n))) }},
		{"ScaledProductGrad", func(c *call[T], m, n int) {
			ScaledProductGrad(testScalar, c.inMatrix(m, n), c.inMatrix(m, n), c.in(m), c.in(n), c.out(m), c.out(n))
		}},
		{"SoftmaxCrossEntropyGrad", func(c *call[T], m, n int) {
			c.returned(SoftmaxCrossEntropyGrad(testScalar, c.outMatrix(m, n), c.inMatrix(m, n), c.inMatrix(m, n)))
		}},
		{"SoftmaxClassGrad", func(c *call[T], m, n int) {
			n = max(n, 1)
			class := others(c, m, reads, func(i int) int { return i % n })
			c.returned(SoftmaxClassGrad(testScalar, c.outMatrix(m, n), c.inMatrix(m, n), class))
		}},
	}
}

func publicProducts[T Float]() []publicCall[T] {
	const k = 5
	var calls []publicCall[T]
	// shape takes an operand as it is stored, transposed or not.
	shape := func(c *call[T], rows, cols int, trans bool) Matrix[T] {
		if trans {
			rows, cols = cols, rows
		}
		return c.inMatrix(rows, cols)
	}
	for i := range 4 {
		ta, tb := i&1 != 0, i&2 != 0
		calls = append(calls,
			publicCall[T]{"Gemm", func(c *call[T], m, n int) {
				Gemm(ta, tb, testScalar, shape(c, m, k, ta), shape(c, k, n, tb), 0.3, c.outMatrix(m, n))
			}},
			publicCall[T]{"GemmSerial", func(c *call[T], m, n int) {
				GemmSerial(ta, tb, testScalar, shape(c, m, k, ta), shape(c, k, n, tb), 0.3, c.outMatrix(m, n))
			}},
			publicCall[T]{"GemmBiasSerial", func(c *call[T], m, n int) {
				GemmBiasSerial(ta, tb, 1, shape(c, m, k, ta), shape(c, k, n, tb), c.in(n), Activation(i), c.outMatrix(m, n))
			}},
			publicCall[T]{"GemmBatch", func(c *call[T], m, n int) {
				a := []Matrix[T]{shape(c, m, k, ta), shape(c, m, k, ta)}
				b := []Matrix[T]{shape(c, k, n, tb), shape(c, k, n, tb)}
				GemmBatch(ta, tb, 1, a, b, 0, []Matrix[T]{c.outMatrix(m, n), c.outMatrix(m, n)})
			}},
			publicCall[T]{"GemmBias", func(c *call[T], m, n int) {
				GemmBias(ta, tb, 1, shape(c, m, k, ta), shape(c, k, n, tb), c.in(n), Activation(i), c.outMatrix(m, n))
			}},
			publicCall[T]{"Syrk", func(c *call[T], m, n int) { // its other triangle is neither read nor written
				Syrk(ta, tb, testScalar, shape(c, m, n, tb), 0.3, c.outMatrix(m, m))
			}},
		)
	}
	for _, trans := range []bool{false, true} {
		calls = append(calls, publicCall[T]{"Gemv", func(c *call[T], m, n int) {
			a, x, y := c.inMatrix(m, n), n, m
			if trans {
				x, y = m, n
			}
			Gemv(trans, testScalar, a, c.in(x), 0.3, c.out(y))
		}})
	}
	return append(calls, publicCall[T]{"Ger", func(c *call[T], m, n int) { Ger(testScalar, c.in(m), c.in(n), c.outMatrix(m, n)) }})
}

func publicOthers[T Float]() []publicCall[T] {
	p := Philox{Seed: 7, Stream: 3}
	f32 := func(int) float32 { return 1.5 }
	return []publicCall[T]{
		{"Uniform", func(c *call[T], _, n int) { Uniform(p, c.out(n), 5) }},
		{"Normal", func(c *call[T], _, n int) { Normal(p, c.out(n), 5) }},
		{"Bernoulli", func(c *call[T], _, n int) { Bernoulli(p, 0.3, c.out(n), 5) }},
		{"IntN", func(c *call[T], _, n int) { IntN(p, 1000, others(c, n, writes, zero[int]), 5) }},
		{"Perm", func(c *call[T], _, n int) { Perm(p, others(c, n, writes, zero[int])) }},
		{"Shuffle", func(c *call[T], _, n int) { Shuffle(p, others(c, n, writes, func(i int) int { return i })) }},
		{"PackSigns", func(c *call[T], _, n int) { PackSigns(others(c, (n+63)/64, writes, zero[uint64]), c.in(n)) }},
		{"Hamming", func(c *call[T], _, n int) {
			c.returned(T(Hamming(others(c, n, reads, random[uint64](c)), others(c, n, reads, random[uint64](c)))))
		}},
		{"HammingScan", func(c *call[T], m, n int) {
			n = n%24 + 1
			HammingScan(others(c, m, writes, zero[uint16]), others(c, n, reads, random[uint64](c)), others(c, m*n, reads, random[uint64](c)))
		}},
		{"Widen", func(c *call[T], _, n int) { Widen(others(c, n, writes, zero[float64]), others(c, n, reads, f32)) }},
		{"Narrow", func(c *call[T], _, n int) {
			Narrow(others(c, n, writes, zero[float32]), others(c, n, reads, func(i int) float64 { return 0.1 * float64(i) }))
		}},
		{"FromFloat16", func(c *call[T], _, n int) {
			FromFloat16(others(c, n, writes, zero[float32]), others(c, n, reads, func(i int) uint16 { return uint16(i) }))
		}},
		{"ToFloat16", func(c *call[T], _, n int) { ToFloat16(others(c, n, writes, zero[uint16]), others(c, n, reads, f32)) }},
		{"FromBFloat16", func(c *call[T], _, n int) {
			FromBFloat16(others(c, n, writes, zero[float32]), others(c, n, reads, func(i int) uint16 { return uint16(i) }))
		}},
		{"ToBFloat16", func(c *call[T], _, n int) { ToBFloat16(others(c, n, writes, zero[uint16]), others(c, n, reads, f32)) }},
		{"FromBytes", func(c *call[T], _, n int) { FromBytes(c.out(n), others(c, n, reads, random[uint8](c)), 0.5, -1) }},
	}
}

// noOperands are exported functions that read and write no caller's memory.
var noOperands = []string{"Active", "EnvError", "Implementations", "NewMatrix", "NewTask", "PeakDiv", "PeakFMA", "PeakSqrt"}

// TestEveryFunctionIsCalled: no exported function is missing above.
func TestEveryFunctionIsCalled(t *testing.T) {
	called := slices.Clone(noOperands)
	for _, p := range publicCalls[float32]() {
		called = append(called, p.name)
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			if d, ok := d.(*ast.FuncDecl); ok && d.Recv == nil && d.Name.IsExported() && !slices.Contains(called, d.Name.Name) {
				t.Errorf("%s is in no list of public calls", d.Name.Name)
			}
		}
	}
}

// onHeap is memory for operands without protected pages around it.
func onHeap(_, bytes int) []byte {
	if bytes == 0 {
		return nil
	}
	words := make([]uint64, (bytes+7)/8)
	return unsafe.Slice((*byte)(unsafe.Pointer(&words[0])), bytes)
}

// onLevel runs f with an implementation in use.
func onLevel(l level, f func()) {
	defer func(old level) { active = old }(active)
	active = l
	f()
}

// mayWrite tells whether byte i is an element that the kernel writes.
func (o operand) mayWrite(i int) bool { return o.access == writes && i%o.stride < o.size }

// comparePublic runs a call on all implementations and compares operands and
// results with the definition's. What is only read, or lies between rows, must
// stay as it was.
func comparePublic[T Float](t testing.TB, p publicCall[T], make func() *call[T], m, n int) {
	t.Helper()
	var want *call[T]
	for _, l := range slices.Backward(available) { // generic first
		c := make()
		c.keep = true
		onLevel(l, func() { p.run(c, m, n) })
		for i, o := range c.operands {
			for j, b := range o.bytes {
				if b != o.before[j] && !o.mayWrite(j) {
					t.Fatalf("%s %v, %d×%d: byte %d of operand %d was written", p.name, l, m, n, j, i)
				}
			}
		}
		if want == nil {
			want = c
			continue
		}
		compare(t, c.results, want.results, "%s %v, %d×%d, returned", p.name, l, m, n)
		for i, o := range c.operands {
			if o.floats {
				compare(t, floatsOf[T](o.bytes), floatsOf[T](want.operands[i].bytes), "%s %v, %d×%d, operand %d", p.name, l, m, n, i)
			} else if string(o.bytes) != string(want.operands[i].bytes) {
				t.Fatalf("%s %v, %d×%d: operand %d is %x, want %x", p.name, l, m, n, i, o.bytes, want.operands[i].bytes)
			}
		}
	}
}

func floatsOf[T Float](b []byte) []T {
	return unsafe.Slice((*T)(unsafe.Pointer(unsafe.SliceData(b))), len(b)/int(unsafe.Sizeof(T(0))))
}

// TestPublicSameBits compares the implementations through exported functions.
func TestPublicSameBits(t *testing.T) {
	both(t, testPublicSameBits[float32], testPublicSameBits[float64])
}

func testPublicSameBits[T Float](t *testing.T) {
	for _, p := range publicCalls[T]() {
		for _, s := range [][2]int{{3, 0}, {0, 3}, {1, 1}, {5, 17}, {9, 2*lanes[T]() + 3}, {67, 50}} {
			for _, wild := range []bool{false, true} {
				comparePublic(t, p, func() *call[T] { return &call[T]{memory: onHeap, wild: wild, gap: 3} }, s[0], s[1])
			}
		}
	}
}

// FuzzPublic compares the implementations of exported functions on shapes and
// values at will.
func FuzzPublic(f *testing.F) {
	f.Add(uint8(70), uint8(5), uint16(40), uint8(1), uint64(3), true)
	f.Fuzz(func(t *testing.T, k, m uint8, n uint16, gap uint8, seed uint64, wild bool) {
		fuzzPublic[float32](t, k, int(m%40), int(n%600), int(gap%9), seed, wild)
		fuzzPublic[float64](t, k, int(m%40), int(n%600), int(gap%9), seed, wild)
	})
}

func fuzzPublic[T Float](t *testing.T, k uint8, m, n, gap int, seed uint64, wild bool) {
	table := publicCalls[T]()
	comparePublic(t, table[int(k)%len(table)], func() *call[T] {
		return &call[T]{memory: onHeap, values: values{r: Philox{Seed: seed}}, wild: wild, gap: gap}
	}, m, n)
}
