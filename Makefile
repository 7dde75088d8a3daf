# Everything here needs Go, git and make; targets that need more say so.
.DEFAULT_GOAL := help
export GOWORK = off

MODULES   := . gen bench
QEMU      := qemu-aarch64-static -cpu max
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.7.0
FUZZTIME  ?= 10s
# Implementations of this machine, the active one first.
LEVELS    ?= $$(go run ./cmd/lamina info --json | tr -d ' \n' | sed 's/.*"implementations":\[\([^]]*\)\].*/\1/; s/[",]/ /g')
TORCH     ?= ^(exp|log|sigmoid|tanh|erf|softplus|gelu|silu|[a-z]+grad|softmax|logsoftmax|dot|squareddistance|sum|mean|variance|min|max|argmax|logsumexp|leakyrelu|softthreshold|normalizerows|rowsums|colsums|addrow|scalerows|scalecols|topk|transpose|adamw?|sgd|nesterov|uniform|normal|bernoulli|widen|narrow|[a-z]+float16|frombytes|add|mul|div|sqrt)/

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "%-22s %s\n", $$1, $$2 }' Makefile

.PHONY: build
build: ## build the command as ./lamina
	go build -o lamina ./cmd/lamina

.PHONY: test
test: ## run the tests of all three modules
	@for m in $(MODULES); do (cd $$m && echo "== module $$m" && go test ./...) || exit 1; done

.PHONY: gen
gen: ## write the generated assembly again
	go generate ./...

.PHONY: check
check: ## gofmt, go vet on each system and architecture, staticcheck, generated files up to date
	@test -z "$$(gofmt -l .)" || { echo "gofmt would change:"; gofmt -l .; exit 1; }
	GOARCH=386 go vet ./...
	go vet -tags purego ./...
	@for m in gen bench; do (cd $$m && echo "vet $$m" && go vet ./...) || exit 1; done
	@for p in linux/amd64 linux/arm64 windows/amd64 darwin/arm64; do echo "build and vet $$p" && export GOOS=$${p%/*} GOARCH=$${p#*/} && go build ./... && go vet ./... || exit 1; done
	@for m in $(MODULES); do (cd $$m && echo "staticcheck $$m" && go run $(STATICCHECK) ./...) || exit 1; done
	@for m in $(MODULES); do (cd $$m && echo "tidy $$m" && go mod tidy -diff) || exit 1; done
	go -C gen run . -diff
	./scripts/check-fused.sh

.PHONY: test-levels
test-levels: ## run the tests on every implementation that this machine has, without assembly, and with fused code
	@for l in $(LEVELS); do echo "== LAMINA_ISA=$$l" && LAMINA_ISA=$$l go test -count=1 -short ./... || exit 1; done
	go test -short -tags purego ./...
	GOAMD64=v3 go test -short ./...

.PHONY: race
race: ## run the tests under the race detector (needs a C compiler)
	go test -race -short ./...

.PHONY: arm64
arm64: ## run the tests of kernels and layers and the digests of models for arm64 under QEMU, and bench's report, whose figures say nothing (needs qemu-user-static: make install-qemu)
	QEMU="$(QEMU)" ./scripts/arm64.sh

.PHONY: arm64-model
arm64-model: ## run the NEON kernels' hot loops through LLVM's models of arm64 cores, and write the table (needs llvm-19: make install-llvm)
	cd gen && go run ./model -out ../bench/arm64-model.md

.PHONY: arm64-instructions
arm64-instructions: ## count the instructions of a training step in NEON and in AVX2 under QEMU (needs qemu-user-static: make install-qemu)
	./scripts/step-instructions.sh

.PHONY: avx512-emulated
avx512-emulated: ## run tests of the kernels on AVX-512 in a machine that Bochs emulates, on any machine (needs Bochs: make install-bochs)
	./scripts/bochs/run.sh

.PHONY: fuzz
fuzz: ## fuzz every target for FUZZTIME (10s)
	@for p in $$(go list ./...); do for f in $$(go test -list '^Fuzz' $$p | grep '^Fuzz'); do echo "== $$p $$f" && go test -run '^$$' -fuzz "^$$f$$" -fuzztime $(FUZZTIME) $$p || exit 1; done; done

