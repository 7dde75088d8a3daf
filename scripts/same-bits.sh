#!/bin/sh
# Trains the same small model with every implementation and several
# GOMAXPROCS, and fails unless all model files are the same byte for byte.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
go build -o "$dir/lamina" ./cmd/lamina
levels=$("$dir/lamina" info --json | tr -d ' \n' | sed 's/.*"implementations":\[\([^]]*\)\].*/\1/; s/[",]/ /g')
check() { # name, flags
	name=$1
	shift
	want=
	for level in $levels; do
		for procs in 1 2 3; do
			LAMINA_ISA=$level GOMAXPROCS=$procs "$dir/lamina" train "$@" --out "$dir/run" >"$dir/log" 2>&1 || {
				cat "$dir/log" >&2
				exit 1
			}
			sum=$(sha256sum <"$dir/run/model.safetensors")
			echo "$name $level GOMAXPROCS=$procs ${sum%% *}"
			if [ "${want:=$sum}" != "$sum" ]; then
				echo "same-bits: this model differs from the first" >&2
				exit 1
			fi
		done
	done
}

check plain --epochs 2 --layers 24,6
check sparse --epochs 2 --variant sparse --layers 24,6
check denoising --epochs 2 --variant denoising --layers 24,6
check contractive --epochs 2 --variant contractive --layers 24
# Wide enough that products are shared among threads.
check threads --epochs 1 --layers 300,20 --batch 200
