package kernels

import (
	"fmt"
	mathbits "math/bits"
)

// IntN sets dst[i] to position pos+i of the stream's integers in [0, n): the
// upper 64 bits of n times the 64 bits of words 2(pos+i) (high half) and
// 2(pos+i)+1. Nothing is rejected, so position determines value; an integer is
// off from uniform by less than n·2⁻⁶⁴. n is positive.
func IntN(r Philox, n int, dst []int, pos uint64) {
	if n <= 0 {
		panic(fmt.Sprintf("kernels: IntN: n is %d", n))
	}
	var words [512]uint32
	for i := range dst {
		dst[i] = r.below(uint64(n), pos, uint64(i), &words)
	}
}

// below returns an integer below n from position pos+i; words holds the random
// bits of i's neighbours from call to call.
func (r Philox) below(n, pos, i uint64, words *[512]uint32) int {
	const run = uint64(len(words) / 2)
	if i%run == 0 {
		r.Uint32s(words[:], 2*(pos+i))
	}
	w := words[2*(i%run):]
	high, _ := mathbits.Mul64(uint64(w[0])<<32|uint64(w[1]), n)
	return int(high)
}

// Perm sets dst to a random permutation of 0 … len(dst)−1: that of [Shuffle], which takes
// the first 2·len(dst) words of the stream.
//
//go:noinline
func Perm(r Philox, dst []int) {
	for i := range dst {
		dst[i] = i
	}
	Shuffle(r, dst) // inlined elsewhere, the compiler would take dst to escape into it
}

// Shuffle permutes s by Fisher and Yates' method, from the first element on:
// step i swaps s[i] with s[i+j], where j < len(s)−i is the upper 64 bits of
// len(s)−i times the 64 bits of words 2i (high half) and 2i+1 of the stream. It takes no
// position: to draw another permutation, change r.Stream (the epoch's number, say).
func Shuffle[E any](r Philox, s []E) {
	var words [512]uint32
	for i := 0; i < len(s)-1; i++ {
		j := i + r.below(uint64(len(s)-i), 0, uint64(i), &words)
		s[i], s[j] = s[j], s[i]
	}
}
