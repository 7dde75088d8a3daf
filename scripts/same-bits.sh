#!/bin/sh
# Trains small models of every variant with every implementation and GOMAXPROCS
# 1, 2 and 3, on an amd64 machine with qemu-aarch64-static also with NEON, and
# fails unless all model files and all histories of a model are the same byte for byte.
set -eu
if [ "${1-}" = job ]; then # directory, name, level, GOMAXPROCS, program, flags
	dir=$2 name=$3 level=$4 procs=$5
	shift 5
	out=$(mktemp -d "$dir/run.XXXXXX")
	LAMINA_ISA=$level GOMAXPROCS=$procs "$@" --out "$out" >"$out/log" 2>&1 || {
		echo "same-bits: $name, $level, GOMAXPROCS=$procs:" >&2
		cat "$out/log" >&2
		exit 1
	}
	sums=$(cd "$out" && sha256sum model.safetensors history.csv | cut -c1-64 | tr '\n' ' ')
	echo "$name $level GOMAXPROCS=$procs $sums" >>"$dir/sums"
	rm -r "$out"
	exit
fi

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
go build -o "$dir/lamina" ./cmd/lamina
# Few rows: what takes long under QEMU is little more than starting.
gzip -dc tensorio/digits.csv.gz | sed 160q >"$dir/digits.csv"
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
check() { # name, flags
	name=$1
	shift
	for procs in 1 2 3; do
		for level in $levels; do
			echo "$name $level $procs $dir/lamina train --data $dir/digits.csv --label 65 --epochs 2 $*"
		done
		if [ -n "$emulator" ]; then
			echo "$name neon $procs $emulator train --data $dir/digits.csv --label 65 --epochs 2 $*"
		fi
	done >>"$dir/jobs"
}

# All variants that the command's own list of them has, and psd.
variants=$("$dir/lamina" train --variant '?' 2>&1 | sed -n 's/.*choose one of //; s/,//gp')
for variant in ${variants:?same-bits: the command lists no variants}; do
	case $variant in
	undercomplete) ;; # is plain
	linear | pca | contractive) check "$variant" --variant "$variant" --layers 6 ;;
	k-sparse) check "$variant" --variant "$variant" --layers 12,8 --top-k 3 --anneal 1 ;;
	iwae) check "$variant" --variant "$variant" --layers 12,6 --samples 2 ;;
	*) check "$variant" --variant "$variant" --layers 12,6 ;;
	esac
done
check psd --variant psd --layers 20 --batch 32 --contrast local --whiten zca --lambda-ramp 1
check psd-gradient --variant psd --layers 20 --batch 32 --dictionary gradient --activation tanh --solver fista --whiten pca
check deep-contractive --variant contractive --layers 12,6 --activation softplus --tied=false --unit-norm --higher-order 0.01
check probes --variant contractive --layers 12,6 --activation gelu --jacobian hutchinson --probes 2
check stack --pretrain 2 --layers 12,6
check classifier --classify --layers 12,6
# Wide enough that products are shared among threads.
check threads --layers 300,20 --batch 120

# A fast machine waits for QEMU alone: as many jobs at once as it has cores.
xargs -P "$(getconf _NPROCESSORS_ONLN)" -L 1 "$0" job "$dir" <"$dir/jobs"
sort "$dir/sums" | awk '
	$1 != name { name = $1; first = $2 ", " $3; model = $4; history = $5; print name, model, history }
	$4 != model { print "same-bits: " name ": the model of " $2 ", " $3 " is not that of " first; bad = 1 }
	$5 != history { print "same-bits: " name ": the history of " $2 ", " $3 " is not that of " first; bad = 1 }
	END { print "same-bits: " NR " runs"; exit bad }'
