#!/bin/sh
# Fails if the compiler fused a product and a sum of nn or the autoencoder packages, which
# it may do on arm64: the same model would then have other bits there. Looks
# at the object code of their test binaries, at lines of non-test files.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
for p in nn autoencoder autoencoder/internal/symmetric autoencoder/preprocess autoencoder/psd autoencoder/sparsecode; do
	base=$(basename "$p")
	files=$(go list -f '{{range .GoFiles}}{{.}} {{end}}' "./$p")
	GOARCH=arm64 CGO_ENABLED=0 go test -c -o "$dir/$base.test" "./$p"
	go tool objdump -s "lamina-go/lamina/$p\\." "$dir/$base.test" >"$dir/$base.s"
	if ! grep -q 'FMUL' "$dir/$base.s"; then
		echo "check-fused: no multiplication in the object code of $p: the check does not look at it" >&2
		exit 1
	fi
	for f in $files; do
		if grep -E "^[[:space:]]*$f:[0-9]+.*(FN?MADD|FN?MSUB)[SD]" "$dir/$base.s"; then
			echo "check-fused: $p/$f has a fused product and sum: fence it with a conversion, T(x*y) + z" >&2
			exit 1
		fi
	done
done
