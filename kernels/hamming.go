package kernels

import (
	"fmt"
	"math"
	mathbits "math/bits"
)

// Hamming returns the number of bits in which a and b differ. Both have one
// length.
func Hamming(a, b []uint64) int {
	if len(a) != len(b) {
		panicLength("Hamming", len(a), len(b))
	}
	raceReadAny(a)
	raceReadAny(b)
	return hamming(active, a, b)
}

// hammingStep is the number of words that the kernel's loop takes at once.
const hammingStep = 8

func hamming(l level, a, b []uint64) int {
	const most = 8192 // bounds one assembly call
	sum := 0
	for len(a) >= 2*hammingStep {
		n := min(len(a), most) &^ (hammingStep - 1)
		sum += dispatchHamming(l, a[:n], b[:n])
		a, b = a[n:], b[n:]
		interruptible()
	}
	return sum + hammingGo(a, b)
}

func hammingGo(a, b []uint64) int {
	sum := 0
	for i, x := range a {
		sum += mathbits.OnesCount64(x ^ b[i])
	}
	return sum
}

// MaxScanWords is the most words that a code may have in HammingScan: its
// distances fit 16 bits.
const MaxScanWords = math.MaxUint16 / 64

// HammingScan is: for i := range dst { dst[i] = Hamming(query,
// table[i·w : (i+1)·w]) } for codes of w = len(query) words: the distances of a
// query from every code of a table. len(table) is w·len(dst), and w is at most
// MaxScanWords. dst is disjoint from the others.
func HammingScan(dst []uint16, query, table []uint64) {
	if len(table) != len(dst)*len(query) || len(query) > MaxScanWords {
		panic(fmt.Sprintf("kernels: HammingScan: a table of %d words for %d codes of %d words, at most %d", len(table), len(dst), len(query), MaxScanWords))
	}
	checkDisjoint("HammingScan", dst, query)
	checkDisjoint("HammingScan", dst, table)
	raceReadAny(query)
	raceReadAny(table)
	raceWriteAny(dst)
	hammingScan(active, dst, query, table)
}

// scanStep is the number of codes that a kernel's loop takes at once.
const scanStep = 8

func hammingScan(l level, dst []uint16, query, table []uint64) {
	const most = 8192 // words, bounds one assembly call
	w := len(query)
	if w == 0 {
		clear(dst)
		return
	}
	step := max(most/w&^(scanStep-1), scanStep)
	for len(dst) >= scanStep {
		n := min(len(dst)&^(scanStep-1), step)
		dispatchHammingScan(l, dst[:n], query, table[:n*w])
		dst, table = dst[n:], table[n*w:]
		interruptible()
	}
	hammingScanGo(dst, query, table)
}

func hammingScanGo(dst []uint16, query, table []uint64) {
	w := len(query)
	for i := range dst {
		dst[i] = uint16(hammingGo(query, table[i*w:]))
	}
}
