//go:build amd64 && !purego

package kernels

import "golang.org/x/sys/cpu"

// detect returns the levels that the processor has and whose registers the
// operating system saves, best first.
func detect() []level {
	var ls []level
	x := &cpu.X86
	avx2 := x.HasAVX2 && x.HasFMA
	if avx2 && x.HasBMI2 && x.HasAVX512F && x.HasAVX512BW && x.HasAVX512DQ && x.HasAVX512VL {
		ls = append(ls, levelAVX512)
	}
	if avx2 {
		ls = append(ls, levelAVX2)
	}
	return ls
}
