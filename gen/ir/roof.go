package ir

import "math"

// DividerText describes the loop that measures the divider.
func DividerText(root bool) string {
	if root {
		return "for range n { 12 independent square roots of whole vectors }"
	}
	return "for range n { 12 independent divisions of whole vectors }"
}

// DividerOperands returns the bits of 17/16 and 31/16, whose quotient and roots
// have digits without end: some dividers are early with short results.
func DividerOperands(bits int) (x, y uint64) {
	if bits == 32 {
		return uint64(math.Float32bits(17. / 16)), uint64(math.Float32bits(31. / 16))
	}
	return math.Float64bits(17. / 16), math.Float64bits(31. / 16)
}
