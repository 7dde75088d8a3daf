#!/bin/sh
# Trains the same small model with every implementation and several
# GOMAXPROCS, on an amd64 machine with qemu-aarch64-static also with NEON, and
# fails unless all model files are the same byte for byte.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
go build -o "$dir/lamina" ./cmd/lamina
levels=$("$dir/lamina" info --json | tr -d ' \n' | sed 's/.*"implementations":\[\([^]]*\)\].*/\1/; s/[",]/ /g')
emulator=
if [ "$(go env GOARCH)" != arm64 ]; then
	if command -v qemu-aarch64-static >/dev/null; then
		emulator="qemu-aarch64-static -cpu max $dir/lamina-arm64"
		GOARCH=arm64 CGO_ENABLED=0 go build -o "$dir/lamina-arm64" ./cmd/lamina
	else
		echo "same-bits: no qemu-aarch64-static (make install-qemu): not on arm64" >&2
	fi
fi
run() { # level, GOMAXPROCS, command, flags; also compares with $want
	level=$1
	procs=$2
	shift 2
	rm -rf "$dir/run"
	LAMINA_ISA=$level GOMAXPROCS=$procs "$@" --out "$dir/run" >"$dir/log" 2>&1 || {
		cat "$dir/log" >&2
		exit 1
	}
	sum=$(sha256sum <"$dir/run/model.safetensors")
	echo "$name $level GOMAXPROCS=$procs ${sum%% *}"
	if [ "${want:=$sum}" != "$sum" ]; then
		echo "same-bits: this model differs from the first" >&2
		exit 1
	fi
}
check() { # name, flags
	name=$1
	shift
	want=
	for level in $levels; do
		for procs in 1 2 3; do
			run $level $procs "$dir/lamina" train "$@"
		done
	done
	for procs in ${emulator:+1 3}; do
		run neon $procs $emulator train "$@"
	done
}

check plain --epochs 2 --layers 24,6
check sparse --epochs 2 --variant sparse --layers 24,6
check denoising --epochs 2 --variant denoising --layers 24,6
check contractive --epochs 2 --variant contractive --layers 24
check deep-contractive --epochs 2 --variant contractive --layers 24,6 --activation softplus --tied=false --unit-norm --higher-order 0.01
check probes --epochs 2 --variant contractive --layers 24,6 --activation gelu --jacobian hutchinson --probes 2
check stack --epochs 2 --pretrain 2 --layers 24,6
check classifier --epochs 2 --classify --layers 24,6
# Wide enough that products are shared among threads.
check threads --epochs 1 --layers 300,20 --batch 200
