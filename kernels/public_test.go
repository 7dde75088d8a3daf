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

// noOperands are exported functions that read and write no caller's memory.
var noOperands = []string{"Active", "EnvError", "Implementations", "NewMatrix", "NewTask", "PeakDiv", "PeakFMA", "PeakSqrt"}

// TestEveryFunctionIsCalled: no exported function is missing above.
func TestEveryFunctionIsCalled(t *testing.T) {
	called := slices.Clone(noOperands)
	for _, p := range publicCalls[float32]() {
		called = append(called, p.name)
	}
	for name := range exported(t) {
		if !slices.Contains(called, name) {
			t.Errorf("%s is in no list of public calls", name)
		}
	}
}

// exported returns the exported functions of this package.
func exported(t *testing.T) map[string]*ast.FuncDecl {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	functions := map[string]*ast.FuncDecl{}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			if d, ok := d.(*ast.FuncDecl); ok && d.Recv == nil && d.Name.IsExported() {
				functions[d.Name.Name] = d
			}
		}
	}
	return functions
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
