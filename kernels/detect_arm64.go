//go:build arm64 && !purego

package kernels

// detect returns neon: ASIMD is part of every arm64 processor that Go runs on.
func detect() []level { return []level{levelNEON} }
