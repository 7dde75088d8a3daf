#!/bin/sh
# Profiles training 784-512-784 at batch 128 and tells how much of the time was
# outside the kernels' assembly, waiting and the runtime included, and where.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
go test -c -o "$dir/test" ./autoencoder
(cd "$dir" && ./test -test.run '^$' -test.bench "^BenchmarkFit$/^${1:-784-512}$/^${2:-128}$" -test.benchtime 5s -test.cpuprofile cpu.prof)
# Making the data and reading it are not training.
go tool pprof -top -nodecount 100000 -nodefraction 0 -ignore 'curve|newTrainer|pprof' "$dir/test" "$dir/cpu.prof" 2>/dev/null >"$dir/top"
head -30 "$dir/top" | tail -24
awk '{ sub(/ \((partial-)?inline\)$/, "") }
	$2 ~ /%$/ { t = $1; v = t + 0; if (t ~ /[0-9]ms$/) v /= 1000; else if (t ~ /min$/) v *= 60
	all += v
	if ($NF ~ /kernels\.[A-Za-z0-9]*(AVX512|AVX2|NEON)$/) of["kernels"] += v
	else if ($NF ~ /kernels\.(share|work|runParts)$|runtime\.(chanlen|futex|gosched|procyield|osyield|usleep)/) of["waiting for other cores"] += v
	else if ($NF ~ /runtime\.mem(move|clr)/) of["copying and clearing"] += v
	else if ($NF ~ /\/kernels\./) of["Go of package kernels, which calls them"] += v
	else if ($NF ~ /\/(autoencoder|nn)[.\/]/) of["Go of training"] += v
	else of["the runtime and all else"] += v }
	END { for (what in of) printf "%5.1f %%  %s\n", 100 * of[what] / all, what
		printf "outside the kernels: %.1f %%\n", 100 * (1 - of["kernels"] / all) }' "$dir/top" >"$dir/shares"
sort -rn "$dir/shares"
