package main

import "slices"

// A feature is an instruction set extension that some kernels need beyond
// their level's.
type feature struct {
	isa string // its name, as in a level's ISA
	has string // the variable of package kernels that tells whether it is there
}

// features are the further features by kernel and level. On a machine without
// one, the kernel's next level is in use, in the end its definition.
var features = map[string]map[string]feature{
	"fromFloat16":  {"AVX2": {"F16C", "hasF16C"}},
	"toFloat16":    {"AVX2": {"F16C", "hasF16C"}},
	"hamming":      {"AVX512": {"AVX512VPOPCNTDQ", "hasVPOPCNTDQ"}},
	"hammingScan1": {"AVX512": {"AVX512VPOPCNTDQ", "hasVPOPCNTDQ"}},
	"hammingScan2": {"AVX512": {"AVX512VPOPCNTDQ", "hasVPOPCNTDQ"}},
	"hammingScan":  {"AVX512": {"AVX512VPOPCNTDQ", "hasVPOPCNTDQ"}},
}

// with returns the level with what the kernel needs further.
func (l Level) with(kernel string) Level {
	if f, ok := features[kernel][l.Suffix]; ok {
		l.ISA = append(slices.Clone(l.ISA), f.isa)
	}
	return l
}
