//go:build amd64 && !purego

package kernels

import "testing"

// withoutFeatures hides the further features for the time of a test.
func withoutFeatures(t *testing.T) {
	p, f := hasVPOPCNTDQ, hasF16C
	t.Cleanup(func() { hasVPOPCNTDQ, hasF16C = p, f })
	hasVPOPCNTDQ, hasF16C = false, false
}
