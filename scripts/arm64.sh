#!/bin/sh
# Runs tests for arm64 under QEMU ($QEMU), in two halves at once: emulation is slow, and
# tests of kernels change what is active, so that those of one process take turns.
set -eu
export GOARCH=arm64 CGO_ENABLED=0
half='^Test(Gemm|SameBits)' # about as long as all others
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
first() {
	go test -short -timeout 30m -run "$half" -exec "$QEMU" ./kernels/... ./nn &&
		go test -short -run 'Digest|SameBits' -exec "$QEMU" ./autoencoder/...
}
second() {
	go test -short -timeout 30m -skip "$half" -exec "$QEMU" ./kernels/... ./nn &&
		LAMINA_ISA=generic go test -short -run TestDigests -exec "$QEMU" ./autoencoder &&
		(cd bench && go run -exec "$QEMU" . -quick -isa neon -run '^gemm/float(32|64)/64x64x64$')
}
first >"$dir/first" 2>&1 &
pid=$!
trap 'kill $pid 2>/dev/null; exit 1' INT TERM
status=0
second || status=1
wait $pid || status=1
cat "$dir/first"
exit $status
