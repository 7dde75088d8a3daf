package kernels

import (
	"slices"
	"testing"
	"unsafe"
)

// FuzzStorage compares conversions and bit kernels with their definitions on
// arbitrary bits and lengths.
func FuzzStorage(f *testing.F) {
	f.Add(uint8(3), []byte("\x00\x00\x80\x7f\x01\x00\x00\x80 some more bytes than one group holds, so that there is a rest: 0123456789"))
	f.Fuzz(func(t *testing.T, words uint8, data []byte) {
		buf := make([]uint64, len(data)/8) // aligned
		for i := range buf {
			for j, b := range data[8*i : 8*i+8] {
				buf[i] |= uint64(b) << (8 * j)
			}
		}
		for _, l := range assembly() {
			fuzzConvert(t, l, buf, dispatchNarrow)
			fuzzConvert(t, l, buf, dispatchWiden)
			fuzzConvert(t, l, buf, dispatchFromFloat16)
			fuzzConvert(t, l, buf, dispatchFromBFloat16)
			fuzzBits(t, l, buf, 1, dispatchToFloat16)
			fuzzBits(t, l, buf, 1, dispatchToBFloat16)
			fuzzBits(t, l, buf, 64, dispatchPackSignsF32)
			fuzzBits(t, l, buf, 64, dispatchPackSignsF64)
			if w := int(words%24) + 1; len(buf) >= 2*w {
				query, n := buf[:w], len(buf)/w
				got, want := make([]uint16, n), make([]uint16, n)
				hammingScan(l, got, query, buf[:n*w])
				hammingScanGo(want, query, buf[:n*w])
				if !slices.Equal(got, want) {
					t.Fatalf("HammingScan %v, %d words: %v, want %v", l, w, got, want)
				}
			}
		}
	})
}

// as returns the memory of buf as elements of another type.
func as[E any](buf []uint64) []E {
	size := int(unsafe.Sizeof(*new(E)))
	return unsafe.Slice((*E)(unsafe.Pointer(unsafe.SliceData(buf))), 8*len(buf)/size)
}

func fuzzConvert[D Float, S any](t *testing.T, l level, buf []uint64, f func(level, []D, []S)) {
	src := as[S](buf)
	got, want := make([]D, len(src)), make([]D, len(src))
	f(l, got, src)
	f(levelGeneric, want, src)
	compare(t, got, want, "%T to %T, %v", src, got, l)
}

func fuzzBits[D uint16 | uint64, S any](t *testing.T, l level, buf []uint64, per int, f func(level, []D, []S)) {
	src := as[S](buf)
	n := (len(src) + per - 1) / per
	got, want := make([]D, n), make([]D, n)
	f(l, got, src)
	f(levelGeneric, want, src)
	if !slices.Equal(got, want) {
		t.Fatalf("%T to %T, %v: %x, want %x", src, got, l, got, want)
	}
}
