//go:build amd64 && !purego

package kernels

// detectCaches asks CPUID: leaf 4 of Intel's manual (volume 2A), whose format
// AMD's has in leaf 8000001D ("AMD64 Architecture Programmer's Manual", volume 3).
func detectCaches() cacheSizes {
	var c cacheSizes
	for _, leaf := range []uint32{4, 0x8000001D} {
		if last, _, _, _ := cpuid(leaf&(1<<31), 0); last < leaf || c.l1 != 0 {
			continue
		}
		c.streams = leaf != 4
		for sub := range uint32(8) {
			eax, ebx, ecx, _ := cpuid(leaf, sub)
			kind, level := eax&31, eax>>5&7
			size := int(ebx>>22+1) * int(ebx>>12&1023+1) * int(ebx&4095+1) * int(ecx+1)
			switch {
			case kind == 2: // for instructions
			case level == 1:
				c.l1 = size
			case level == 2:
				c.l2 = size
			}
		}
	}
	return c
}
