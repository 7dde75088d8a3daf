package asm

import "strings"

// Feature is a set of architecture features. Every encoded instruction carries
// the ones that it needs.
type Feature uint32

// Features. ASIMD is the baseline that every arm64 Go target has.
const (
	ASIMD   Feature = 1 << iota
	DotProd         // FEAT_DotProd: UDOT, SDOT
	FP16            // FEAT_FP16: arithmetic on half-precision lanes
)

// Level is a named set of permitted features. Assemble fails for an
// instruction outside it.
type Level struct {
	Name     string
	Features Feature
}

// Neon is the default level: baseline ASIMD only.
var Neon = Level{Name: "neon", Features: ASIMD}

// String lists the features by name.
func (x Feature) String() string {
	var names []string
	for i, n := range []string{"ASIMD", "FEAT_DotProd", "FEAT_FP16"} {
		if x>>i&1 != 0 {
			names = append(names, n)
		}
	}
	return strings.Join(names, "+")
}
