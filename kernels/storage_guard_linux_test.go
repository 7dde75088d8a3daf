package kernels

import (
	"slices"
	"testing"
)

// fences are memory whose slices end at a protected page, or begin at one.
type fences struct {
	f    [3]*fence
	high bool
	used [3][]byte
}

func (s *fences) alloc(slot, bytes int) []byte {
	f := s.f[slot]
	at := 0
	if s.high {
		at = len(f.open) - bytes
	}
	for _, margin := range s.margins(slot, at, bytes) {
		for i := range margin {
			margin[i] = 0xA5
		}
	}
	s.used[slot] = f.open[at : at+bytes]
	return s.used[slot]
}

// margins is what lies before and after the slice, where a write would show.
func (s *fences) margins(slot, at, bytes int) [][]byte {
	open := s.f[slot].open
	return [][]byte{open[max(at-256, 0):at], open[at+bytes : min(at+bytes+256, len(open))]}
}

// TestStorageGuardPages is TestGuardPages for conversions and bit kernels.
func TestStorageGuardPages(t *testing.T) {
	var s fences
	for i := range s.f {
		s.f[i] = newFence(t, 1<<17)
	}
	for _, r := range storageRows() {
		for _, l := range available {
			for n := range 140 {
				for side := range 2 {
					s.high, s.used = side == 1, [3][]byte{}
					if err := faults(func() { r.run(t, l, n, &s) }); err != nil {
						t.Fatalf("%s %v, %d elements, high %v: %v", r.name, l, n, s.high, err)
					}
					for i, u := range s.used {
						at := 0
						if s.high {
							at = len(s.f[i].open) - len(u)
						}
						for _, b := range slices.Concat(s.margins(i, at, len(u))...) {
							if u != nil && b != 0xA5 {
								t.Fatalf("%s %v, %d elements: a byte outside slice %d was written", r.name, l, n, i)
							}
						}
					}
				}
			}
		}
	}
}
