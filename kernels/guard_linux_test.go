package kernels

import (
	"runtime/debug"
	"slices"
	"syscall"
	"testing"
	"unsafe"
)

// fence is memory between two pages that may not be touched.
type fence struct{ all, open []byte }

func newFence(t *testing.T, size int) *fence {
	page := syscall.Getpagesize()
	size = (size + page - 1) / page * page
	all, err := syscall.Mmap(-1, 0, size+2*page, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { syscall.Munmap(all) })
	for _, p := range [][]byte{all[:page], all[page+size:]} {
		if err := syscall.Mprotect(p, syscall.PROT_NONE); err != nil {
			t.Fatal(err)
		}
	}
	return &fence{all: all, open: all[page : page+size]}
}

// slice returns n elements: at the end against the upper page if high, else
// off elements after the lower one. The rest is filled with a pattern.
func fenced[T Float](f *fence, n, off int, high bool) []T {
	for i := range f.open {
		f.open[i] = 0xA5
	}
	size := int(unsafe.Sizeof(T(0)))
	at := off * size
	if high {
		at = len(f.open) - (n+off)*size
	}
	if n == 0 {
		return nil
	}
	return unsafe.Slice((*T)(unsafe.Pointer(&f.open[at])), n)
}

// TestGuardPages runs every kernel on every implementation at every length up
// to two rounds of the lanes, with its slices against a protected page below
// and above, at several offsets from it. A read or write outside a slice
// either faults or changes the pattern around it.
func TestGuardPages(t *testing.T) { both(t, testGuardPages[float32], testGuardPages[float64]) }

func testGuardPages[T Float](t *testing.T) {
	const most = 5 // slices
	var fences [most]*fence
	for i := range fences {
		fences[i] = newFence(t, 1024)
	}
	offsets := []int{0, 1, 3, 7}
	for _, r := range rows[T]() {
		for _, l := range available {
			for n := range 2*lanes[T]() + 2 {
				for _, off := range offsets {
					for side := range 2 {
						if off > 0 && side == 1 {
							continue // only the slices that touch the page can fault there
						}
						s := make([][]T, r.out+r.in)
						for i := range s {
							s[i] = fenced[T](fences[i], n, off, side == 1)
							fill(&values{r: Philox{Seed: uint64(i)}}, s[i], false)
						}
						if err := faults(func() { r.run(l, s) }); err != nil {
							t.Fatalf("%s %v, %d elements, offset %d, high %v: %v", r.name, l, n, off, side == 1, err)
						}
						for i := range s {
							checkFence(t, fences[i], s[i], off, side == 1, r.name, l)
						}
					}
				}
			}
		}
	}
}

// faults runs f and returns the panic of a memory fault, if there is one.
func faults(f func()) (err any) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() { err = recover() }()
	f()
	return nil
}

func checkFence[T Float](t *testing.T, f *fence, s []T, off int, high bool, name string, l level) {
	size := int(unsafe.Sizeof(T(0)))
	lo := off * size
	if high {
		lo = len(f.open) - (len(s)+off)*size
	}
	for i, b := range f.open {
		if b != 0xA5 && (i < lo || i >= lo+len(s)*size) {
			t.Fatalf("%s %v, %d elements: byte %d outside the slice was written", name, l, len(s), i-lo)
		}
	}
}

// TestGemmGuardPages does the same for products of all shapes up to one and a
// half tiles, with all operands against the upper page, then the lower.
func TestGemmGuardPages(t *testing.T) { both(t, testGemmGuard[float32], testGemmGuard[float64]) }

func testGemmGuard[T Float](t *testing.T) {
	var fences [3]*fence
	for i := range fences {
		fences[i] = newFence(t, 1<<15)
	}
	for _, l := range available {
		tile := gemmTileOf[T](l)
		mr, nr := tile.rows, tile.cols
		for m := 1; m <= mr+3; m++ {
			widths := []int{1, 2, 3, nr/3 + 1, nr/2 - 1, nr / 2, nr/2 + 1, nr - 1, nr, nr + 5}
			if m < wideRows {
				widths = append(widths, int(tile.wide[m]))
			}
			for _, n := range widths {
				for _, k := range []int{1, 3, 8} {
					for c := range 8 {
						transA, transB, high := c&1 != 0, c&2 != 0, c&4 != 0
						shape := func(i, rows, cols int, trans bool) Matrix[T] {
							if trans {
								rows, cols = cols, rows
							}
							d := fenced[T](fences[i], rows*cols, 0, high)
							fill(&values{}, d, false)
							return Matrix[T]{Rows: rows, Cols: cols, Stride: cols, Data: d}
						}
						g := gemmArgs[T]{level: l, transA: transA, transB: transB, alpha: 1,
							a: shape(0, m, k, transA), b: shape(1, k, n, transB), c: shape(2, m, n, false)}
						if err := faults(g.block); err != nil {
							t.Fatalf("%v %d×%d×%d: %v", l, m, n, k, err)
						}
						for i, x := range []Matrix[T]{g.a, g.b, g.c} {
							checkFence(t, fences[i], x.Data, 0, high, "Gemm", l)
						}
					}
				}
			}
		}
	}
}

