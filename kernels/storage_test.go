package kernels

import (
	"math"
	mathbits "math/bits"
	"testing"
	"unsafe"
)

// A storageRow is a kernel between types of elements, for the tests that all of
// them share. src returns n elements of its input, run the kernel's output.
type storageRow struct {
	name string
	run  func(t *testing.T, l level, n int, mem memory)
}

// memory gives the slices of a call: fresh ones, or fenced ones.
type memory interface {
	alloc(slot, bytes int) []byte
}

func sliceOf[E any](m memory, slot, n int) []E {
	var e E
	size := int(unsafe.Sizeof(e))
	b := m.alloc(slot, n*size)
	return unsafe.Slice((*E)(unsafe.Pointer(unsafe.SliceData(b))), n)
}

// fillAny fills s with arbitrary bits.
func fillAny[E any](s []E, seed uint64) {
	r, u := Philox{Seed: seed}, uint64(0)
	b := unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(s))), len(s)*int(unsafe.Sizeof(*new(E))))
	for i := range b {
		if i%8 == 0 {
			w := r.block(uint64(i))
			u = uint64(w[0]) | uint64(w[1])<<32
		}
		b[i] = byte(u >> (i % 8 * 8))
	}
}

// convertRow compares a conversion with its definition on arbitrary bits.
func convertRow[D, S comparable](name string, run func(level, []D, []S), nan func(D) bool) storageRow {
	return storageRow{name, func(t *testing.T, l level, n int, mem memory) {
		src, dst := sliceOf[S](mem, 0, n), sliceOf[D](mem, 1, n)
		fillAny(src, uint64(n))
		want := make([]D, n)
		run(levelGeneric, want, src)
		run(l, dst, src)
		for i := range want {
			if dst[i] != want[i] && !(nan != nil && nan(dst[i]) && nan(want[i])) {
				t.Fatalf("%s %v, %d elements: element %d is %v, want %v from %v", name, l, n, i, dst[i], want[i], src[i])
			}
		}
	}}
}

func storageRows() []storageRow {
	nan32 := func(x float32) bool { return x != x }
	nan64 := func(x float64) bool { return x != x }
	rows := []storageRow{
		convertRow("Widen", dispatchWiden, nan64),
		convertRow("Narrow", dispatchNarrow, nan32),
		convertRow("FromFloat16", dispatchFromFloat16, nan32),
		convertRow("ToFloat16", dispatchToFloat16, nil),
		convertRow("FromBFloat16", dispatchFromBFloat16, nan32),
		convertRow("ToBFloat16", dispatchToBFloat16, nil),
		convertRow("FromBytes float32", func(l level, d []float32, s []uint8) { fromBytes(l, d, s, 1.0/255, -0.3) }, nil),
		convertRow("FromBytes float64", func(l level, d []float64, s []uint8) { fromBytes(l, d, s, 1.0/255, -0.3) }, nil),
		packRow[float32]("PackSigns float32"),
		packRow[float64]("PackSigns float64"),
		{"Hamming", func(t *testing.T, l level, n int, mem memory) {
			a, b := sliceOf[uint64](mem, 0, n), sliceOf[uint64](mem, 1, n)
			fillAny(a, 1)
			fillAny(b, 2)
			want := 0
			for i := range a {
				want += mathbits.OnesCount64(a[i] ^ b[i])
			}
			if got := hamming(l, a, b); got != want {
				t.Fatalf("Hamming %v, %d words: %d, want %d", l, n, got, want)
			}
		}},
	}
	for _, w := range []int{1, 2, 3, 4, 5, 7, 8, 9, 12, 16, 17, 40} {
		rows = append(rows, storageRow{"HammingScan", func(t *testing.T, l level, n int, mem memory) {
			n = min(n, 8192/w+30)
			query, table, dst := sliceOf[uint64](mem, 0, w), sliceOf[uint64](mem, 1, n*w), sliceOf[uint16](mem, 2, n)
			fillAny(query, 1)
			fillAny(table, 2)
			hammingScan(l, dst, query, table)
			for i, d := range dst {
				if want := hammingGo(query, table[i*w:][:w]); int(d) != want {
					t.Fatalf("HammingScan %v, %d codes of %d words: code %d has %d, want %d", l, n, w, i, d, want)
				}
			}
		}})
	}
	return rows
}

func packRow[T Float](name string) storageRow {
	return storageRow{name, func(t *testing.T, l level, n int, mem memory) {
		x, dst := sliceOf[T](mem, 0, n), sliceOf[uint64](mem, 1, (n+63)/64)
		fill(&values{r: Philox{Seed: uint64(n)}}, x, true)
		packSigns(l, dst, x)
		for i := range 64 * len(dst) {
			if got, want := dst[i/64]>>(i%64)&1 == 1, i < n && x[i] > 0; got != want {
				t.Fatalf("%s %v, %d elements: bit %d is %v, want %v", name, l, n, i, got, want)
			}
		}
	}}
}

type heap struct{}

func (heap) alloc(_, bytes int) []byte { return make([]byte, bytes+8)[:bytes] }

