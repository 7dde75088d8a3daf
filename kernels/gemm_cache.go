package kernels

// gemmBlocks returns the blocks of k and of n for micro-kernels that read A and
// B where they are: the rows of A that a row of tiles needs, kc deep, take a
// quarter of L1, and a block of B a quarter of L2.
//
// Measured on Emerald Rapids (48 KiB, 2 MiB): shallower blocks read and write C
// more often, 4 % for each pass at 192³; with deeper ones A and the panel of B
// that passes by no longer fit L1 together.
func gemmBlocks[T Float](t *tile) (kc, nc int) {
	const bounded = 4 << 20 // so that no call is long
	size, c := elementBytes[T](), caches()
	kc = min(max(c.l1/4/(t.rows*size)/64*64, gemmTuning.minDepth), 512)
	return kc, max(min(c.l2, bounded)/4/(kc*size), t.cols)
}

// panelSizes returns the blocks of k, m and n for panelBlocks: a panel of B takes
// about half of L1, a block of A half of L2, and a block of B what L3 has for one
// core. Around these, speed hardly depends on them (less than the noise for 192 … 384
// of k on Zen 3, for 256 … 392 on Emerald Rapids, where 192 is 2 % slower at 256³).
func panelSizes[T Float](t *tile) (kc, mc, nc int) {
	const l3, bounded = 2 << 20, 512
	size, c := elementBytes[T](), caches()
	kc = min(max(c.l1/2/(t.cols*size), gemmTuning.panelDepth), 512)
	mc = min(max(c.l2/2/(kc*size), t.rows), bounded)
	return kc, mc, max(min(4*c.l2, l3)/(kc*size), t.cols)
}