// TestGemmGuardPack guards what only larger products run: packing of B, a
// scaled copy of A and several blocks of k.
func TestGemmGuardPack(t *testing.T) {
	old := gemmTuning
	defer func() { gemmTuning = old }()
	gemmTuning.packSize, gemmTuning.minDepth, gemmTuning.panelDepth = 1, 80, 80
	oldCaches := caches
	defer func() { caches = oldCaches }()
	caches = func() cacheSizes { return cacheSizes{l1: 1, l2: 24 << 10} } // for several tiles below one another
	var fences [5]*fence
	for i := range fences {
		fences[i] = newFence(t, 1<<18)
	}
	for _, l := range available {
		tile := gemmTileOf[float32](l)
		for c := range 48 {
			transA, transB, high := c&1 != 0, c&2 != 0, c&4 != 0
			m, n, k := []int{53, 5, max(tile.lanes, 4), 2, 6, max(16*tile.lanes, 4)}[c/8], 3*tile.cols+3, 133
			if c/8 == 5 { // few columns as few rows
				n = max(tile.lanes/8, 1)
			}
			shape := func(i, rows, cols int, trans bool) Matrix[float32] {
				if trans {
					rows, cols = cols, rows
				}
				d := fenced[float32](fences[i], rows*cols, 0, high)
				fill(&values{}, d, false)
				return Matrix[float32]{Rows: rows, Cols: cols, Stride: cols, Data: d}
			}
			alpha := float32(0.5)
			if c >= 8 { // squares of Bᵀ are transposed in registers, and A and C instead of B
				alpha = 1
			}
			g := gemmArgs[float32]{level: l, transA: transA, transB: transB, alpha: alpha,
				a: shape(0, m, k, transA), b: shape(1, k, n, transB), c: shape(2, m, n, false)}
			if err := faults(g.block); err != nil {
				t.Fatalf("%v %d×%d×%d: %v", l, m, n, k, err)
			}
			for i, x := range []Matrix[float32]{g.a, g.b, g.c} {
				checkFence(t, fences[i], x.Data, 0, high, "Gemm", l)
			}
			// Copies write no more than they have space for.
			w := new(gemmSpace[float32])
			g.space = w
			g.block()
			for i, s := range []*[]float32{&w.a, &w.b} {
				*s = slices.Clip(fenced[float32](fences[3+i], len(*s), 0, true))
			}
			if err := faults(g.block); err != nil {
				t.Fatalf("%v %d×%d×%d, copies: %v", l, m, n, k, err)
			}
		}
	}
}

// TestDotsGuard guards rows of dot products of every length to two rounds of
// lanes, and compares them with Dot.
func TestDotsGuard(t *testing.T) { both(t, testDotsGuard[float32], testDotsGuard[float64]) }

func testDotsGuard[T Float](t *testing.T) {
	const rows = 3
	var fences [3]*fence
	for i := range fences {
		fences[i] = newFence(t, 1<<13)
	}
	for _, l := range available {
		for n := 1; n <= 2*lanes[T]()+1; n++ {
			for _, high := range []bool{false, true} {
				y, a, x := fenced[T](fences[0], rows, 0, high), fenced[T](fences[1], rows*n, 0, high), fenced[T](fences[2], n, 0, high)
				fill(&values{}, a, true)
				fill(&values{}, x, true)
				if err := faults(func() { dispatchDots(l, rows, y, a, n, x) }); err != nil {
					t.Fatalf("%v, %d elements, high %v: %v", l, n, high, err)
				}
				checkFence(t, fences[0], y, 0, high, "dots", l)
				for i := range rows {
					want := dispatchDot(levelGeneric, a[i*n:(i+1)*n], x)
					compare(t, y[i:i+1], []T{want}, "%v, %d elements, row %d", l, n, i)
				}
			}
		}
	}
}

// TestGuardParts guards kernels that take several assembly calls, above all
// the Part functions of sums, and the random words.
func TestGuardParts(t *testing.T) {
	const n = 8192 + 21
	var fences [5]*fence
	for i := range fences {
		fences[i] = newFence(t, 4*n)
	}
	for _, l := range available {
		for _, high := range []bool{false, true} {
			for _, r := range rows[float32]() {
				s := make([][]float32, r.out+r.in)
				for i := range s {
					s[i] = fenced[float32](fences[i], n, 0, high)
				}
				if err := faults(func() { r.run(l, s) }); err != nil {
					t.Fatalf("%s %v, %d elements, high %v: %v", r.name, l, n, high, err)
				}
				for i := range s {
					checkFence(t, fences[i], s[i], 0, high, r.name, l)
				}
			}
			s := fenced[float32](fences[0], n, 0, high)
			if err := faults(func() { Philox{}.words(l, wordsOf(s), 3) }); err != nil {
				t.Fatalf("Philox %v, high %v: %v", l, high, err)
			}
			checkFence(t, fences[0], s, 0, high, "Philox", l)
		}
	}
}