// TestStorage runs conversions and bit kernels on every implementation at every
// length up to a group and a half, and at lengths around the bounds of a call.
func TestStorage(t *testing.T) {
	lengths := []int{1000, 8191, 8192, 8193, 3*8192 + 77}
	for n := range 200 {
		lengths = append(lengths, n)
	}
	for _, r := range storageRows() {
		for _, l := range available {
			for _, n := range lengths {
				r.run(t, l, n, heap{})
			}
		}
	}
}

// TestScanLimits: the largest codes, all bits different.
func TestScanLimits(t *testing.T) {
	query, table, dst := make([]uint64, MaxScanWords), make([]uint64, 9*MaxScanWords), make([]uint16, 9)
	for i := range table {
		table[i] = ^uint64(0)
	}
	for _, l := range available {
		hammingScan(l, dst, query, table)
		for i, d := range dst {
			if d != 64*MaxScanWords {
				t.Errorf("%v: code %d has %d", l, i, d)
			}
		}
	}
}

// TestMissingFeatures runs the kernels that need a further feature as on a
// machine that lacks it.
func TestMissingFeatures(t *testing.T) {
	withoutFeatures(t)
	for _, r := range storageRows() {
		for _, l := range available {
			for _, n := range []int{1, 15, 16, 64, 100} {
				r.run(t, l, n, heap{})
			}
		}
	}
}

// TestFloat16 checks all half-precision numbers, the midpoints between them and
// what is beside those, against arithmetic in float64.
func TestFloat16(t *testing.T) {
	value := func(h uint16) float64 { // of the bits, from the format's definition
		e, m := int(h>>10&31), float64(h&0x3ff)
		x := math.Ldexp(1024+m, e-25)
		if e == 0 {
			x = math.Ldexp(m, -24)
		}
		if h&0x8000 != 0 {
			x = -x
		}
		return x
	}
	var src []uint16
	var in []float32
	var out []uint16
	for u := range 1 << 16 {
		h := uint16(u)
		src = append(src, h)
		if h&0x7c00 == 0x7c00 {
			continue
		}
		x, up := float32(value(h)), h+1
		if h == 0x8000 {
			x = float32(math.Copysign(0, -1))
		}
		mid := float32((value(h) + value(up)) / 2) // behind the largest, as if 65536 followed
		in = append(in, x, mid, math.Nextafter32(mid, x), math.Nextafter32(mid, 2*mid))
		out = append(out, h, h+h&1, h, up)
	}
	inf := float32(math.Inf(1))
	in = append(in, inf, -inf, 1e30, -1e30, 0x1p-149, -0x1p-149)
	out = append(out, 0x7c00, 0xfc00, 0x7c00, 0xfc00, 0, 0x8000)
	in, out = append(in, math.Float32frombits(0x7f800001), math.Float32frombits(0xffc12345)), append(out, 0x7e00, 0xfe09)
	for _, l := range available {
		wide, narrow := make([]float32, len(src)), make([]uint16, len(in))
		dispatchFromFloat16(l, wide, src)
		for i, x := range wide {
			h := src[i]
			want := float32(value(h))
			if h&0x7c00 == 0x7c00 {
				want = float32(math.Inf(1 - 2*int(h>>15)))
				if h&0x3ff != 0 {
					want = float32(math.NaN())
				}
			}
			if h == 0x8000 {
				want = float32(math.Copysign(0, -1))
			}
			if !same(x, want) {
				t.Fatalf("FromFloat16 %v: %#04x is %v, want %v", l, h, x, want)
			}
		}
		dispatchToFloat16(l, narrow, in)
		for i, h := range narrow {
			if h != out[i] {
				t.Fatalf("ToFloat16 %v: %v (%#x) gives %#04x, want %#04x", l, in[i], bits(in[i]), h, out[i])
			}
		}
	}
}

// TestBFloat16 checks rounding at every midpoint, subnormal numbers included.
func TestBFloat16(t *testing.T) {
	var in []float32
	var out []uint16
	for u := range 1 << 16 {
		h := uint16(u)
		if h&0x7f80 == 0x7f80 && h&0x7f != 0 {
			continue // NaN
		}
		base := uint32(h) << 16
		in, out = append(in, math.Float32frombits(base)), append(out, h)
		if h&0x7f80 == 0x7f80 {
			continue // Inf
		}
		for _, tt := range []struct {
			low  uint32
			want uint16
		}{{0x7fff, h}, {0x8000, h + h&1}, {0x8001, h + 1}, {0xffff, h + 1}} {
			in, out = append(in, math.Float32frombits(base|tt.low)), append(out, tt.want)
		}
	}
	in, out = append(in, math.Float32frombits(0x7f800001), math.Float32frombits(0xffffffff)), append(out, 0x7fc0, 0xffff)
	for _, l := range available {
		got := make([]uint16, len(in))
		dispatchToBFloat16(l, got, in)
		for i, h := range got {
			if h != out[i] {
				t.Fatalf("%v: %v (%#x) gives %#04x, want %#04x", l, in[i], bits(in[i]), h, out[i])
			}
		}
		back := make([]float32, len(got))
		dispatchFromBFloat16(l, back, got)
		for i, x := range back {
			if math.Float32bits(x) != uint32(got[i])<<16 && x == x {
				t.Fatalf("%v: %#04x gives %v", l, got[i], x)
			}
		}
	}
}
