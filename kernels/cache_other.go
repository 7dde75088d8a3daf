//go:build (!amd64 && !arm64) || purego

package kernels

func detectCaches() cacheSizes { return cacheSizes{} }
