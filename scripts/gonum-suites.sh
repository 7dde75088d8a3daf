#!/bin/sh
# Runs gonum's own tests of mat and lapack/gonum on the drop-in: in a copy of
# gonum from the module cache, whose test binaries call blas64.Use and
# blas32.Use. Arguments go to go test. LAMINA_ISA chooses the implementation.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
src=$(go list -m -f '{{.Dir}}' gonum.org/v1/gonum)
tmp=$(mktemp -d)
trap 'chmod -R u+w "$tmp"; rm -rf "$tmp"' EXIT
cp -R "$src/." "$tmp"
chmod -R u+w "$tmp"
cd "$tmp"
for dir in mat lapack/gonum; do
	cat > "$dir/lamina_test.go" <<END
package $(basename "$dir")

import (
	"gonum.org/v1/gonum/blas/blas32"
	"gonum.org/v1/gonum/blas/blas64"

	"github.com/lamina-go/lamina/kernels/gonumblas"
)

func init() {
	blas64.Use(gonumblas.Implementation{})
	blas32.Use(gonumblas.Implementation{})
}
END
done
cat "$root/go.sum" >> go.sum
go mod edit -require github.com/lamina-go/lamina@v0.0.0 -replace "github.com/lamina-go/lamina=$root"
GOWORK=off GOFLAGS=-mod=mod go test "$@" ./mat ./lapack/gonum
