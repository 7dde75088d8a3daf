//go:build !amd64 || purego

package kernels

import "testing"

func withoutFeatures(*testing.T) {}
