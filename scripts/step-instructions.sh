#!/bin/sh
# Counts the instructions of a training step in NEON and in AVX2: of the default
# network on the digits, with batches of 32. QEMU runs a benchmark of few steps
# and of more and logs the blocks that it translates and executes; the
# difference is free of everything that happens once. "Go" is Lamina's compiled
# code, "runtime" all else. Fails if NEON needs more than 2.2 times AVX2's.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
awk=$PWD/scripts/step-instructions.awk
few=2
more=10
count() { # qemu, test binary, implementation, steps
	GOGC=off GOMAXPROCS=1 GODEBUG=asyncpreemptoff=1 LAMINA_ISA=$3 "$1" -cpu max -d in_asm,exec,nochain -D /dev/stdout \
		"$2" -test.run '^$' -test.bench '^BenchmarkStep$' -test.benchtime "${4}x" 2>/dev/null | awk -f "$awk"
}
measure() { # GOARCH, qemu, implementation
	GOARCH=$1 CGO_ENABLED=0 go test -c -o "$dir/$1.test" ./autoencoder
	(cd autoencoder && count "$2" "$dir/$1.test" "$3" $few >"$dir/few" && count "$2" "$dir/$1.test" "$3" $more >"$dir/more")
	paste -d ' ' "$dir/few" "$dir/more" | awk -v n=$((more - few)) '{ print ($4-$1)/n, ($5-$2)/n, ($6-$3)/n }' >"$dir/$3"
}
measure arm64 qemu-aarch64-static neon
measure amd64 qemu-x86_64-static avx2
paste -d ' ' "$dir/neon" "$dir/avx2" | awk '
	BEGIN { printf "%-12s %12s %12s %7s\n", "instructions", "NEON", "AVX2", "ratio" }
	function row(name, a, b) { printf "%-12s %12.0f %12.0f %7.2f\n", name, a, b, (b ? a / b : 0) }
	{
		if ($1 <= 0 || $4 <= 0) { print "step-instructions: no instructions of assembly"; exit 1 }
		row("assembly", $1, $4); row("Go", $2, $5); row("runtime", $3, $6)
		r = ($1 + $2 + $3) / ($4 + $5 + $6)
		row("step", $1 + $2 + $3, $4 + $5 + $6)
		if (r > 2.2) { print "step-instructions: the step needs more than 2.2 times the instructions"; exit 1 }
	}'
