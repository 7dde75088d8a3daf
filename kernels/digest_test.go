package kernels

import (
	_ "embed"
	"encoding/binary"
	"flag"
	"fmt"
	"hash"
	"hash/fnv"
	"os"
	"strconv"
	"strings"
	"testing"
)

var writeDigests = flag.Bool("write-digests", false, "write testdata/digests.csv, the digests of all public kernels' results, from the definitions")

// digestFile has a line for each of publicCalls: its name, and the digests of its
// results in float32 and in float64. A line that changes is a change of bits, and
// belongs into the changelog. The file is written by
//
//	go test ./kernels -run TestPublicDigests -args -write-digests
//
//go:embed testdata/digests.csv
var digestFile string // embedded for machines that have the test binary only

const digestHeader = "kernel,float32,float64\n"

// TestPublicDigests: every exported kernel gives the committed digests on every
// implementation, and so the same bits on every architecture (make arm64).
func TestPublicDigests(t *testing.T) {
	if strconv.IntSize != 64 || binary.NativeEndian.Uint16([]byte{1, 0}) != 1 {
		t.Skip("the digests are those of 64-bit little-endian memory")
	}
	levels := available
	if *writeDigests {
		levels = []level{levelGeneric}
	}
	for _, l := range levels {
		got := digestsOn(l)
		if *writeDigests {
			if err := os.WriteFile("testdata/digests.csv", []byte(digestHeader+strings.Join(got, "\n")+"\n"), 0o666); err != nil {
				t.Fatal(err)
			}
			return
		}
		want := strings.Split(strings.TrimSpace(strings.TrimPrefix(digestFile, digestHeader)), "\n")
		for i := range max(len(got), len(want)) {
			switch {
			case i >= len(got):
				t.Fatalf("%s is no public call: write the digests again", want[i])
			case i >= len(want):
				t.Fatalf("%s has no digest: write them again", got[i])
			case got[i] != want[i]:
				t.Errorf("%v: %s, want %s", l, got[i], want[i])
			}
		}
	}
}

// digestsOn returns the lines of digestFile as level l computes them.
func digestsOn(l level) []string {
	f32, f64 := publicCalls[float32](), publicCalls[float64]()
	lines, times := make([]string, len(f32)), map[string]int{}
	onLevel(l, func() {
		for i, p := range f32 {
			name := p.name
			if times[name]++; times[name] > 1 {
				name += fmt.Sprint(" ", times[p.name]) // with other flags
			}
			lines[i] = fmt.Sprintf("%s,%016x,%016x", name, callDigest(p), callDigest(f64[i]))
		}
	})
	return lines
}

// callDigest is the FNV-1a sum of what a call returns and leaves in its operands, of
// ordinary and of wild values, in shapes that have tails and need several calls of
// assembly. NaNs count as one.
func callDigest[T Float](p publicCall[T]) uint64 {
	h := fnv.New64a()
	for _, s := range [][2]int{{5, 17}, {9, 2*lanes[T]() + 3}, {67, 50}, {2, callElements + 77}} {
		for wild := range 2 {
			c := &call[T]{memory: onHeap, values: values{r: Philox{Seed: 11, Stream: uint64(wild)}}, wild: wild == 1, gap: 3}
			p.run(c, s[0], s[1])
			addFloats(h, c.results)
			for _, o := range c.operands {
				if o.floats {
					addFloats(h, floatsOf[T](o.bytes))
				} else {
					h.Write(o.bytes)
				}
			}
		}
	}
	return h.Sum64()
}

func addFloats[T Float](h hash.Hash, x []T) {
	var b [8]byte
	for _, v := range x {
		u := bits(v)
		if v != v {
			u = ^uint64(0)
		}
		binary.LittleEndian.PutUint64(b[:], u)
		h.Write(b[:])
	}
}
