package kernels

// gemmBlocks returns the blocks of k and of n for micro-kernels that read A and
// B where they are: the rows of A that a row of tiles needs, kc deep, take a
// quarter of L1, and a block of B a quarter of L2, or half of it up to blockBytes.
//
// Measured on Emerald Rapids (48 KiB, 2 MiB): shallower blocks read and write C
// more often, 4 % for each pass at 192³; with deeper ones A and the panel of B
// that passes by no longer fit L1 together. Measured on Zen 5 (48 KiB, 1 MiB): with a
// quarter of L2, float64 is 0.82 times as fast at 512³ and 1024³, since a row of tiles
// is short.
func gemmBlocks[T Float](t *tile) (kc, nc int) {
	const (
		bounded    = 1 << 20 // so that no call is long
		blockBytes = 512 << 10
	)
	size, c := elementBytes[T](), caches()
	kc = min(max(c.l1/4/(t.rows*size)/64*64, gemmTuning.minDepth), 512)
	block := max(min(c.l2/2, blockBytes), min(c.l2/4, bounded))
	return kc, max(block/(kc*size), t.cols)
}

// panelSizes returns the blocks of k, m and n for panelBlocks: a panel of B takes L1, a
// block of A half of L2, and a block of B what L3 has for one core.
//
// Measured on Zen 3 with AVX2 (32 KiB, 512 KiB): with half of L1 for the panel, large
// products are 0.96 to 0.98 times as fast, since each tile's beginning and end takes as
// long as 20 steps; the panel need not stay in L1, from L2 it is fast enough. Measured on Emerald
// Rapids with AVX-512 (48 KiB), where panels are twice as wide: speed hardly depends on
// it for 256 … 392 of k.
func panelSizes[T Float](t *tile) (kc, mc, nc int) {
	const l3, bounded = 2 << 20, 128 << 10 // so that no call is long
	size, c := elementBytes[T](), caches()
	panel := c.l1
	if t.columnOfT {
		panel /= 2
	}
	kc = min(max(panel/(t.cols*size), gemmTuning.panelDepth), 512)
	mc = max(min(c.l2/2/size, bounded)/kc, t.rows)
	return kc, mc, max(min(4*c.l2, l3)/(kc*size), t.cols)
}
