package kernels

import "sync"

// cacheSizes are those of a core's data caches in bytes.
type cacheSizes struct {
	l1, l2 int
	// streams tells that the hardware asks ahead for rows of 2 KiB too that are read
	// side by side: with Zen 5, to ask as well costs a tenth for three rows of C, while
	// on Emerald Rapids it makes them 1.5 times as fast.
	streams bool
}

// caches returns this machine's, or what a small machine has. Only speed
// depends on them, no bit of a result.
var caches = sync.OnceValue(func() cacheSizes {
	c := detectCaches()
	if c.l1 < 16<<10 || c.l1 > 1<<20 {
		c.l1 = 32 << 10
	}
	if c.l2 < 128<<10 || c.l2 > 1<<30 {
		c.l2 = 512 << 10
	}
	return c
})
