package kernels

import "unsafe"

// Philox is a counter-based random generator, Philox 4×32 with 10 rounds
// (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011).
// A stream is an array of 2^66 words of 32 bits that is never stored: any word
// is computed from (Seed, Stream, position) alone, so its value depends
// neither on what was drawn before nor on the machine. The zero value is a
// valid generator.
type Philox struct {
	Seed   uint64 // the key
	Stream uint64 // the upper half of the counter
}

const (
	philoxM0, philoxM1 = 0xD2511F53, 0xCD9E8D57
	philoxW0, philoxW1 = 0x9E3779B9, 0xBB67AE85
)

// block returns words 4i … 4i+3 of the stream.
func (r Philox) block(i uint64) [4]uint32 {
	k0, k1 := uint32(r.Seed), uint32(r.Seed>>32)
	c := [4]uint32{uint32(i), uint32(i >> 32), uint32(r.Stream), uint32(r.Stream >> 32)}
	for range 10 {
		a := philoxM0 * uint64(c[0])
		b := philoxM1 * uint64(c[2])
		c = [4]uint32{uint32(b>>32) ^ c[1] ^ k0, uint32(b), uint32(a>>32) ^ c[3] ^ k1, uint32(a)}
		k0 += philoxW0
		k1 += philoxW1
	}
	return c
}

// Uint32s sets dst[i] to word pos+i of the stream.
func (r Philox) Uint32s(dst []uint32, pos uint64) {
	raceWrite32(dst)
	r.words(active, dst, pos)
}

// words fills the words before the first whole block and after the last by
// the definition, and the blocks between by the kernel.
func (r Philox) words(l level, dst []uint32, pos uint64) {
	i := pos / 4
	if o := int(pos % 4); o != 0 && len(dst) > 0 {
		b := r.block(i)
		dst = dst[copy(dst, b[o:]):]
		i++
	}
	n := len(dst) / philoxWords * philoxWords
	dispatchPhilox(l, dst[:n], r.Seed, r.Stream, i)
	i += uint64(n / 4)
	for dst = dst[n:]; len(dst) > 0; i++ {
		b := r.block(i)
		dst = dst[copy(dst, b[:]):]
	}
}

// philoxWords is what one round of any implementation's loop writes.
const philoxWords = 32

func philoxGo(dst []uint32, seed, stream, i uint64) {
	r := Philox{Seed: seed, Stream: stream}
	for ; len(dst) >= 4; i++ {
		b := r.block(i)
		dst = dst[copy(dst, b[:]):]
	}
}

// Uniform sets dst[i] to position pos+i of the stream's uniform variates in
// [0, 1). A float32 is the upper 24 bits of one word, word pos+i; a float64 is
// the upper 53 bits of two, words 2(pos+i) (low half) and 2(pos+i)+1, so that positions
// from 2⁶³ on repeat those from 0 on.
func Uniform[T Float](r Philox, dst []T, pos uint64) {
	raceWrite(dst)
	uniform(active, r, dst, pos)
}

func uniform[T Float](l level, r Philox, dst []T, pos uint64) {
	w := wordsOf(dst)
	if isFloat32[T]() {
		r.words(l, w, pos)
	} else {
		r.words(l, w, 2*pos)
	}
	dispatchUnitFloat(l, dst, dst)
}

// Bernoulli sets dst[i] to 1 where the uniform variate of position pos+i is
// below p, else to 0. So p ≤ 0 gives zeros and p ≥ 1 ones; a NaN gives zeros.
func Bernoulli[T Float](r Philox, p T, dst []T, pos uint64) {
	raceWrite(dst)
	bernoulli(active, r, p, dst, pos)
}

func bernoulli[T Float](l level, r Philox, p T, dst []T, pos uint64) {
	uniform(l, r, dst, pos)
	dispatchLess(l, dst, dst, p)
}

// wordsOf returns dst's memory as the words of random bits that it is made
// from, so that no second buffer is needed.
func wordsOf[T Float](dst []T) []uint32 {
	return unsafe.Slice((*uint32)(unsafe.Pointer(unsafe.SliceData(dst))), len(dst)*int(unsafe.Sizeof(T(0)))/4)
}

// unitFloatGo turns random bits, held in src's memory, into floats in [0, 1).
func unitFloatGo[T Float](dst, src []T) {
	w := wordsOf(src)
	for i := range dst {
		if isFloat32[T]() {
			dst[i] = T(float32(w[i]>>8) * 0x1p-24)
		} else {
			u := uint64(w[2*i]) | uint64(w[2*i+1])<<32
			dst[i] = T(float64(u>>11) * 0x1p-53)
		}
	}
}

func lessGo[T Float](dst, src []T, p T) {
	for i, u := range src {
		b := T(0)
		if u < p {
			b = 1
		}
		dst[i] = b
	}
}