.PHONY: bench
bench: ## measure this machine's roof and the kernels beside their rivals
	cd bench && go run .

.PHONY: bench-openblas
bench-openblas: ## measure products beside OpenBLAS (installs Debian's libopenblas-dev, needs a C compiler)
	apt-get install -y libopenblas-dev
	cd bench && OPENBLAS_CORETYPE=SKYLAKEX go run -tags openblas . -run '^gemm/'

.PHONY: bench-torch
bench-torch: ## measure functions, rows and reductions beside PyTorch (installs Debian's python3-torch and python3-sklearn)
	apt-get install -y python3-torch python3-sklearn
	cd bench && go run . -python /usr/bin/python3 -run '$(TORCH)'

.PHONY: results
results: ## train on Fashion-MNIST and write docs/results.md (make install-fashion-mnist; ten minutes on two cores)
	cd bench && go run ./results

.PHONY: gonum-suites
gonum-suites: ## run gonum's own tests of mat and lapack on kernels/gonumblas (minutes)
	./scripts/gonum-suites.sh

.PHONY: psd
psd: ## measure predictive sparse decomposition on PICTURES=folder or tar, and write docs/atoms.png of it (minutes)
	@test -n "$(PICTURES)" || { echo "make psd PICTURES=folder or tar archive of natural pictures"; exit 1; }
	cd bench && go run ./psd -pictures "$(abspath $(PICTURES))" -model "$(CURDIR)/psd.safetensors" -atoms "$(CURDIR)/docs/atoms.png"
	go test ./autoencoder/psd -run '^TestPlantedDictionary$$' -v -args -planted

.PHONY: bench-sklearn
bench-sklearn: ## measure sparse codes beside scikit-learn (installs Debian's python3-sklearn)
	apt-get install -y python3-sklearn
	cd bench && go run . -python /usr/bin/python3 -run '^(codes|predict)/'

.PHONY: accuracy
accuracy: ## measure the accuracy table over all float32 arguments, and write it and its page (half an hour)
	go run ./kernels/internal/accuracy/sweep

.PHONY: pauses
pauses: ## print how long stops of the world wait for kernels, beside pure Go, and fail where it is much longer (2 minutes, 2 GB)
	go test ./kernels -run '^TestPauses$$' -v -timeout 30m -args -pauses=20s

.PHONY: calls
calls: ## print the longest assembly calls
	go test ./kernels -run '^TestCalls$$' -v -args -calls

.PHONY: memory
memory: ## print what training a large model takes at batch 1024, in nine ways, beside the bound of the documentation (half a minute)
	go test ./autoencoder -count=1 -run '^TestMemoryOfLargeModels$$' -v -timeout 30m -args -memory

.PHONY: profile
profile: ## profile training at batch 128, and tell how much of it is outside the kernels
	./scripts/profile.sh

.PHONY: bench-training
bench-training: ## measure training and encoding beside PyTorch (LAMINA_BENCH_PYTHON names interpreters; make bench-torch installs Debian's)
	cd bench && go run . -run '^(train|encode)/'

.PHONY: same-bits
same-bits: ## train every variant on every implementation and thread count, with QEMU on arm64 too, and compare models and histories (a minute)
	./scripts/same-bits.sh

.PHONY: install-qemu
install-qemu: ## install Debian's qemu-user-static, for make arm64
	apt-get install -y qemu-user-static

.PHONY: install-bochs
install-bochs: ## install Debian's bochs with its BIOSes and terminal, isolinux, genisoimage and cpio, for make avx512-emulated
	apt-get install -y bochs bochs-term bochsbios vgabios isolinux syslinux-common genisoimage cpio

.PHONY: install-llvm
install-llvm: ## install Debian's llvm-19, for make arm64-model
	apt-get install -y llvm-19

.PHONY: install-fashion-mnist
install-fashion-mnist: ## install Debian's dataset-fashion-mnist, IDX files under /usr/share/datasets
	apt-get install -y dataset-fashion-mnist
