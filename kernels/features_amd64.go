//go:build amd64 && !purego

package kernels

import "golang.org/x/sys/cpu"

// Features beyond a level's that some kernels need.
var (
	hasVPOPCNTDQ = cpu.X86.HasAVX512VPOPCNTDQ
	// F16C is bit 29 of leaf 1's ECX (Intel's manual, volume 2A, CPUID); x/sys/cpu
	// does not have it, but tells with AVX2 that the system saves the registers.
	hasF16C = cpu.X86.HasAVX2 && featuresECX()>>29&1 != 0
)

func featuresECX() uint32 {
	_, _, ecx, _ := cpuid(1, 0)
	return ecx
}
